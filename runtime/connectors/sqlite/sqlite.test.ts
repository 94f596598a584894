import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestEndpoint } from '../../../e2e/support/endpoints.ts'
import { openUrl, sqliteEndpoint } from '../../../e2e/support/endpoints.ts'
import type { Row } from '../../../e2e/support/wire.ts'
import { encodeRows, readRows, writeRows } from '../../../e2e/support/wire.ts'
import * as t from '../../../nodes/kit/data-type.ts'
import { column } from '../../../nodes/kit/schema.ts'
import type { Session } from '../connector.ts'
import { dataTypeOf } from './types.ts'

vi.setConfig({ testTimeout: 30_000 })

describe('sqlite', () => {
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
  const table = (name: string) => ({ kind: 'table', connection: 'x', table: { name } }) as const

  test('hands on what lies in a column, whatever its declared type', async () => {
    await endpoint.sql(
      'CREATE TABLE mixed (n INTEGER, d DECIMAL(10,2), b BOOLEAN, x)',
      `INSERT INTO mixed VALUES (1, 2, 1, 5), ('one', 1.005, 0, 'a'), (1.5, 12345.678, 7, x'00ff'), (NULL, NULL, NULL, 0.1)`,
    )
    const columns = await session.schemaOf(table('mixed'))
    expect(columns.map((c) => c.type)).toEqual([t.bigint, t.decimal(10, 2), t.boolean, t.text])
    const reader = await session.reader({ source: table('mixed'), columns })
    const expected = [
      ['1', '2.00', 'true', '5'],
      ['one', '1.005', 'false', 'a'],
      ['1.5', '12345.678', '7', '\\x00ff'],
      [null, null, null, '0.1'],
    ]
    expect(await readRows(reader, 'csv')).toEqual(expected)
    expect(await readRows(reader, 'text')).toEqual(expected)
    await reader.close()
  })

  test('a table of many columns', async () => {
    const names = Array.from({ length: 400 }, (_, i) => `c${i}`)
    const columns = names.map((n) => column(n, t.text))
    const row = names.map((_, i) => (i % 7 === 0 ? null : `"${i}"\t`))
    const sink = await session.sink({
      table: { name: 'wide' },
      columns,
      mode: 'create',
      key: [],
      load: 'wide',
      resume: false,
    })
    await sink.prepare()
    await writeRows(sink, 'a', [row])
    await sink.publish()
    await sink.close()
    const reader = await session.reader({ source: table('wide'), columns })
    for (const format of ['csv', 'text'] as const)
      expect(await readRows(reader, format)).toEqual([row])
    await reader.close()
  })

  test('types the computed columns of a query by their first values', async () => {
    const query = {
      kind: 'query',
      connection: 'x',
      sql: 'SELECT n, 1 + 1 AS two, 0.5 AS half, upper(x) AS u FROM mixed',
    } as const
    const types = (await session.schemaOf(query)).map((c) => c.type)
    expect(types).toEqual([t.bigint, t.bigint, t.double, t.text])
  })

  test('a NUL character does not end a text', async () => {
    await endpoint.sql(
      `CREATE TABLE nul (s TEXT)`,
      `INSERT INTO nul VALUES ('a' || char(0) || 'b')`,
    )
    for (const source of [
      table('nul'),
      { kind: 'query', connection: 'x', sql: 'SELECT s FROM nul' } as const,
    ]) {
      const reader = await session.reader({ source, columns: [column('s', t.text)] })
      expect(await readRows(reader, 'csv')).toEqual([['a\0b']])
      await reader.close()
    }
  })

  test('any text comes back, and any number', async () => {
    const columns = [column('id', t.bigint, false), column('s', t.text), column('n', t.double)]
    const text = fc.string({ unit: 'binary' })
    const number = fc.double({ noNaN: true, noDefaultInfinity: true })
    let load = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, number), { minLength: 1, maxLength: 50 }),
        async (values) => {
          const rows: Row[] = values.map(([s, n], i) => [String(i), s, String(n)])
          const sink = await session.sink({
            table: { name: 'any' },
            columns,
            mode: 'replace',
            key: ['id'],
            load: `any:${load++}`,
            resume: false,
          })
          await sink.prepare()
          await writeRows(sink, 'all', rows)
          await sink.publish()
          const reader = await session.reader({ source: table('any'), columns })
          for (const format of ['csv', 'text'] as const) {
            const found = await readRows(reader, format)
            expect(found.map((r) => [r[1], Number(r[2])])).toEqual(
              values.map(([s, n]) => [s, n === 0 ? 0 : n]),
            )
          }
          await reader.close()
          await sink.close()
        },
      ),
      { numRuns: 60, examples: [[[['', -0.000002874111316858666]]]] },
    )
  })

  test('reads and writes the same file at the same time', async () => {
    const n = 20_000
    await endpoint.sql(
      'CREATE TABLE big (id INTEGER PRIMARY KEY, s TEXT)',
      `INSERT INTO big WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${n}) SELECT i, 'row ' || i FROM c`,
    )
    const columns = [column('id', t.bigint, false), column('s', t.text)]
    const reader = await session.reader({ source: table('big'), columns })
    const sink = await session.sink({
      table: { name: 'big' },
      columns,
      mode: 'append',
      key: [],
      load: 'same:file',
      resume: false,
    })
    await sink.prepare()
    const ranges = await reader.ranges(5000)
    expect(ranges.length).toBeGreaterThan(1)
    for (const range of ranges) {
      const rows = await readRows(reader, 'csv', range)
      await writeRows(
        sink,
        range.id,
        rows.map((r) => [String(Number(r[0]) + n), r[1] ?? null]),
      )
    }
    expect(await sink.publish()).toEqual({ rows: n })
    await reader.close()
    await sink.close()
    const log = `${endpoint.url.slice('sqlite://'.length)}-wal`
    expect(existsSync(log) ? statSync(log).size : 0).toBe(0)
    expect(await endpoint.rows('SELECT count(*), max(id) FROM big')).toEqual([
      [String(2 * n), String(2 * n)],
    ])
  })

  test.each([['a text'], ['x6162'], ['\\xzz']])(
    'takes no other text for bytes: %s',
    async (text) => {
      const own = await sqliteEndpoint()
      const it = await own.open()
      const sink = await it.sink({
        table: { name: 'x' },
        columns: [column('data', t.binary)],
        mode: 'create',
        key: [],
        load: 'bytes',
        resume: false,
      })
      await sink.prepare()
      await expect(writeRows(sink, 'a', [[text]])).rejects.toMatchObject({
        code: 'VALUE_DOES_NOT_FIT',
      })
      await sink.discard()
      await it.close()
      await own.close()
    },
  )

  test('leaves the whole result in the file, and its journal mode alone', async () => {
    const own = await sqliteEndpoint()
    const it = await own.open()
    const sink = await it.sink({
      table: { name: 'x' },
      columns: [column('id', t.bigint)],
      mode: 'create',
      key: [],
      load: 'journal',
      resume: false,
    })
    await sink.prepare()
    await writeRows(sink, 'a', [['1']])
    await sink.publish()
    await it.close()
    expect(existsSync(`${own.url.slice('sqlite://'.length)}-wal`)).toBe(false)
    expect(await own.rows('PRAGMA journal_mode')).toEqual([['delete']])
    await own.close()
  })

  test('a source that does not exist stays that way; a target is created', async () => {
    const path = join(tmpdir(), `migrateiq-${Math.random().toString(36).slice(2)}.db`)
    const it = await openUrl(`sqlite://${path}`)
    await expect(it.catalog()).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
    await expect(it.reader({ source: table('x'), columns: [] })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    })
    const request = {
      table: { name: 'x' },
      columns: [column('id', t.bigint)],
      key: [],
      load: 'new',
      resume: false,
    } as const
    await expect(it.sink({ ...request, mode: 'append' })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    })
    const sink = await it.sink({ ...request, mode: 'create' })
    expect(existsSync(path)).toBe(false)
    await sink.prepare()
    await writeRows(sink, 'a', [['1']])
    await sink.publish()
    expect((await it.catalog()).map((x) => x.table.name)).toEqual(['x'])
    await it.close()
    rmSync(path)
  })

  test('a file that is no database', async () => {
    const path = join(tmpdir(), `migrateiq-${Math.random().toString(36).slice(2)}.db`)
    writeFileSync(
      path,
      encodeRows([['not', 'a', 'database']], 'csv')
        .toString()
        .repeat(100),
    )
    const it = await openUrl(`sqlite://${path}`)
    await expect(it.catalog()).rejects.toMatchObject({ code: 'FILE_MALFORMED' })
    await it.close()
    rmSync(path)
  })

  const declared: readonly [string, ReturnType<typeof dataTypeOf>][] = [
    ['NVARCHAR(160)', { kind: 'text', length: 160 }],
    ['INTEGER', t.bigint],
    ['unsigned big int', t.bigint],
    ['NUMERIC(10,2)', t.decimal(10, 2)],
    ['NUMERIC', t.double],
    ['DATETIME', t.timestamp],
    ['TIMESTAMP WITH TIME ZONE', t.timestamptz],
    ['DECIMAL TEXT(38,10)', t.decimal(38, 10)],
    ['JSON TEXT', t.json],
    ['BLOB', t.binary],
    ['', t.text],
  ]
  test.each(declared)('“%s” is read as its type', (declaration, type) => {
    expect(dataTypeOf(declaration)).toEqual(type)
  })
})
