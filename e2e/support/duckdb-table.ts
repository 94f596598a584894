import { DuckDBInstance } from '@duckdb/node-api'
import type { DataType } from '../../nodes/kit/data-type.ts'
import type { Column, Schema } from '../../nodes/kit/schema.ts'
import { duckdb } from '../../runtime/sql/dialect.ts'
import { printDuckDbType } from '../../runtime/sql/duckdb-types.ts'
import { quoteLiteral } from '../../runtime/sql/quote.ts'

export type Cell = string | null
export type Query = (sql: string) => Promise<readonly Cell[]>

/** The SELECT item that gives a value as text. */
export const duckDbText = (sql: string, type: DataType) =>
  type.kind === 'binary' ? `lower(hex(${sql}))` : `CAST(${sql} AS VARCHAR)`

/** A table `t` with a key `id` in DuckDB, filled with canonical texts; `query` gives one column. */
export async function openDuckDbTable(schema: Schema) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(`SET TimeZone = 'UTC'`)
  const columns = schema.map((c) => `${duckdb.quote(c.name)} ${printDuckDbType(c.type)}`)
  await connection.run(`CREATE TABLE t (id INTEGER, ${columns.join(', ')})`)
  const query: Query = async (sql) =>
    (await connection.runAndReadAll(sql)).getRowsJson().map(([value]) => value as Cell)
  const load = async (rows: readonly (readonly Cell[])[]) => {
    await connection.run('DELETE FROM t')
    for (const [i, row] of rows.entries())
      await connection.run(`INSERT INTO t VALUES (${[i, ...cells(row, schema)].join(', ')})`)
  }
  return { query, load }
}

const cells = (row: readonly Cell[], schema: Schema) =>
  row.map((value, i) => {
    if (value === null) return 'NULL'
    const { type } = schema[i] as Column
    const text = quoteLiteral(value.replace(/^(\S+)(.*) BC$/, '$1 (BC)$2'), 'duckdb')
    return type.kind === 'binary'
      ? `unhex(substr(${text}, 3))`
      : `CAST(${text} AS ${printDuckDbType(type)})`
  })
