import type { DatabaseSchema, OtherObject, SequenceSchema, TableSchema } from '../model.ts'
import { foreignKeyStatements, indexStatements } from './mssql-constraints.ts'
import { identityStatements, restartStatement } from './mssql-counters.ts'
import { objectNames } from './mssql-names.ts'
import { tableStatement } from './mssql-tables.ts'
import { identifiersIn, inDependencyOrder } from './order.ts'
import type { DdlOptions, DdlPhases, DdlStatement } from './phases.ts'
import { quotingFor, words } from './quoting.ts'

const q = quotingFor('mssql')

/** Each statement is a batch of its own, as CREATE VIEW and CREATE TRIGGER want it. */
export function mssqlDdl(given: DatabaseSchema, options: DdlOptions): DdlPhases {
  const schema = objectNames(given)
  const { tables } = schema
  const early = functionsOfTables(schema)
  const routines = others(schema, 'routine')
  return {
    before: [
      ...schema.schemas.filter((s) => s.toLowerCase() !== 'dbo').map(schemaStatement),
      ...typeStatements(schema),
      ...schema.sequences.map(sequenceStatement),
      ...routines.filter((it) => early.has(it.object.name)),
    ],
    tables: tables.map((t) => tableStatement(t, options)),
    indexes: tables.flatMap((t) => indexStatements(t, options)),
    constraints: tables.flatMap(foreignKeyStatements),
    sequences: [
      ...tables.flatMap(identityStatements),
      ...schema.sequences.flatMap((s) => restartStatement(s, tables)),
    ],
    views: viewStatements(schema),
    comments: commentStatements(schema),
    others: [
      ...routines.filter((it) => !early.has(it.object.name)),
      ...others(schema, 'trigger'),
      ...others(schema, 'policy'),
    ],
    analyse: tables.map(({ table }) => ({
      sql: `UPDATE STATISTICS ${q.table(table)}`,
      object: { kind: 'statistics', table, name: table.name },
    })),
  }
}

const schemaStatement = (name: string): DdlStatement => ({
  sql: `IF SCHEMA_ID(${q.literal(name)}) IS NULL EXEC (${q.literal(`CREATE SCHEMA ${q.name(name)}`)})`,
  object: { kind: 'schema', name },
})

/** SQL Server's own domains are names for types; what is an enum elsewhere is a check here. */
const typeStatements = ({ types }: DatabaseSchema): DdlStatement[] =>
  types.flatMap((type) =>
    type.kind === 'domain'
      ? [
          {
            sql: `CREATE TYPE ${q.table(type.name)} FROM ${type.baseType} ${type.nullable ? 'NULL' : 'NOT NULL'}`,
            object: { kind: 'type', name: type.name.name } as const,
          },
        ]
      : [],
  )

const sequenceStatement = (s: SequenceSchema): DdlStatement => ({
  sql: words(
    `CREATE SEQUENCE ${q.table(s.name)} AS ${s.type ?? 'bigint'}`,
    `START WITH ${s.start} INCREMENT BY ${s.increment}`,
    s.minimum !== undefined && `MINVALUE ${s.minimum}`,
    s.maximum !== undefined && `MAXVALUE ${s.maximum}`,
    s.cycle ? 'CYCLE' : 'NO CYCLE',
  ),
  object: { kind: 'sequence', name: s.name.name },
})

/** What is only told about, an encrypted text for one, is a comment. */
const others = (
  schema: DatabaseSchema,
  kind: OtherObject['kind'] & DdlStatement['object']['kind'],
): DdlStatement[] =>
  schema.others
    .filter((it) => it.kind === kind && !it.text.startsWith('-- '))
    .map((it) => ({ sql: it.text, object: { kind, table: it.table, name: it.name.name } }))

/** Routines that a default, a check or a computed column calls. */
function functionsOfTables({ tables, others }: DatabaseSchema): ReadonlySet<string> {
  const expressions = tables.flatMap((t) => [
    ...t.columns.flatMap((c) => [c.default ?? '', c.generated?.expression ?? '']),
    ...t.checks.map((check) => check.expression),
  ])
  const called = identifiersIn(expressions.join('\n'))
  return new Set(
    others
      .filter((it) => it.kind === 'routine' && called.has(it.name.name.toLowerCase()))
      .map((it) => it.name.name),
  )
}

const viewStatements = ({ views }: DatabaseSchema): DdlStatement[] =>
  inDependencyOrder(
    views,
    (v) => v.view.name,
    (v) => v.sql,
  ).map((v) => ({
    sql: words(
      `CREATE VIEW ${q.table(v.view)}`,
      v.columns.length > 0 && `(${q.names(v.columns)})`,
      `AS\n${v.sql}`,
    ),
    object: { kind: 'view', name: v.view.name },
  }))

/** An extended property holds 7,500 bytes. */
const mostCharacters = 3700

function commentStatements({ tables, views }: DatabaseSchema): DdlStatement[] {
  const comment = (
    table: TableSchema['table'],
    kind: 'TABLE' | 'VIEW',
    text: string | undefined,
    column?: string,
  ): DdlStatement[] => {
    if (text === undefined) return []
    const levels = [
      ['SCHEMA', table.schema ?? 'dbo'],
      [kind, table.name],
      ...(column === undefined ? [] : [['COLUMN', column]]),
    ]
    const places = levels.map(
      ([type, name = ''], i) => `@level${i}type = N'${type}', @level${i}name = ${q.literal(name)}`,
    )
    return [
      {
        sql: `EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = ${q.literal(text.slice(0, mostCharacters))}, ${places.join(', ')}`,
        object: { kind: 'comment', table, name: column ?? table.name },
      },
    ]
  }
  return [
    ...tables.flatMap((t) => [
      ...comment(t.table, 'TABLE', t.comment),
      ...t.columns.flatMap((c) => comment(t.table, 'TABLE', c.comment, c.name)),
    ]),
    ...views.flatMap((v) => comment(v.view, 'VIEW', v.comment)),
  ]
}
