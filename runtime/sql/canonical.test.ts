import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DataType } from '../../nodes/kit/data-type.ts'
import { formatType } from '../../nodes/kit/data-type.ts'
import { parseType } from '../../nodes/kit/parse-type.ts'
import { fromCanonical, toCanonical } from './canonical.ts'
import { quoteLiteral } from './quote.ts'

let instance: DuckDBInstance
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:')
})
afterAll(() => instance.closeSync())

async function roundTrip(text: string | null, type: DataType): Promise<unknown> {
  const connection = await instance.connect()
  try {
    await connection.run(`SET TimeZone = 'UTC'`)
    const value = text === null ? 'CAST(NULL AS VARCHAR)' : quoteLiteral(text, 'duckdb')
    const typed = `SELECT ${fromCanonical('t', type)} AS v FROM (SELECT ${value} AS t)`
    const back = await connection.runAndReadAll(`SELECT ${toCanonical('v', type)} FROM (${typed})`)
    return back.getRows()[0]?.[0]
  } finally {
    connection.closeSync()
  }
}

describe('canonical text comes back as it was', () => {
  test.each([
    ['boolean', 'true'],
    ['bigint', '-9223372036854775808'],
    ['decimal(38,10)', '-12345678901234567890.1234567890'],
    ['decimal(12,2)', '7.50'],
    ['double', '1.5'],
    ['double', 'NaN'],
    ['double', '-Infinity'],
    ['text', 'a\tb "c" \\N'],
    ['binary', '\\x00ff0a'],
    ['date', '2024-02-29'],
    ['date', '0044-03-15 BC'],
    ['timestamp', '2024-02-29 23:59:59.999999'],
    ['timestamp', '0044-03-15 10:00:00 BC'],
    ['timestamp', 'infinity'],
    ['timestamp with time zone', '2024-02-29 12:00:00+00'],
    ['timestamp with time zone', '0044-03-15 10:00:00+00 BC'],
    ['time', '23:59:59.5'],
    ['uuid', '7f6b0c3e-4f0e-4a8b-9a52-0d6b7f1f3a11'],
    ['list(integer)', '[1,null,3]'],
    ['struct(a integer, b text)', '{"a":1,"b":"x"}'],
  ])('%s %s', async (name, text) => {
    const type = parseType(name)
    if (!type) throw new Error(`no type ${name}`)
    expect(formatType(type)).toBe(name)
    expect(await roundTrip(text, type)).toBe(text)
    expect(await roundTrip(null, type)).toBeNull()
  })
})
