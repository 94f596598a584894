import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { formatType } from '../../nodes/kit/data-type.ts'
import { parseType } from '../../nodes/kit/parse-type.ts'
import { fromDuckDbType, printDuckDbType } from './duckdb-types.ts'

const both = [
  ...['boolean', 'tinyint', 'smallint', 'integer', 'bigint', 'real', 'double', 'text', 'binary'],
  ...['date', 'time', 'timestamp', 'timestamp with time zone', 'interval', 'uuid', 'json'],
  ...['decimal(1,0)', 'decimal(18,2)', 'decimal(38,38)', 'list(list(decimal(5,2)))'],
  'struct(a integer, "b ""c, d" list(text), e struct(f date))',
]

test.each(both)('DuckDB has %s, and it comes back', async (source) => {
  const type = parseType(source)
  if (!type) throw new Error(source)
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const reader = await connection.runAndReadAll(
    `DESCRIBE SELECT CAST(NULL AS ${printDuckDbType(type)}) AS x`,
  )
  expect(formatType(fromDuckDbType(String(reader.getRowsJson()[0]?.[1])))).toBe(source)
})

test.each([
  ['HUGEINT', 'decimal(38,0)'],
  ['UBIGINT', 'decimal(20,0)'],
  ['UINTEGER', 'bigint'],
  ['USMALLINT', 'integer'],
  ['UTINYINT', 'smallint'],
  ['TIMESTAMP_NS', 'timestamp'],
  ['TIMESTAMP_S', 'timestamp'],
  ["ENUM('a', 'b, (c', 'd''e')", 'text'],
  ["STRUCT(a ENUM('x, y', ')'), b UTINYINT[3])", 'struct(a text, b list(smallint))'],
  ['MAP(VARCHAR, INTEGER)', 'json'],
  ['MAP(VARCHAR, INTEGER)[]', 'list(json)'],
  ['BIT', 'text'],
  ['TIME WITH TIME ZONE', 'text'],
  ['UNION(a INTEGER, b VARCHAR)', 'text'],
  ['"NULL"', 'text'],
  ['something new', 'text'],
  ['', 'text'],
])('%s becomes %s', (source, expected) => expect(formatType(fromDuckDbType(source))).toBe(expected))
