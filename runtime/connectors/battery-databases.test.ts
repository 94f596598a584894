import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TestEndpoint } from '../../e2e/support/endpoints.ts'
import { endpoints } from '../../e2e/support/endpoints.ts'
import { requireMssql, requireMysql } from '../../e2e/support/services.ts'
import type { Row } from '../../e2e/support/wire.ts'
import { writeRows } from '../../e2e/support/wire.ts'
import * as t from '../../nodes/kit/data-type.ts'
import { column } from '../../nodes/kit/schema.ts'
import type { Reader, Session, Sink, Snapshot } from './connector.ts'

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

describe.each(present)('$system carries whole databases', ({ start }) => {
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
      'DROP TABLE IF EXISTS d',
      'CREATE TABLE d (id bigint PRIMARY KEY, name varchar(30))',
    )
  })

  const direct = (resume = false): Promise<Sink> =>
    session.sink({
      table: { name: 'd' },
      columns,
      mode: 'append',
      key: [],
      load: `d1:${load}`,
      resume,
      direct: true,
    })
  const ids = async () =>
    (await endpoint.rows('SELECT id FROM d ORDER BY id')).map((r) => Number(r[0]))

  test('a direct load is in the table chunk by chunk, and resumes', async () => {
    const first = await direct()
    await first.prepare()
    await writeRows(first, 'a', some(1, 4))
    expect(await ids()).toEqual([1, 2, 3])
    await first.close()

    const second = await direct(true)
    const { committed, published } = await second.prepare()
    expect([...committed]).toEqual([['a', 3]])
    expect(published).toBe(false)
    await expect(writeRows(first, 'b', some(4, 6))).rejects.toMatchObject({})
    await writeRows(second, 'b', some(4, 6))
    expect(await second.publish()).toEqual({ rows: 5 })
    expect(await ids()).toEqual([1, 2, 3, 4, 5])
    await second.close()

    const third = await direct(true)
    expect((await third.prepare()).published).toBe(true)
    expect(await third.publish()).toEqual({ rows: 5 })
    await third.close()
  })

  test('starting over and discarding empty the table', async () => {
    const first = await direct()
    await first.prepare()
    await writeRows(first, 'all', some(1, 4))
    const again = await direct()
    await again.prepare()
    expect(await ids()).toEqual([])
    await writeRows(again, 'all', some(7, 9))
    expect(await ids()).toEqual([7, 8])
    await again.discard()
    expect(await ids()).toEqual([])
    await first.close()
    await again.close()
  })

  test('execute gives rows as text, and undoes all of an atomic list', async () => {
    const rows = await session.execute?.([
      "INSERT INTO d (id, name) VALUES (1, 'a')",
      'SELECT id, name, NULL FROM d',
    ])
    expect(rows).toEqual([['1', 'a', null]])
    const failing = session.execute?.(
      ["INSERT INTO d (id, name) VALUES (2, 'b')", "INSERT INTO d (id, name) VALUES (1, 'c')"],
      { atomic: true },
    )
    await expect(failing).rejects.toMatchObject({ code: 'CONSTRAINT_VIOLATED' })
    expect(await ids()).toEqual([1])
  })

  const read = async (reader: Reader): Promise<string> => {
    const output = new PassThrough()
    const [range] = await reader.ranges(1_000_000)
    const all = text(output)
    const { signal } = new AbortController()
    await reader.read({ range: range ?? { id: 'all' }, format: 'text', output, signal })
    await reader.close()
    return all
  }

  test('a snapshot shows its state to every reader, and survives a bad question', async () => {
    await endpoint.sql("INSERT INTO d VALUES (1, 'one'), (2, 'two')")
    const table = { name: 'd' }
    const request = { source: { kind: 'table', connection: '', table }, columns } as const
    const snapshot = (await session.snapshot?.({ tables: [table], links: 2 })) as Snapshot
    await snapshot.query('SELECT count(*) FROM d')
    const other = await endpoint.open()
    const changing = other.execute?.(["INSERT INTO d (id, name) VALUES (3, 'three')"])
    // SQLite's readers hold writers up.
    if (session.system !== 'sqlite') await changing
    await expect(snapshot.query('SELECT nothing FROM nowhere')).rejects.toMatchObject({})
    const readers = await Promise.all([1, 2].map(() => snapshot.reader(request)))
    const found = await Promise.all(readers.map(read))
    expect(found).toEqual(['1\tone\n2\ttwo\n', '1\tone\n2\ttwo\n'])
    expect(await snapshot.query('SELECT count(*) FROM d')).toEqual([['2']])
    await snapshot.close()
    await changing
    expect(await ids()).toEqual([1, 2, 3])
    await other.close()
  })

  test('a reader computes columns and leaves rows out in the source', async () => {
    await endpoint.sql("INSERT INTO d VALUES (1, 'one'), (2, 'two'), (3, NULL)")
    const table = { name: 'd' }
    const snapshot = (await session.snapshot?.({ tables: [table], links: 1 })) as Snapshot
    const reader = await snapshot.reader({
      source: { kind: 'table', connection: '', table },
      columns,
      computed: new Map([['name', (sql) => `upper(${sql})`]]),
      where: 'id > 1',
    })
    expect(await read(reader)).toBe('2\tTWO\n3\t\\N\n')
    await snapshot.close()
  })
})
