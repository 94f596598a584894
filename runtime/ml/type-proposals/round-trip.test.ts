import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import Database from 'libsql'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import {
  describeWith,
  freshDatabase,
  requireMysql,
  requirePostgres,
} from '../../../e2e/support/services.ts'
import type { TextTable } from '../table.ts'
import { proposeTypes } from './propose.ts'
import { differences, roundTrip } from './round-trip.ts'

const columns: Record<string, (string | null)[]> = {
  small: ['0', '-128', '127', null],
  bytes: ['0', '255', '7', null],
  medium: ['-32769', '8388607', null, '1'],
  large: ['9223372036854775807', '-9223372036854775808', null, '0'],
  huge: ['18446744073709551616', '-1', null, '0'],
  zip: ['00501', '10115', null, '80331'],
  price: ['1.50', '14', '-0.05', null],
  fine: ['0.000001', '123456789.123', null, '0'],
  plus: ['+1', '2', null, '3'],
  zero: ['-0', '1', null, '2'],
  rounded: ['4.92954E+15', '5.4588E+15', null, '1e3'],
  day: ['2024-02-29', '1999-12-31', null, '0001-01-01'],
  wrongDay: ['2023-02-29', '1999-12-31', null, '2000-01-01'],
  stamp: ['1996-07-04 00:00:00.000', '2024-01-31 23:59:59.120', null, '2024-01-31 23:59:59'],
  iso: ['2024-01-31T23:59:59', '2024-01-31T00:00:00', null, '2024-06-30T12:00:00'],
  instant: ['2024-01-31T23:59:59Z', '2024-01-31T00:00:00Z', null, '2024-06-30T12:00:00.25Z'],
  clock: ['23:59:59', '00:00:00', null, '12:30:00'],
  truth: ['true', 'false', null, 'true'],
  digits: ['0', '1', null, '1'],
  id: ['123e4567-e89b-12d3-a456-426614174000', null, null, null],
  capitals: ['123E4567-E89B-12D3-A456-426614174000', null, null, null],
  document: ['{"b": 1,  "a": 2}', '[1, 2]', null, '{}'],
  text: ['', ' padded ', 'ü–😀', null],
  none: [null, null, null, null],
}
const table: TextTable = {
  name: 'sample',
  rows: 4,
  columns: Object.entries(columns).map(([name, values]) => ({ name, values })),
}

type Rows = (string | null)[][]
const rowsOf = ({ columns, rows }: TextTable): Rows =>
  Array.from({ length: rows }, (_, r) => columns.map((c) => c.values[r] ?? null))

/** A row as a list of SQL literals that every engine reads alike. */
const literals = (rows: Rows, quote = (t: string) => t) =>
  rows
    .map(
      (row, r) =>
        `(${[String(r), ...row.map((v) => (v === null ? 'NULL' : `'${quote(v.replaceAll("'", "''"))}'`))].join(', ')})`,
    )
    .join(', ')

async function inDuckDb(it: TextTable): Promise<Rows> {
  const proposals = await proposeTypes(it, 'duckdb')
  const steps = roundTrip('duckdb', proposals)
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run("SET TimeZone = 'UTC'")
  await connection.run(steps.createRaw)
  await connection.run(`INSERT INTO raw VALUES ${literals(rowsOf(it))}`)
  await connection.run(steps.createTyped)
  await connection.run(steps.fill)
  const back = (await (await connection.run(steps.read)).getRows()) as Rows
  expect(differences(it, proposals, back)).toEqual([])
  connection.closeSync()
  return back
}

async function inSqlite(it: TextTable): Promise<Rows> {
  const proposals = await proposeTypes(it, 'sqlite')
  const steps = roundTrip('sqlite', proposals)
  const database = new Database(':memory:')
  database.exec(
    `${steps.createRaw}; INSERT INTO raw VALUES ${literals(rowsOf(it))}; ${steps.createTyped}; ${steps.fill}`,
  )
  const back = database.prepare(steps.read).raw().all() as Rows
  expect(differences(it, proposals, back)).toEqual([])
  database.close()
  return back
}

describe('every value comes back from its proposed type', () => {
  test('in DuckDB', async () => {
    expect(await inDuckDb(table)).toHaveLength(4)
  })

  test('in SQLite', async () => {
    expect(await inSqlite(table)).toHaveLength(4)
  })

  test('whatever the values', { timeout: 60_000 }, async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((t) => !t.includes('\0'))
    const value = fc.oneof(
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
      fc.integer({ min: -300, max: 300 }).map(String),
      fc.tuple(fc.integer(), fc.nat(999_999)).map(([a, b]) => `${a}.${b}`),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc
        .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((d) => d.toISOString().slice(0, 10)),
      fc.constantFrom(
        'true',
        'false',
        '00',
        '0.0',
        '-0',
        '1e5',
        '',
        ' 1',
        '1.',
        '.5',
        '+3',
        'NaN',
        'Infinity',
        '{}',
        '24:00:00',
      ),
      text,
    )
    const alike = fc.oneof(
      ...[value, fc.integer().map(String), fc.nat(99).map((n) => (n / 10).toFixed(1))].map((v) =>
        fc.array(fc.option(v), { minLength: 3, maxLength: 3 }),
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(alike, { minLength: 1, maxLength: 3 }), async (lists) => {
        const it = {
          name: 'random',
          rows: 3,
          columns: lists.map((values, i) => ({ name: `c${i}`, values })),
        }
        await inDuckDb(it)
        await inSqlite(it)
      }),
      { numRuns: 25 },
    )
  })
})

describeWith('every value comes back from PostgreSQL', await requirePostgres(), () => {
  test('with its proposed type', async () => {
    const proposals = await proposeTypes(table, 'postgres')
    const steps = roundTrip('postgres', proposals)
    const client = new pg.Client({ connectionString: await freshDatabase('postgres') })
    await client.connect()
    await client.query("SET TimeZone = 'UTC'")
    for (const sql of [
      steps.createRaw,
      `INSERT INTO raw VALUES ${literals(rowsOf(table))}`,
      steps.createTyped,
      steps.fill,
    ])
      await client.query(sql)
    const { rows } = await client.query({ text: steps.read, rowMode: 'array' })
    await client.end()
    expect(differences(table, proposals, rows as Rows)).toEqual([])
  })
})

describeWith('every value comes back from MySQL', await requireMysql(), () => {
  test('with its proposed type', async () => {
    const proposals = await proposeTypes(table, 'mysql')
    const steps = roundTrip('mysql', proposals)
    const connection = await mysql.createConnection({
      uri: await freshDatabase('mysql'),
      rowsAsArray: true,
      charset: 'utf8mb4',
    })
    await connection.query("SET sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00'")
    const quote = (t: string) => t.replaceAll('\\', '\\\\')
    for (const sql of [
      steps.createRaw,
      `INSERT INTO raw VALUES ${literals(rowsOf(table), quote)}`,
      steps.createTyped,
      steps.fill,
    ])
      await connection.query(sql)
    const [rows] = await connection.query(steps.read)
    await connection.end()
    expect(differences(table, proposals, rows as Rows)).toEqual([])
  })
})
