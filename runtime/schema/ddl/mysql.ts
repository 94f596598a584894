import type { DatabaseSchema, OtherObject, SequenceSchema } from '../model.ts'
import { foreignKeyStatements, indexStatements } from './mysql-constraints.ts'
import { inlineKey, tableStatement } from './mysql-tables.ts'
import { inDependencyOrder } from './order.ts'
import type { DdlPhases, DdlStatement } from './phases.ts'
import { quotingFor, words } from './quoting.ts'

const q = quotingFor('mysql')

/** Comments are in CREATE TABLE, and so are primary keys: InnoDB keeps rows in their order. */
export function mysqlDdl(schema: DatabaseSchema): DdlPhases {
  const { tables } = schema
  return {
    before: [
      ...schema.schemas.map(databaseStatement),
      ...schema.sequences.map(sequenceStatement),
      ...others(schema, 'routine'),
    ],
    tables: tables.map((t) => tableStatement(t)),
    indexes: tables.flatMap((t) => indexStatements(t, inlineKey(t))),
    constraints: tables.flatMap(foreignKeyStatements),
    sequences: [
      ...schema.sequences.flatMap(sequenceValue),
      ...tables.flatMap((t) =>
        t.columns.flatMap((c): DdlStatement[] =>
          c.identity?.next === undefined
            ? []
            : [
                {
                  sql: `ALTER TABLE ${q.table(t.table)} AUTO_INCREMENT = ${c.identity.next}`,
                  object: { kind: 'sequence', table: t.table, name: c.name },
                },
              ],
        ),
      ),
    ],
    views: viewStatements(schema),
    comments: [],
    others: [...others(schema, 'trigger'), ...others(schema, 'event')],
    analyse: tables.map(({ table }) => ({
      sql: `ANALYZE TABLE ${q.table(table)}`,
      object: { kind: 'statistics', table, name: table.name },
    })),
  }
}

const databaseStatement = (name: string): DdlStatement => ({
  sql: `CREATE DATABASE IF NOT EXISTS ${q.name(name)}`,
  object: { kind: 'schema', name },
})

/** MariaDB only. */
const sequenceStatement = (s: SequenceSchema): DdlStatement => ({
  sql: words(
    `CREATE SEQUENCE ${q.table(s.name)} START WITH ${s.start} INCREMENT BY ${s.increment}`,
    s.minimum && `MINVALUE ${s.minimum}`,
    s.maximum && `MAXVALUE ${s.maximum}`,
    s.cycle && 'CYCLE',
  ),
  object: { kind: 'sequence', name: s.name.name },
})

const sequenceValue = (s: SequenceSchema): DdlStatement[] =>
  s.next === undefined
    ? []
    : [
        {
          sql: `ALTER SEQUENCE ${q.table(s.name)} RESTART WITH ${s.next}`,
          object: { kind: 'sequence', name: s.name.name },
        },
      ]

const others = (
  schema: DatabaseSchema,
  kind: OtherObject['kind'] & DdlStatement['object']['kind'],
): DdlStatement[] =>
  schema.others
    .filter((it) => it.kind === kind)
    .map((it) => ({ sql: it.text, object: { kind, table: it.table, name: it.name.name } }))

const viewStatements = ({ views }: DatabaseSchema): DdlStatement[] =>
  inDependencyOrder(
    views,
    (v) => v.view.name,
    (v) => v.sql,
  ).map((v) => ({
    sql: words(
      `CREATE ${v.securityInvoker ? 'SQL SECURITY INVOKER ' : ''}VIEW ${q.table(v.view)}`,
      v.columns.length > 0 && `(${q.names(v.columns)})`,
      `AS ${v.sql}`,
      v.checkOption && `WITH ${v.checkOption.toUpperCase()} CHECK OPTION`,
    ),
    object: { kind: 'view', name: v.view.name },
  }))
