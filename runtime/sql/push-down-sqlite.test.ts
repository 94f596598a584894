import Database from 'libsql'
import { expect, test } from 'vitest'
import { compareWithDuckDb } from '../../e2e/support/compare-dialects.ts'
import { randomValues } from '../../e2e/support/random-values.ts'
import type { DataType } from '../../nodes/kit/data-type.ts'
import { bigint, binary, boolean, double, integer, text } from '../../nodes/kit/data-type.ts'
import { column } from '../../nodes/kit/schema.ts'
import { sqlite } from './dialect.ts'
import { quoteLiteral } from './quote.ts'

const types = [
  boolean,
  boolean,
  integer,
  integer,
  bigint,
  bigint,
  double,
  double,
  text,
  text,
  binary,
]
const schema = types.map((type, i) => column(`c${i}`, type))
/** The second text column ignores case unless it is told not to. */
const collations = new Map([['c9', ' COLLATE NOCASE']])

function cell(value: string, type: DataType): string {
  if (type.kind === 'boolean') return value === 'true' ? '1' : '0'
  if (type.kind === 'binary') return `X'${value.slice(2)}'`
  return type.kind === 'text'
    ? quoteLiteral(value, 'sqlite')
    : `CAST('${value}' AS ${sqlite.type(type)})`
}

test('SQLite answers what is pushed down to it as DuckDB does', async () => {
  const database = new Database(':memory:')
  const columns = schema.map(
    (c) => `"${c.name}" ${sqlite.type(c.type)}${collations.get(c.name) ?? ''}`,
  )
  database.exec(`CREATE TABLE t (id INTEGER, ${columns.join(', ')})`)
  const compared = await compareWithDuckDb(
    {
      dialect: sqlite,
      schema,
      load: async (rows) => {
        const tuples = rows.map((row, id) => {
          const cells = row.map((v, i) => (v === null ? 'NULL' : cell(v, types[i] ?? text)))
          return `(${[id, ...cells].join(', ')})`
        })
        database.exec(`DELETE FROM t; INSERT INTO t VALUES ${tuples.join(', ')}`)
      },
      query: async (sql) =>
        database
          .prepare(sql)
          .raw()
          .all()
          .map((row) => (row as [string | null])[0]),
      asText: (sql, type) => {
        if (type.kind === 'binary')
          return `CASE WHEN ${sql} IS NOT NULL THEN lower(hex(${sql})) END`
        const text = type.kind === 'float' ? `printf('%!.17g', ${sql})` : `CAST(${sql} AS TEXT)`
        return `CASE WHEN ${sql} IS NOT NULL THEN ${text} END`
      },
    },
    (type) => randomValues(type, true),
    400,
  )
  database.close()
  const missed = Object.keys(sqlite.functions).filter((name) => !compared.has(name))
  expect(missed, 'every function has been compared').toEqual([])
}, 3_600_000)
