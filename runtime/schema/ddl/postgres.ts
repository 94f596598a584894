import type { DatabaseSchema, OtherObject, TableSchema } from '../model.ts'
import { inDependencyOrder } from './order.ts'
import type { DdlOptions, DdlPhases, DdlStatement } from './phases.ts'
import { indexStatements, lateConstraints } from './postgres-constraints.ts'
import { sequenceStatements, sequenceValues } from './postgres-sequences.ts'
import { tableStatements } from './postgres-tables.ts'
import { routineStatements, typeStatements, viewStatements } from './postgres-types.ts'
import { quotingFor } from './quoting.ts'

const q = quotingFor('postgres')

export function postgresDdl(schema: DatabaseSchema, options: DdlOptions): DdlPhases {
  const { tables } = schema
  const routines = routineStatements(schema)
  return {
    before: [
      ...schema.schemas.filter((s) => s !== 'public').map(schemaStatement),
      ...others(schema, 'extension'),
      ...typeStatements(schema),
      ...sequenceStatements(schema),
      ...routines.before,
    ],
    tables: [
      ...inDependencyOrder(
        tables,
        (t) => t.table.name,
        (t) => (t.inherits ?? []).map(q.table).join(),
      ).flatMap((t) => tableStatements(t, options)),
      ...routines.afterTables,
    ],
    indexes: [
      ...tables.flatMap((t) => indexStatements(t, options)),
      ...others(schema, 'constraint'),
    ],
    constraints: tables.flatMap(lateConstraints),
    sequences: sequenceValues(schema),
    views: [...viewStatements(schema), ...routines.afterViews],
    comments: commentStatements(schema),
    others: [...others(schema, 'trigger'), ...others(schema, 'rule'), ...others(schema, 'policy')],
    analyse: tables.map(({ table }) => ({
      // Rows that are known to be visible are not looked up again by what reads an index.
      sql: `VACUUM (ANALYZE, INDEX_CLEANUP OFF, TRUNCATE OFF) ${q.table(table)}`,
      object: { kind: 'statistics', table, name: table.name },
    })),
  }
}

const schemaStatement = (name: string): DdlStatement => ({
  sql: `CREATE SCHEMA IF NOT EXISTS ${q.name(name)}`,
  object: { kind: 'schema', name },
})

const others = (
  schema: DatabaseSchema,
  kind: OtherObject['kind'] & DdlStatement['object']['kind'],
): DdlStatement[] =>
  schema.others
    .filter((it) => it.kind === kind)
    .map((it) => ({ sql: it.text, object: { kind, table: it.table, name: it.name.name } }))

function commentStatements({ tables, views, types }: DatabaseSchema): DdlStatement[] {
  const of = (
    what: string,
    name: string,
    text: string | undefined,
    table?: TableSchema['table'],
  ) =>
    text === undefined
      ? []
      : [
          {
            sql: `COMMENT ON ${what} IS ${q.literal(text)}`,
            object: { kind: 'comment', table, name } as const,
          },
        ]
  return [
    ...tables.flatMap(({ table, comment, columns }) => [
      ...of(`TABLE ${q.table(table)}`, table.name, comment, table),
      ...columns.flatMap((c) =>
        of(`COLUMN ${q.table(table)}.${q.name(c.name)}`, c.name, c.comment, table),
      ),
    ]),
    ...views.flatMap((v) =>
      of(
        `${v.materialized ? 'MATERIALIZED VIEW' : 'VIEW'} ${q.table(v.view)}`,
        v.view.name,
        v.comment,
      ),
    ),
    ...types.flatMap((t) =>
      of(`${t.kind === 'domain' ? 'DOMAIN' : 'TYPE'} ${q.table(t.name)}`, t.name.name, t.comment),
    ),
  ]
}
