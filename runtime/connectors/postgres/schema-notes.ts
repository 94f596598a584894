import type pg from 'pg'
import type { SchemaNote } from '../../schema/model.ts'
import type { Scope } from './schema-scope.ts'
import { ask, inScope, notOfExtension } from './schema-scope.ts'

interface NoteRow {
  readonly note: 'owner' | 'privilege' | 'access'
  readonly kind: SchemaNote['object']['kind']
  readonly schema: string
  readonly name: string
  readonly account: string
  readonly text: string
}

const relationKind = `CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'view'
  ELSE 'table' END`

/** Relations that stand by themselves: no partitions, no sequences of columns. */
const relations = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT c.relispartition
    AND c.relpersistence <> 't' AND ${inScope('c.relname')} AND ${notOfExtension('pg_class', 'c.oid')}
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
      AND d.objid = c.oid AND c.relkind = 'S' AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i'))`

const routines = `pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE ${inScope('p.proname')} AND ${notOfExtension('pg_proc', 'p.oid')}
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
      AND d.objid = p.oid AND d.deptype = 'i')`

const signature = `format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid))`

/** Grants of one object to one account; what its owner may is no grant. */
const granted = (acl: string, owner: string) => `CROSS JOIN LATERAL (
  SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS account,
         string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) AS privileges
  FROM aclexplode(${acl}) a WHERE a.grantee <> ${owner} GROUP BY a.grantee) g`

const from = (clauses: string, join: string) => clauses.replace(/\bWHERE\b/, `${join} WHERE`)

const notes = `
  SELECT 'owner' AS note, ${relationKind} AS kind, n.nspname AS schema, c.relname AS name,
         pg_get_userbyid(c.relowner) AS account, '' AS text FROM ${relations}
  UNION ALL
  SELECT 'owner', 'routine', n.nspname, ${signature}, pg_get_userbyid(p.proowner), '' FROM ${routines}
  UNION ALL
  SELECT 'privilege', ${relationKind}, n.nspname, c.relname, g.account, g.privileges
  FROM ${from(relations, granted('c.relacl', 'c.relowner'))}
  UNION ALL
  SELECT 'privilege', 'routine', n.nspname, ${signature}, g.account, g.privileges
  FROM ${from(routines, granted('p.proacl', 'p.proowner'))} AND g.account <> 'PUBLIC'
  UNION ALL
  SELECT 'privilege', ${relationKind}, n.nspname, c.relname, g.account,
         string_agg(format('%s (%I)', g.privileges, t.attname), ', ' ORDER BY t.attnum)
  FROM ${from(
    relations,
    `JOIN pg_attribute t ON t.attrelid = c.oid AND t.attacl IS NOT NULL
     ${granted('t.attacl', 'c.relowner')}`,
  )}
  GROUP BY c.oid, c.relkind, n.nspname, c.relname, g.account
  UNION ALL
  SELECT 'access', 'other', n.nspname, n.nspname, g.account,
         format('GRANT %s ON SCHEMA %I TO %s', g.privileges, n.nspname, g.account)
  FROM pg_namespace n ${granted('n.nspacl', 'n.nspowner')}
  WHERE ${inScope('n.nspname')} AND NOT (n.nspname = 'public' AND g.account = 'PUBLIC')
  UNION ALL
  SELECT 'access', 'routine', n.nspname, ${signature}, 'PUBLIC',
         format('REVOKE EXECUTE ON FUNCTION %I.%s FROM PUBLIC', n.nspname, ${signature})
  FROM ${routines} AND p.proacl IS NOT NULL
    AND NOT EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0)
  UNION ALL
  SELECT 'access', 'other', coalesce(n.nspname, ''), 'default privileges', g.account,
         format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s GRANT %s ON %s TO %s',
           pg_get_userbyid(d.defaclrole), ' IN SCHEMA ' || quote_ident(n.nspname), g.privileges,
           CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES'
             WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END, g.account)
  FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
    ${granted('d.defaclacl', 'd.defaclrole')}
  WHERE n.oid IS NULL OR ${inScope('n.nspname')}`

// Everybody may call a routine: that is no grant, but its absence is said.
/** Owners and privileges: accounts belong to the server, not to the database. */
export async function readNotes(client: pg.Client, scope: Scope): Promise<SchemaNote[]> {
  const rows = await ask<NoteRow>(
    client,
    `SELECT * FROM (${notes}) AS notes ORDER BY note, account, kind, schema, name`,
    scope,
  )
  return rows.map(({ note, kind, schema, name, account, text }) => ({
    kind: note,
    object: { kind, table: { schema, name }, name },
    ...(note === 'owner' ? { text: account } : { text, account }),
  }))
}
