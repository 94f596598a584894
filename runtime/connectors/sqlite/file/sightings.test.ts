import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestEndpoint } from '../../../../e2e/support/endpoints.ts'
import { sqliteEndpoint } from '../../../../e2e/support/endpoints.ts'
import { readCleared } from '../../../../e2e/support/wire.ts'
import { countCondition } from '../../../schema/translate/forecast-sql.ts'
import type { Count } from '../../../schema/translate/index.ts'
import type { Doubt, Session } from '../../connector.ts'
import { openDatabase } from '../database.ts'
import { isPlainDate } from './sightings.ts'

vi.setConfig({ testTimeout: 60_000 })

const columns = {
  i: 'INTEGER',
  r: 'REAL',
  b: 'BOOLEAN',
  d: 'TIMESTAMP',
  s: 'VARCHAR(5)',
  x: 'BLOB',
}
const counts: readonly Count[] = [
  { kind: 'stored otherwise', classes: ['integer'] },
  { kind: 'stored otherwise', classes: ['integer', 'real', 'text'] },
  { kind: 'stored otherwise', classes: ['blob'] },
  { kind: 'not boolean' },
  { kind: 'not finite' },
  { kind: 'not a date' },
  { kind: 'longer', characters: 5 },
  { kind: 'more bytes', bytes: 5 },
  { kind: 'nul' },
]
const doubts: readonly Doubt[] = Object.keys(columns).flatMap((column) =>
  counts.map((about, i) => ({ id: `${column} ${i}`, column, about })),
)

describe('doubts about the values of a table', () => {
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

  async function clearedOf(name: string): Promise<ReadonlySet<string>> {
    const source = { kind: 'table', connection: 'x', table: { name } } as const
    const reader = await session.reader({
      source,
      columns: await session.schemaOf(source),
      doubts,
    })
    return readCleared(reader).finally(() => reader.close())
  }
  /** The doubts that SQL finds no row for. */
  function groundlessOf(name: string): ReadonlySet<string> {
    const db = openDatabase(endpoint.url.slice('sqlite://'.length))
    const groundless = doubts.filter(({ column, about }) => {
      const condition = countCondition(about, column, 'sqlite')
      const [found] = db.prepare(`SELECT count(*) AS n FROM ${name} WHERE ${condition}`).all() as [
        { n: number },
      ]
      return found.n === 0
    })
    db.close()
    return new Set(groundless.map((d) => d.id))
  }

  test('none is cleared that SQL would find a row for', async () => {
    const literal = fc.oneof(
      fc.constantFrom('0', '1', '-1', '7', '1.5', '9e999', 'NULL', "x'00ff'", "''"),
      fc.constantFrom("'2020-01-02'", "'2020-01-02 03:04:05'", "'2020-13-02'", "'12:30'", "' 12 '"),
      fc.constantFrom("'Zürich'", "'äöüßé'", "'12345'", "'123456'", "'2020-01-02T03:04'"),
    )
    const row = fc.tuple(...Object.keys(columns).map(() => literal))
    let n = 0
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (values) => {
        const name = `doubted_${n++}`
        const list = Object.entries(columns).map(([column, type]) => `${column} ${type}`)
        await endpoint.sql(
          `CREATE TABLE ${name} (${list.join(', ')})`,
          ...values.map((v) => `INSERT INTO ${name} VALUES (${v.join(', ')})`),
        )
        const [cleared, groundless] = [await clearedOf(name), groundlessOf(name)]
        expect([...cleared].filter((id) => !groundless.has(id))).toEqual([])
        await endpoint.sql(`DROP TABLE ${name}`)
      }),
      { numRuns: 150 },
    )
  })

  test('those of plain values are cleared', async () => {
    await endpoint.sql(
      'CREATE TABLE plain (i INTEGER, r REAL, b BOOLEAN, d TIMESTAMP, s VARCHAR(5), x BLOB)',
      "INSERT INTO plain VALUES (1, 2, 0, '2020-01-02 03:04:05', 'abcde', x'00'), (-7, 2.5, 1, '2021-12-31', 'é', NULL)",
    )
    const [cleared, groundless] = [await clearedOf('plain'), groundlessOf('plain')]
    const expected = ['i 0', 'i 1', 'r 4', 'b 3', 'd 1', 'd 5', 's 1', 's 6', 's 7', 'x 2']
    for (const id of expected) expect(cleared).toContain(id)
    for (const id of cleared) expect(groundless).toContain(id)
  })

  test('a default that older rows do not hold clears nothing', async () => {
    await endpoint.sql(
      'CREATE TABLE older (i INTEGER)',
      'INSERT INTO older VALUES (1)',
      "ALTER TABLE older ADD COLUMN b BOOLEAN DEFAULT 'none'",
    )
    const cleared = await clearedOf('older')
    expect(cleared).toContain('i 0')
    expect(cleared).not.toContain('b 3')
  })

  test.each([
    ['2020-01-02', true],
    ['2020-01-02 03:04', true],
    ['2020-01-02T03:04:05', true],
    ['2020-01-02 03:04:05.678', true],
    ['2020-1-02', false],
    ['2020-00-02', false],
    ['2020-01-32', false],
    ['2020-01-02 24:00', false],
    ['2020-01-02 03:60', false],
    ['2020-01-02 03:04:05.', false],
    ['2020-01-02 03:04:05x', false],
    ['2020-01-02 ', false],
    ['20 0-01-02', false],
    ['now', false],
    ['', false],
  ])('%o is a plain date: %o', (text, expected) => {
    const bytes = Buffer.from(text)
    expect(isPlainDate(bytes, 0, bytes.length)).toBe(expected)
  })
})
