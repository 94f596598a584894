import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalFromText } from './decimal-from-text.ts'
import { quoteLiteral } from './quote.ts'

const digits = fc.oneof(
  fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
  fc.nat(2000).map(String),
  fc.constantFrom('', '0', '00', '99999999', '999999999999999999', '9999999999999999999'),
)
const fractions = fc.oneof(
  digits,
  fc.constantFrom('9'.repeat(11), '4'.repeat(20), '00000000005', '5'),
)
const numbers = fc
  .tuple(
    fc.constantFrom('', '-', '+', ' ', '--'),
    digits,
    fc.constantFrom('', '.', '.', 'e'),
    fractions,
    fc.constantFrom('', '', ' ', 'x'),
  )
  .map((parts) => parts.join(''))

test('the quick ways give what the plain cast gives', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const ask = async (sql: string) => {
    const reader = await connection.runAndReadAll(`SELECT CAST(${sql} AS VARCHAR), typeof(${sql})`)
    return reader.getRowsJson()[0]
  }
  const types = fc.constantFrom([38, 10], [38, 0], [38, 17], [20, 2], [30, 10], [18, 2], [38, 30])
  const same = fc.asyncProperty(numbers, types, async (source, [precision = 38, scale = 0]) => {
    const value = quoteLiteral(source, 'duckdb')
    const plain = await ask(`TRY_CAST(${value} AS DECIMAL(${precision},${scale}))`)
    const quick = decimalFromText(value, { precision, scale }, 'null')
    expect(await ask(quick), source).toEqual(plain)
    const failing = ask(decimalFromText(value, { precision, scale }, 'fail')).catch(() => 'failed')
    expect(await failing, source).toEqual(plain?.[0] === null ? 'failed' : plain)
  })
  await fc.assert(same, { numRuns: 1_500, seed: 9 })
}, 60_000)

test('NULL stays NULL', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const sql = decimalFromText('CAST(NULL AS VARCHAR)', { precision: 38, scale: 10 }, 'fail')
  expect((await connection.runAndReadAll(`SELECT ${sql} IS NULL`)).getRowsJson()).toEqual([[true]])
})
