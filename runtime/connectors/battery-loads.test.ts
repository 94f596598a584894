import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TestEndpoint } from '../../e2e/support/endpoints.ts'
import { endpoints } from '../../e2e/support/endpoints.ts'
import { requireMssql, requireMysql } from '../../e2e/support/services.ts'
import type { Row } from '../../e2e/support/wire.ts'
import { encodeRows, readRows, writeRows } from '../../e2e/support/wire.ts'
import * as t from '../../nodes/kit/data-type.ts'
import { column } from '../../nodes/kit/schema.ts'
import type { WriteMode } from '../../nodes/kit/stage.ts'
import type { Session, Sink, SinkRequest } from './connector.ts'

// Starting a database on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })
const missing = new Map([
  ['mysql', (await requireMysql()).missing],
  ['mssql', (await requireMssql()).missing],
])
const present = endpoints.filter((e) => !missing.get(e.system))
for (const [system, why] of missing) if (why) test.skip(`${system}: ${why}`, () => {})

const columns = [column('id', t.bigint, false), column('name', { kind: 'text', length: 30 })]
const some = (from: number, to: number): Row[] =>
  Array.from({ length: to - from }, (_, i) => [String(from + i), `name ${from + i}`])

describe.each(present)('$system loads exactly once', ({ system, start }) => {
  let endpoint: TestEndpoint
  let session: Session
  let load = 0

  beforeAll(async () => {
    endpoint = await start()
    session = await endpoint.open()
  })
  afterAll(async () => {
    await session.close()
    await endpoint.close()
  })
  beforeEach(async () => {
    load++
    await endpoint.sql(
      'DROP TABLE IF EXISTS t',
      'CREATE TABLE t (id bigint PRIMARY KEY, name varchar(30))',
    )
    await endpoint.sql("INSERT INTO t VALUES (1, 'old one'), (1000, 'old thousand')")
  })

  const request = (mode: WriteMode, more: Partial<SinkRequest> = {}): SinkRequest => ({
    table: { name: 't' },
    columns,
    mode,
    key: ['id'],
    load: `f00:${load}`,
    resume: false,
    ...more,
  })
  const opened = async (mode: WriteMode, more: Partial<SinkRequest> = {}): Promise<Sink> => {
    const sink = await session.sink(request(mode, more))
    await sink.prepare()
    return sink
  }
  const ids = async () =>
    (await endpoint.rows('SELECT id FROM t ORDER BY id')).map((r) => Number(r[0]))
  const ours = async () =>
    endpoint.rows(
      system === 'sqlite'
        ? `SELECT name FROM sqlite_master WHERE name LIKE '!_migrateiq!_stg%' ESCAPE '!' OR name LIKE '!_migrateiq!_old%' ESCAPE '!'`
        : `SELECT table_name FROM information_schema.tables WHERE (table_name LIKE '!_migrateiq!_stg%' ESCAPE '!' OR table_name LIKE '!_migrateiq!_old%' ESCAPE '!') AND table_schema = ${{ mysql: 'DATABASE()', mssql: 'SCHEMA_NAME()', postgres: 'current_schema' }[system as 'mysql']}`,
    )
  const load_ = system === 'mysql' ? '`load`' : system === 'mssql' ? '[load]' : 'load'
  const rows_ = system === 'mysql' ? '`rows`' : 'rows'
  const checkpoints = (name = `f00:${load}`) =>
    endpoint.rows(
      `SELECT chunk, state, ${rows_} FROM _migrateiq_checkpoint WHERE ${load_} = '${name}' ORDER BY chunk`,
    )

  const outcomes: readonly [WriteMode, number[]][] = [
    ['append', [1, 2, 3, 1000]],
    ['create-or-append', [1, 2, 3, 1000]],
    ['truncate', [2, 3]],
    ['replace', [2, 3]],
  ]
  test.each(outcomes)('%s shows the rows when published, not before', async (mode, expected) => {
    const sink = await opened(mode)
    await writeRows(sink, 'a', some(2, 3))
    await writeRows(sink, 'b', some(3, 4))
    expect(await ids()).toEqual([1, 1000])
    expect(await sink.publish()).toEqual({ rows: 2 })
    expect(await ids()).toEqual(expected)
    expect(await sink.publish()).toEqual({ rows: 2 })
    expect(await ids()).toEqual(expected)
    expect(await ours()).toEqual([])
    expect(await checkpoints()).toEqual([['', 'published', '2']])
  })

  test('merge updates rows with an equal key and inserts the others', async () => {
    const sink = await opened('merge')
    await writeRows(sink, 'a', some(1, 3))
    await sink.publish()
    expect(await endpoint.rows('SELECT id, name FROM t ORDER BY id')).toEqual([
      ['1', 'name 1'],
      ['2', 'name 2'],
      ['1000', 'old thousand'],
    ])
  })

  test('merge refuses a key that comes twice', async () => {
    const sink = await opened('merge')
    await writeRows(sink, 'a', [...some(1, 3), ...some(2, 3)])
    await expect(sink.publish()).rejects.toMatchObject({ code: 'CONSTRAINT_VIOLATED' })
    expect(await endpoint.rows('SELECT name FROM t WHERE id = 1')).toEqual([['old one']])
    await sink.discard()
  })

  test('merge refuses a key that may repeat', async () => {
    await expect(opened('merge', { key: ['name'] })).rejects.toMatchObject({
      code: 'TARGET_MISMATCH',
    })
  })

  test('create refuses a table that exists, and makes one with its key', async () => {
    await expect(opened('create')).rejects.toMatchObject({ code: 'TABLE_EXISTS' })
    await endpoint.sql('DROP TABLE t')
    const sink = await opened('create')
    await writeRows(sink, 'a', some(5, 8))
    await sink.publish()
    expect(await ids()).toEqual([5, 6, 7])
    const made = (await session.catalog()).find((x) => x.table.name === 't')
    expect(made?.primaryKey).toEqual(['id'])
    await expect(endpoint.sql('INSERT INTO t (id) VALUES (5)')).rejects.toThrow()
  })

  test('an empty load makes an empty table', async () => {
    const sink = await opened('replace')
    expect(await sink.publish()).toEqual({ rows: 0 })
    expect(await ids()).toEqual([])
  })

  test('a chunk that comes twice counts once', async () => {
    const sink = await opened('truncate')
    expect(await writeRows(sink, 'a', some(0, 10))).toEqual({ rows: 10 })
    expect(await writeRows(sink, 'a', some(0, 10))).toEqual({ rows: 10 })
    expect(await sink.publish()).toEqual({ rows: 10 })
    expect(await ids()).toEqual(some(0, 10).map((r) => Number(r[0])))
  })

  test('chunks may be written at the same time', async () => {
    const sink = await opened('truncate')
    const parts = [0, 1, 2, 3].map((n) => writeRows(sink, `c${n}`, some(n * 2000, (n + 1) * 2000)))
    expect(await Promise.all(parts)).toEqual(parts.map(() => ({ rows: 2000 })))
    expect(await sink.publish()).toEqual({ rows: 8000 })
    expect(await endpoint.rows('SELECT count(*), count(DISTINCT id) FROM t')).toEqual([
      ['8000', '8000'],
    ])
  })

  test('a later attempt goes on where the first one ended', async () => {
    const first = await opened('truncate')
    await writeRows(first, 'a', some(0, 10))
    await first.close()
    const other = await endpoint.open()
    const second = await other.sink(request('truncate', { resume: true }))
    const state = await second.prepare()
    expect([state.published, [...state.committed]]).toEqual([false, [['a', 10]]])
    await writeRows(second, 'b', some(10, 15))
    expect(await second.publish()).toEqual({ rows: 15 })
    const third = await other.sink(request('truncate', { resume: true }))
    expect((await third.prepare()).published).toBe(true)
    expect(await third.publish()).toEqual({ rows: 15 })
    expect(await ids()).toHaveLength(15)
    await other.close()
  })

  test('without resume everything starts over', async () => {
    const first = await opened('truncate')
    await writeRows(first, 'a', some(0, 10))
    const second = await session.sink(request('truncate'))
    expect((await second.prepare()).committed.size).toBe(0)
    await writeRows(second, 'a', some(20, 21))
    await second.publish()
    expect(await ids()).toEqual([20])
  })

  test('who has been overtaken writes nothing and publishes nothing', async () => {
    const first = await opened('truncate')
    await writeRows(first, 'a', some(0, 10))
    const other = await endpoint.open()
    const second = await other.sink(request('truncate', { resume: true }))
    await second.prepare()
    await expect(writeRows(first, 'b', some(10, 20))).rejects.toMatchObject({
      code: 'LOAD_TAKEN_OVER',
    })
    await expect(first.publish()).rejects.toMatchObject({ code: 'LOAD_TAKEN_OVER' })
    await expect(first.discard()).rejects.toMatchObject({ code: 'LOAD_TAKEN_OVER' })
    await writeRows(second, 'b', some(30, 31))
    expect(await second.publish()).toEqual({ rows: 11 })
    await other.close()
  })

  test('a chunk whose rows break off leaves nothing', async () => {
    const sink = await opened('truncate')
    const half = encodeRows(some(0, 5000), sink.formats.at(-1) === 'json' ? 'json' : 'text')
    async function* broken() {
      yield half
      throw new Error('the source broke off')
    }
    const format = sink.formats.find((f) => f === 'text' || f === 'json') ?? 'text'
    const signal = new AbortController().signal
    await expect(
      sink.write({ id: 'a', format, rows: Readable.from(broken()), signal }),
    ).rejects.toThrow()
    expect((await checkpoints()).map((c) => c[0])).toEqual([''])
    expect(await sink.publish()).toEqual({ rows: 0 })
    expect(await ids()).toEqual([])
  })

  test('a cancelled chunk ends at once and leaves nothing', async () => {
    const sink = await opened('truncate')
    const stop = new AbortController()
    const format = sink.formats.find((f) => f === 'text' || f === 'json') ?? 'text'
    const endless = new Readable({ read() {} })
    endless.push(encodeRows(some(0, 5000), format))
    const written = sink.write({ id: 'a', format, rows: endless, signal: stop.signal })
    const refused = expect(written).rejects.toMatchObject({ code: 'CANCELLED' })
    setTimeout(() => stop.abort(), 50)
    // The source ends its stream when the run is cancelled.
    stop.signal.addEventListener('abort', () => endless.destroy())
    await refused
    expect((await checkpoints()).map((c) => c[0])).toEqual([''])
    await sink.discard()
  })

  test('discard leaves the target as it was', async () => {
    const sink = await opened('replace')
    await writeRows(sink, 'a', some(0, 10))
    await sink.discard()
    expect(await ids()).toEqual([1, 1000])
    expect(await ours()).toEqual([])
    expect(await checkpoints()).toEqual([])
  })

  test('ranges hold every row exactly once', async () => {
    await endpoint.sql(
      'DROP TABLE IF EXISTS sparse',
      'DROP TABLE IF EXISTS texts',
      'DROP TABLE IF EXISTS keyless',
      'CREATE TABLE sparse (id bigint PRIMARY KEY)',
      'CREATE TABLE texts (id varchar(30) PRIMARY KEY)',
      'CREATE TABLE keyless (id bigint)',
    )
    const n = 3000
    // SQL Server takes a thousand rows at a time.
    const fill = async (table: string, value: (i: number) => string) => {
      for (let at = 0; at < n; at += 1000) {
        const values = Array.from({ length: 1000 }, (_, i) => `(${value(at + i)})`)
        await endpoint.sql(`INSERT INTO ${table} VALUES ${values.join(',')}`)
      }
    }
    await fill('sparse', (i) => String(i < 10 ? -(10 ** i) : i * i * 1000))
    await fill('texts', (i) => `'k${(i * 7919) % n}'`)
    await fill('keyless', String)
    for (const name of ['sparse', 'texts', 'keyless']) {
      const source = { kind: 'table', connection: 'x', table: { name } } as const
      const reader = await session.reader({ source, columns: [column('id', t.text)] })
      const ranges = await reader.ranges(500)
      expect(await reader.ranges(500)).toEqual(ranges)
      if (name !== 'keyless') expect(ranges.length).toBeGreaterThan(1)
      expect(new Set(ranges.map((r) => r.id)).size).toBe(ranges.length)
      const parts = await Promise.all(ranges.map((range) => readRows(reader, 'text', range)))
      const found = parts.flat().map((r) => r[0])
      expect(found).toHaveLength(n)
      expect(new Set(found).size).toBe(n)
      await reader.close()
    }
  })
})
