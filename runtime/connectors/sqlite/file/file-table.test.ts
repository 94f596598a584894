import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestEndpoint } from '../../../../e2e/support/endpoints.ts'
import { sqliteEndpoint } from '../../../../e2e/support/endpoints.ts'
import { readRows } from '../../../../e2e/support/wire.ts'
import type { KeyRange, Session } from '../../connector.ts'
import { openDatabase, rows } from '../database.ts'
import type { ResolvedTable } from '../describe.ts'
import { describeColumns, needTable } from '../describe.ts'
import { fileBlocks, openFileTable } from './file-table.ts'

vi.setConfig({ testTimeout: 60_000 })

const LONG_NUMBER = /^-?(\d[\d.]{14,}|[\d.]+(?=e))(e[-+]?\d+)?$/

/** The last digits of a long number are written in more than one way; the number is the same. */
const exactly = (rows: readonly (readonly (string | null)[])[] = []) =>
  rows.map((row) => row.map((v) => (v && LONG_NUMBER.test(v) ? Number(v) : v)))

const everything: KeyRange = { id: 'all' }

describe('rows from the pages of a file', () => {
  let endpoint: TestEndpoint
  let session: Session
  beforeAll(async () => {
    endpoint = await sqliteEndpoint()
    session = await endpoint.open()
  })
  afterAll(async () => {
    await session.close()
    await endpoint.close()
  })
  const source = (name: string) => ({ kind: 'table', connection: 'x', table: { name } }) as const

  /** What the pages say, and what SQLite's own SQL says of the same range. */
  async function bothWays(table: string, range = everything) {
    const columns = await session.schemaOf(source(table))
    const pages = await session.reader({ source: source(table), columns })
    const sql = await session.reader({ source: source(table), columns, where: '1' })
    const found = []
    for (const format of ['text', 'csv'] as const)
      found.push([await readRows(pages, format, range), await readRows(sql, format, range)])
    await pages.close()
    await sql.close()
    return found
  }
  async function expectSame(table: string, range = everything) {
    for (const [pages, sql] of await bothWays(table, range))
      expect(exactly(pages)).toEqual(exactly(sql))
  }

  /** Whether the pages tell this table's rows at all: the tests above would not notice. */
  function usesPages(table: string): boolean {
    const db = openDatabase(endpoint.url.slice('sqlite://'.length))
    db.exec('BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1')
    try {
      const resolved: ResolvedTable = needTable(db, { name: table })
      const columns = describeColumns(db, { kind: 'table', connection: '', table: { name: table } })
      const opened = openFileTable(db, resolved, columns)
      if (opened) expect([...fileBlocks(opened, everything, 'text')].length).toBeGreaterThan(0)
      return opened !== undefined
    } finally {
      db.exec('COMMIT')
      db.close()
    }
  }

  test('any value in any column', async () => {
    const declared = ['INTEGER', 'REAL', 'DECIMAL(12,2)', 'NUMERIC', 'BOOLEAN', 'TEXT', 'BLOB', '']
    const integer = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.integer().map(BigInt),
      fc.constantFrom(0n, 1n, -1n),
    )
    const real = fc.oneof(
      fc.double({ noNaN: true }),
      fc.integer().map((i) => i / 100),
      fc.constantFrom(3, 1e15, 1e-5, 9.5e20, 1e-21),
    )
    const text = fc.string({ unit: 'binary', maxLength: 40 }).map((s) => s.replaceAll('\0', ''))
    const literal = fc.oneof(
      integer.map((i) => (i === -(2n ** 63n) ? '(-9223372036854775807 - 1)' : String(i))),
      real.map((r) => (Number.isFinite(r) ? `${r.toExponential(16)}` : r > 0 ? '9e999' : '-9e999')),
      text.map((s) => `'${s.replaceAll("'", "''")}'`),
      fc.uint8Array({ maxLength: 30 }).map((b) => `x'${Buffer.from(b).toString('hex')}'`),
      fc.constant('NULL'),
    )
    const row = fc.tuple(...declared.map(() => literal))
    let n = 0
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (values) => {
        const name = `any_${n++}`
        await endpoint.sql(
          `CREATE TABLE ${name} (${declared.map((type, i) => `c${i} ${type}`).join(', ')})`,
          ...values.map((v) => `INSERT INTO ${name} VALUES (${v.join(', ')})`),
        )
        await expectSame(name)
        expect(usesPages(name)).toBe(true)
        await endpoint.sql(`DROP TABLE ${name}`)
      }),
      { numRuns: 150 },
    )
  })

  test('row numbers, gaps, and ranges that begin and end anywhere', async () => {
    await endpoint.sql(
      'CREATE TABLE numbered (id INTEGER PRIMARY KEY, s TEXT)',
      `INSERT INTO numbered WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 9000)
         SELECT i * 7, 'row ' || i FROM c`,
      `INSERT INTO numbered VALUES (-9223372036854775807 - 1, 'least'), (9223372036854775807, 'last'), (-5, 'minus')`,
      'DELETE FROM numbered WHERE id % 3 = 0',
    )
    expect(usesPages('numbered')).toBe(true)
    await expectSame('numbered', { id: 'a', column: 'rowid', to: '-6' })
    const bound = fc.integer({ min: -10, max: 64_000 })
    await fc.assert(
      fc.asyncProperty(bound, bound, async (from, to) => {
        const range = { id: 'a', column: 'rowid', from: String(from), to: String(to) }
        await expectSame('numbered', range)
      }),
      { numRuns: 25 },
    )
    const [[pages = []] = []] = await bothWays('numbered')
    expect(pages[0]).toEqual(['-9223372036854775808', 'least'])
    expect(pages.at(-1)).toEqual(['9223372036854775807', 'last'])
    expect([[String(pages.length)]]).toEqual(await endpoint.rows('SELECT count(*) FROM numbered'))
  })

  test.each([512, 4096, 65_536])('values that go on in other pages, of %i bytes', async (size) => {
    const own = await sqliteEndpoint()
    await own.sql(
      `PRAGMA page_size = ${size}`,
      'CREATE TABLE long (id INTEGER PRIMARY KEY, a TEXT, b BLOB, c TEXT)',
    )
    const lengths = fc.integer({ min: 0, max: 3 * size })
    const it = await own.open()
    const pairs = fc.sample(fc.tuple(lengths, lengths), { numRuns: 80, seed: 7 })
    await own.sql(
      ...pairs.map(
        ([a, b]) =>
          `INSERT INTO long (a, b, c) VALUES (substr(hex(zeroblob(${a})), ${a + 1}) || 'é', randomblob(${b}), 'end')`,
      ),
    )
    const columns = await it.schemaOf(source('long'))
    for (const format of ['text', 'csv'] as const) {
      const found = await Promise.all(
        [undefined, '1'].map(async (where) => {
          const reader = await it.reader({ source: source('long'), columns, where })
          return readRows(reader, format).finally(() => reader.close())
        }),
      )
      expect(found[0]).toEqual(found[1])
      expect(found[0]).toHaveLength(80)
    }
    await it.close()
    await own.close()
  })

  test('columns that were added later have their default in old rows', async () => {
    await endpoint.sql(
      'CREATE TABLE grown (id INTEGER PRIMARY KEY, a TEXT)',
      `INSERT INTO grown VALUES (1, 'old')`,
      `ALTER TABLE grown ADD COLUMN b TEXT DEFAULT 'it"s\ta tab'`,
      'ALTER TABLE grown ADD COLUMN c REAL DEFAULT 3',
      'ALTER TABLE grown ADD COLUMN d BLOB',
      `INSERT INTO grown VALUES (2, 'new', NULL, 1.5, x'00')`,
    )
    expect(usesPages('grown')).toBe(true)
    await expectSame('grown')
    const [[pages] = []] = await bothWays('grown')
    expect(pages?.[0]).toEqual(['1', 'old', 'it"s\ta tab', '3.0', null])
  })

  test('keys that look like row numbers, stored and computed columns', async () => {
    await endpoint.sql(
      'CREATE TABLE descending (id INTEGER PRIMARY KEY DESC, s)',
      `INSERT INTO descending VALUES (NULL, 'none'), (30, 'x'), (20, 'y')`,
      'CREATE TABLE stored (a INTEGER, b INTEGER AS (a * 2) STORED, c TEXT)',
      `INSERT INTO stored (a, c) VALUES (4, 'z')`,
      'CREATE TABLE computed (a INTEGER, b INTEGER AS (a * 2), c TEXT)',
      `INSERT INTO computed (a, c) VALUES (4, 'z')`,
      'CREATE TABLE keyed (k TEXT PRIMARY KEY, v) WITHOUT ROWID',
      `INSERT INTO keyed VALUES ('k', 1)`,
      'CREATE TABLE empty (a INTEGER, b TEXT)',
    )
    for (const table of ['descending', 'stored', 'computed', 'keyed', 'empty'])
      await expectSame(table)
    expect(['descending', 'stored', 'empty'].map(usesPages)).toEqual([true, true, true])
    expect(['computed', 'keyed'].map(usesPages)).toEqual([false, false])
  })

  test('what lies in a write-ahead log is read by SQL, and UTF-16 too', async () => {
    const own = await sqliteEndpoint()
    const file = own.url.slice('sqlite://'.length)
    const writer = openDatabase(file)
    writer.exec('PRAGMA journal_mode = wal; CREATE TABLE logged (a); INSERT INTO logged VALUES (1)')
    const it = await own.open()
    const reader = await it.reader({
      source: source('logged'),
      columns: await it.schemaOf(source('logged')),
    })
    expect(await readRows(reader, 'text')).toEqual([['1']])
    expect(rows(writer, 'PRAGMA wal_checkpoint').length).toBe(1)
    await reader.close()
    writer.close()
    await it.close()
    await own.close()
    const wide = await sqliteEndpoint()
    await wide.sql(
      `PRAGMA encoding = 'UTF-16le'`,
      'CREATE TABLE w (a TEXT)',
      `INSERT INTO w VALUES ('é')`,
    )
    const other = await wide.open()
    const wideReader = await other.reader({
      source: source('w'),
      columns: await other.schemaOf(source('w')),
    })
    expect(await readRows(wideReader, 'text')).toEqual([['é']])
    await wideReader.close()
    await other.close()
    await wide.close()
  })
})
