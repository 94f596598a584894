import { expect, test } from 'vitest'
import type { TargetEngine } from './ladders.ts'
import { engines } from './ladders.ts'
import { proposeType, proposeTypes } from './propose.ts'

const native = (values: (string | null)[], engine: TargetEngine = 'postgres') =>
  proposeType({ name: 'c', values }, engine).native

test('whole numbers take the smallest type of their range', () => {
  expect(native(['0', '255'])).toBe('smallint')
  expect(native(['0', '255'], 'mysql')).toBe('tinyint unsigned')
  expect(native(['0', '255'], 'mssql')).toBe('tinyint')
  expect(native(['0', '255'], 'duckdb')).toBe('UTINYINT')
  expect(native(['-1', '8388607'], 'mysql')).toBe('mediumint')
  expect(native(['9223372036854775808'])).toBe('numeric(19,0)')
})

test('numbers that lose something as numbers stay text', () => {
  expect(native(['00501', '10115'])).toBe('varchar(5)')
  expect(native(['-0', '1'])).toBe('varchar(2)')
  expect(native(['+1', '2'])).toBe('varchar(2)')
  expect(native(['1,000', '2'])).toBe('varchar(5)')
})

test('decimals are as wide as their digits', () => {
  expect(native(['1.98', '14', '0.5'])).toBe('numeric(4,2)')
  expect(native(['0.25'])).toBe('numeric(2,2)')
  expect(native(['123456789012.1234567'], 'sqlite')).toBe('VARCHAR(20)')
})

test('dates must exist', () => {
  expect(native(['2024-02-29', '1999-12-31'])).toBe('date')
  expect(native(['2023-02-29', '1999-12-31'])).toBe('varchar(10)')
  expect(native(['0999-01-01'], 'mysql')).toBe('varchar(10)')
  expect(native(['2024-01-31 10:00:00.120'], 'mysql')).toBe('datetime(2)')
})

test('the rows that forbid a tighter type are named', () => {
  const values = Array.from({ length: 60 }, (_, i) => String(i))
  values[41] = '0042'
  const [tighter] = proposeType({ name: 'c', values }, 'mssql').tighter
  expect(tighter).toEqual({
    native: 'tinyint',
    rows: 1,
    first: [{ row: 42, value: '0042', reason: 'leading zero' }],
  })
})

test('a column without values is text and nothing is claimed', () => {
  for (const engine of engines) {
    const it = proposeType({ name: 'c', values: [null, null] }, engine)
    expect(it.proven).toBe(false)
    expect(it.type.kind).toBe('text')
    expect(it.bytes).toBe(0)
  }
})

test('a row of MySQL holds its columns', async () => {
  const wide = { values: ['x'.repeat(3000)] }
  const columns = Array.from({ length: 10 }, (_, i) => ({ name: `c${i}`, ...wide }))
  const proposals = await proposeTypes({ name: 't', rows: 1, columns }, 'mysql')
  const room = proposals.reduce((sum, p) => sum + (p.native.startsWith('varchar') ? 12_002 : 12), 0)
  expect(room).toBeLessThan(65_535)
})

test('bytes are counted as stored', () => {
  const it = proposeType({ name: 'c', values: ['1000', '2000', null] }, 'postgres')
  expect(it).toMatchObject({ native: 'smallint', bytes: 4, bytesAsText: 10, nullable: true })
})
