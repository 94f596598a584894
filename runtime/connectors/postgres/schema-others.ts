import type pg from 'pg'
import type { OtherObject } from '../../schema/model.ts'
import { name, tableName } from './names.ts'
import type { Scope } from './schema-scope.ts'
import { ask, inScope, notOfExtension } from './schema-scope.ts'

interface OtherRow {
  readonly kind: OtherObject['kind']
  readonly schema: string
  readonly name: string
  readonly table: string | null
  readonly text: string
}

/** Without those a range type brings along. */
const routines = `SELECT 'routine' AS kind, n.nspname AS schema, p.proname AS name, NULL AS table,
    pg_get_functiondef(p.oid) AS text, p.oid
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.prokind IN ('f', 'p', 'w') AND ${inScope('p.proname')} AND ${notOfExtension('pg_proc', 'p.oid')}
    AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass
      AND i.objid = p.oid AND i.deptype = 'i')`

const aggregates = `SELECT 'routine', n.nspname, p.proname, NULL,
    format('CREATE AGGREGATE %I.%I (%s) (SFUNC = %s, STYPE = %s%s%s)', n.nspname, p.proname,
      pg_get_function_arguments(p.oid), a.aggtransfn, format_type(a.aggtranstype, NULL),
      CASE WHEN a.aggfinalfn <> 0 THEN ', FINALFUNC = ' || a.aggfinalfn ELSE '' END,
      CASE WHEN a.agginitval IS NOT NULL THEN ', INITCOND = ' || quote_literal(a.agginitval) ELSE '' END), p.oid
  FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE ${inScope('p.proname')} AND ${notOfExtension('pg_proc', 'p.oid')}`

const triggers = `SELECT 'trigger', n.nspname, t.tgname, c.relname, pg_get_triggerdef(t.oid), t.oid
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT t.tgisinternal AND NOT c.relispartition AND ${inScope('c.relname')}`

const rules = `SELECT 'rule', n.nspname, r.rulename, c.relname, pg_get_ruledef(r.oid), r.oid
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE r.rulename <> '_RETURN' AND ${inScope('c.relname')}`

const virtualTables = `SELECT 'virtual table', n.nspname, c.relname, NULL,
    format('CREATE FOREIGN TABLE %I.%I (%s) SERVER %I', n.nspname, c.relname,
      (SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', '
         ORDER BY a.attnum) FROM pg_attribute a
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), s.srvname), c.oid
  FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE ${inScope('c.relname')}`

/** What single partitions have of their own, and their table does not. */
const ofPartitions = `SELECT 'constraint', n.nspname, x.relname, c.relname,
    CASE WHEN k.oid IS NULL THEN pg_get_indexdef(i.indexrelid)
      ELSE format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, c.relname, k.conname,
        pg_get_constraintdef(k.oid)) END, i.indexrelid
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
  JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
  WHERE c.relispartition AND NOT x.relispartition AND i.indisvalid AND ${inScope('c.relname')}`

const extensions = `SELECT 'extension', n.nspname, e.extname, NULL,
    format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I', e.extname, n.nspname), e.oid
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql'`

/** Everything whose text is all we carry, each kind in the order in which it was made. */
export async function readOthers(client: pg.Client, scope: Scope): Promise<OtherObject[]> {
  const parts = [extensions, routines, aggregates, virtualTables, ofPartitions, triggers, rules]
  const rows = await ask<OtherRow>(
    client,
    `SELECT * FROM (${parts.map((sql, i) => `SELECT ${i} AS part, * FROM (${sql}) AS p${i}(kind, schema, name, "table", text, oid)`).join('\nUNION ALL\n')}) AS all_parts
     ORDER BY part, oid`,
    scope,
  )
  return [...rows.map(otherOf), ...(await readPolicies(client, scope))]
}

const otherOf = (row: OtherRow): OtherObject => ({
  kind: row.kind,
  name: { schema: row.schema, name: row.name },
  ...(row.table === null ? {} : { table: { schema: row.schema, name: row.table } }),
  text: row.text.trimEnd(),
})

interface PolicyRow {
  readonly schema: string
  readonly table: string
  readonly forced: boolean
  readonly name: string | null
  readonly permissive: string
  readonly command: string
  readonly roles: string
  readonly using: string | null
  readonly check: string | null
}

/** Row-level security: that a table has it, and its policies. */
async function readPolicies(client: pg.Client, scope: Scope): Promise<OtherObject[]> {
  const rows = await ask<PolicyRow>(
    client,
    `SELECT n.nspname AS schema, c.relname AS table, c.relforcerowsecurity AS forced,
            p.polname AS name, CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END AS permissive,
            CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
              WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command,
            coalesce((SELECT string_agg(quote_ident(r.rolname), ', ' ORDER BY r.rolname)
              FROM pg_roles r WHERE r.oid = ANY(p.polroles)), 'PUBLIC') AS roles,
            pg_get_expr(p.polqual, p.polrelid) AS using,
            pg_get_expr(p.polwithcheck, p.polrelid) AS check
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_policy p ON p.polrelid = c.oid
     WHERE c.relrowsecurity AND NOT c.relispartition AND ${inScope('c.relname')}
     ORDER BY n.nspname, c.relname, p.polname`,
    scope,
  )
  const seen = new Set<string>()
  return rows.flatMap((row) => {
    const table = { schema: row.schema, name: row.table }
    const sql = tableName(table)
    const of = (label: string, text: string): OtherObject => ({
      kind: 'policy',
      name: { schema: row.schema, name: label },
      table,
      text,
    })
    const first = !seen.has(sql)
    seen.add(sql)
    const force = row.forced ? `, FORCE ROW LEVEL SECURITY` : ''
    return [
      ...(first
        ? [of('row level security', `ALTER TABLE ${sql} ENABLE ROW LEVEL SECURITY${force}`)]
        : []),
      ...(row.name === null ? [] : [of(row.name, policySql(row, row.name, sql))]),
    ]
  })
}

const policySql = (row: PolicyRow, policy: string, table: string): string =>
  [
    `CREATE POLICY ${name(policy)} ON ${table} AS ${row.permissive} FOR ${row.command} TO ${row.roles}`,
    ...(row.using === null ? [] : [`USING (${row.using})`]),
    ...(row.check === null ? [] : [`WITH CHECK (${row.check})`]),
  ].join(' ')
