import type pg from 'pg'
import { compact, groupBy } from '../../schema/group.ts'
import type {
  CheckConstraint,
  ForeignKey,
  KeyConstraint,
  OtherObject,
  ReferentialAction,
} from '../../schema/model.ts'
import { name, tableName } from './names.ts'
import type { Scope } from './schema-scope.ts'
import { ask, inScope } from './schema-scope.ts'

export interface TableConstraints {
  readonly primaryKey?: KeyConstraint | undefined
  readonly uniques: readonly KeyConstraint[]
  readonly checks: readonly CheckConstraint[]
  readonly foreignKeys: readonly ForeignKey[]
  /** EXCLUDE constraints. */
  readonly others: readonly OtherObject[]
}

interface ConstraintRow {
  readonly table: string
  readonly schema: string
  readonly table_name: string
  readonly name: string
  /** `pg_constraint.contype`: p primary key, u unique, c check, f foreign key, x exclude. */
  readonly kind: string
  readonly deferrable: boolean
  readonly deferred: boolean
  readonly valid: boolean
  readonly columns: readonly string[]
  readonly include: readonly string[] | null
  readonly nulls_equal: boolean | null
  readonly expression: string | null
  readonly definition: string | null
  readonly target_schema: string | null
  readonly target: string | null
  readonly target_columns: readonly string[]
  readonly on_delete: string
  readonly on_update: string
  readonly match: string
}

const columnNames = (table: string, numbers: string) =>
  `ARRAY(SELECT a.attname::text FROM unnest(${numbers}) WITH ORDINALITY AS part(number, at)
     JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = part.number ORDER BY part.at)`

/** Constraints by the OID of their table. */
export async function constraintsByTable(
  client: pg.Client,
  scope: Scope,
): Promise<ReadonlyMap<string, TableConstraints>> {
  const rows = await ask<ConstraintRow>(
    client,
    `SELECT k.conrelid::text AS table, n.nspname AS schema, c.relname AS table_name,
            k.conname AS name, k.contype AS kind,
            k.condeferrable AS deferrable, k.condeferred AS deferred, k.convalidated AS valid,
            ${columnNames('k.conrelid', 'k.conkey')} AS columns,
            CASE WHEN i.indnkeyatts < i.indnatts THEN
              ${columnNames('k.conrelid', 'i.indkey[i.indnkeyatts:i.indnatts - 1]::int2[]')} END AS include,
            (to_jsonb(i) ->> 'indnullsnotdistinct')::boolean AS nulls_equal,
            CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) END AS expression,
            CASE k.contype WHEN 'x' THEN pg_get_constraintdef(k.oid) END AS definition,
            fn.nspname AS target_schema, f.relname AS target,
            ${columnNames('k.confrelid', 'k.confkey')} AS target_columns,
            k.confdeltype AS on_delete, k.confupdtype AS on_update, k.confmatchtype AS match
     FROM pg_constraint k
     JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u')
     LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
     WHERE k.contype IN ('p', 'u', 'c', 'f', 'x') AND k.conparentid = 0
       AND (k.conislocal OR k.contype <> 'c') AND NOT c.relispartition AND ${inScope('c.relname')}
     ORDER BY k.conrelid, k.conname`,
    scope,
  )
  return new Map(
    [...groupBy(rows, (row) => row.table)].map(([table, group]) => [table, constraintsOf(group)]),
  )
}

function constraintsOf(rows: readonly ConstraintRow[]): TableConstraints {
  const of = (kind: string) => rows.filter((row) => row.kind === kind)
  const [primaryKey] = of('p').map(keyOf)
  return {
    ...(primaryKey ? { primaryKey } : {}),
    uniques: of('u').map(keyOf),
    checks: of('c').map((row) => ({
      name: row.name,
      expression: row.expression ?? 'true',
      ...compact({ notValid: !row.valid }),
    })),
    foreignKeys: of('f').map(foreignKeyOf),
    others: of('x').map((row) => {
      const table = { schema: row.schema, name: row.table_name }
      return {
        kind: 'constraint' as const,
        name: { schema: row.schema, name: row.name },
        table,
        text: `ALTER TABLE ${tableName(table)} ADD CONSTRAINT ${name(row.name)} ${row.definition}`,
      }
    }),
  }
}

const keyOf = (row: ConstraintRow): KeyConstraint => ({
  name: row.name,
  columns: row.columns,
  ...compact({
    deferrable: row.deferrable,
    initiallyDeferred: row.deferred,
    include: row.include ?? undefined,
    nullsNotDistinct: row.nulls_equal ?? false,
  }),
})

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
}

const foreignKeyOf = (row: ConstraintRow): ForeignKey => ({
  name: row.name,
  columns: row.columns,
  references: { schema: row.target_schema ?? undefined, name: row.target ?? '' },
  referencedColumns: row.target_columns,
  onDelete: actions[row.on_delete] ?? 'no action',
  onUpdate: actions[row.on_update] ?? 'no action',
  ...compact({
    deferrable: row.deferrable,
    initiallyDeferred: row.deferred,
    match: row.match === 'f' ? ('full' as const) : undefined,
    notValid: !row.valid,
  }),
})
