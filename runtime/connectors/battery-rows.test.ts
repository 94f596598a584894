import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestEndpoint } from '../../e2e/support/endpoints.ts'
import { endpoints } from '../../e2e/support/endpoints.ts'
import { requireMssql, requireMysql } from '../../e2e/support/services.ts'
import type { Row } from '../../e2e/support/wire.ts'
import { copyRows, readRows, writeRows } from '../../e2e/support/wire.ts'
import * as t from '../../nodes/kit/data-type.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import { column } from '../../nodes/kit/schema.ts'
import type { Session, SinkRequest, System } from './connector.ts'

// Starting a database on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })
const missing = new Map([
  ['mysql', (await requireMysql()).missing],
  ['mssql', (await requireMssql()).missing],
])
const present = endpoints.filter((e) => !missing.get(e.system))
for (const [system, why] of missing) if (why) test.skip(`${system}: ${why}`, () => {})

const schema: Schema = [
  column('id', t.integer, false),
  column('flag', t.boolean),
  column('tiny', { kind: 'integer', bits: 8 }),
  column('small', { kind: 'integer', bits: 16 }),
  column('big', t.bigint),
  column('price', t.decimal(12, 2)),
  column('exact', t.decimal(38, 10)),
  column('real', { kind: 'float', bits: 32 }),
  column('double', t.double),
  column('note', t.text),
  column('code', { kind: 'text', length: 20 }),
  column('bytes', t.binary),
  column('day', t.date),
  column('clock', t.time),
  column('local', t.timestamp),
  column('instant', t.timestamptz),
  column('uuid', t.uuid),
  column('doc', t.json),
  column('list', t.list(t.text)),
]

const odd = `tab\t nl\n cr\r q"' comma, back\\ \\N \\t \\\\ vt\v ff\f bs\b 😀 e\u0301 \u2028 null NULL %s $1 ?`

const rows: readonly Row[] = [
  [
    '1',
    'true',
    '-128',
    '-32768',
    '-9223372036854775808',
    '-9999999999.99',
    '-9999999999999999999999999999.9999999999',
    '-1.5',
    '-1.7976931348623157e+308',
    odd,
    '',
    '\\x',
    '1000-01-01',
    '00:00:00',
    '1000-01-01 00:00:00',
    '1970-01-01 00:00:00+00',
    '00000000-0000-0000-0000-000000000000',
    '{"a":"\\"\\\\\\n"}',
    '["a",null,"b\\"c"]',
  ],
  [
    '2',
    'false',
    '127',
    '32767',
    '9223372036854775807',
    '9999999999.99',
    '0.0000000001',
    '0.1',
    '0.1',
    '',
    odd.slice(0, 20),
    '\\x00ff5c0a090d',
    '9999-12-31',
    '23:59:59.999999',
    '9999-12-31 23:59:59.999999',
    '2038-01-19 03:14:07.000001+00',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '[]',
    '[]',
  ],
  ['3', ...schema.slice(1).map(() => null)],
  [
    '4',
    'true',
    '0',
    '0',
    '0',
    '0.00',
    '0.0000000000',
    '0',
    '5e-324',
    'x'.repeat(100_000),
    'é',
    `\\x${'ab'.repeat(5000)}`,
    '2024-02-29',
    '12:00:00.5',
    '2024-02-29 12:00:00.5',
    '2024-02-29 12:00:00.5+00',
    '123e4567-e89b-12d3-a456-426614174000',
    '{"l":[1,{"x":null}],"n":1.5}',
    '["\\n"]',
  ],
]

/** The same value in one spelling: `.500000` is `.5`, `1.0` is `1`, JSON without spaces. */
function plain(row: Row, columns: Schema = schema): Row {
  return row.map((value, i) => {
    const type = columns[i]?.type
    if (value === null || !type) return value
    switch (type.kind) {
      case 'float':
        return String(type.bits === 32 ? Math.fround(Number(value)) : Number(value))
      case 'time':
      case 'timestamp':
        return value
          .replace(/\+00$/, '')
          .replace(/(\.\d*?)0+$/, '$1')
          .replace(/\.$/, '')
      case 'json':
      case 'list':
        return JSON.stringify(JSON.parse(value))
      default:
        return value
    }
  })
}

const request = (more: Partial<SinkRequest> = {}): SinkRequest => ({
  table: { name: 'copy' },
  columns: schema,
  mode: 'replace',
  key: ['id'],
  load: 'test:rows',
  resume: false,
  ...more,
})

async function fill(
  session: Session,
  more: Partial<SinkRequest> = {},
  format?: 'text' | 'csv',
): Promise<void> {
  const sink = await session.sink(request(more))
  await sink.prepare()
  expect(await writeRows(sink, 'all', rows, format)).toEqual({ rows: rows.length })
  expect(await sink.publish()).toEqual({ rows: rows.length })
  await sink.close()
}

const byId = (all: readonly Row[]) => [...all].sort((a, b) => Number(a[0]) - Number(b[0]))

describe.each(present)('$system keeps every value', ({ system, start }) => {
  let endpoint: TestEndpoint
  let session: Session

  beforeAll(async () => {
    endpoint = await start()
    session = await endpoint.open()
  })
  afterAll(async () => {
    await session.close()
    await endpoint.close()
  })

  const source = { kind: 'table', connection: 'x', table: { name: 'copy' } } as const

  test('through every format in, every format out', async () => {
    const formats = system === 'postgres' ? (['text', 'csv'] as const) : ([undefined] as const)
    for (const format of formats) {
      await fill(session, {}, format)
      const reader = await session.reader({ source, columns: schema })
      for (const out of reader.formats) {
        if (out === 'pg-binary') continue
        const found = byId(await readRows(reader, out))
        expect(found.map((r) => plain(r))).toEqual(rows.map((r) => plain(r)))
      }
      await reader.close()
    }
  })

  test('reads some columns, in another order, and only the first rows', async () => {
    const columns = [column('code', t.text), column('id', t.integer)]
    const reader = await session.reader({ source, columns, limit: 2 })
    const found = await readRows(reader, 'text')
    expect(found).toHaveLength(2)
    expect(
      found.every((r) => r.length === 2 && rows.some((x) => x[0] === r[1] && x[10] === r[0])),
    ).toBe(true)
    await reader.close()
  })

  test('reads a query and knows its columns', async () => {
    const query = {
      kind: 'query',
      connection: 'x',
      sql: 'SELECT id, note AS remark, flag FROM copy WHERE id < 3 -- the first two',
    } as const
    const columns = await session.schemaOf(query)
    expect(columns.map((c) => c.name)).toEqual(['id', 'remark', 'flag'])
    expect(columns[2]?.type.kind).toBe('boolean')
    const reader = await session.reader({ source: query, columns })
    const found = byId(await readRows(reader, 'csv'))
    expect(found).toEqual(rows.slice(0, 2).map((r) => [r[0], r[9], r[1]]))
    await reader.close()
  })

  test('names that need quoting', async () => {
    const columns = [column('i"d`', t.integer, false), column("ord'er; --", t.text)]
    const table = { name: 'a "b" `c` \\d \'e\' ü' }
    const sink = await session.sink(request({ table, columns, key: ['i"d`'], load: 'test:names' }))
    await sink.prepare()
    await writeRows(sink, 'all', [['1', 'x']])
    await sink.publish()
    const named = { kind: 'table', connection: 'x', table } as const
    expect((await session.schemaOf(named)).map((c) => c.name)).toEqual(columns.map((c) => c.name))
    const reader = await session.reader({ source: named, columns })
    expect(await readRows(reader, 'text')).toEqual([['1', 'x']])
    await reader.close()
  })

  test('the catalog shows the table, its key and its types, and nothing of ours', async () => {
    const catalog = await session.catalog()
    expect(catalog.filter((t) => t.table.name.startsWith('_migrateiq'))).toEqual([])
    const found = catalog.find((t) => t.table.name === 'copy')
    expect(found).toMatchObject({ kind: 'table', primaryKey: ['id'] })
    expect(found?.columns.map((c) => c.name)).toEqual(schema.map((c) => c.name))
    expect(found?.columns.every((c) => c.nativeType !== '')).toBe(true)
    expect(found?.columns.find((c) => c.name === 'id')?.nullable).toBe(false)
    expect(found?.columns.find((c) => c.name === 'price')?.type).toEqual(t.decimal(12, 2))
    expect(found?.columns.find((c) => c.name === 'code')?.type).toEqual({
      kind: 'text',
      length: 20,
    })
  })
})

const pairs: { from: System; to: System }[] = present.flatMap((from) =>
  present
    .filter((to) => to.system !== 'sqlite')
    .map((to) => ({ from: from.system, to: to.system })),
)

describe.each(pairs)('bytes from $from to $to', ({ from, to }) => {
  const opened: (TestEndpoint | Session)[] = []
  afterAll(async () => {
    for (const it of opened.reverse()) await it.close()
  })
  const open = async (system: System) => {
    const endpoint = await present.find((e) => e.system === system)?.start()
    if (!endpoint) throw new Error(system)
    const session = await endpoint.open()
    opened.push(endpoint, session)
    return session
  }

  test('in every format both know', async () => {
    const source = await open(from)
    const target = from === to ? source : await open(to)
    await fill(source)
    const reader = await source.reader({
      source: { kind: 'table', connection: 'x', table: { name: 'copy' } },
      columns: schema,
    })
    const wanted = request({
      table: { name: 'copied' },
      load: 'test:copied',
      ...(reader.native ? { native: reader.native } : {}),
    })
    const { formats } = await target.sink(wanted)
    const shared = reader.formats.filter((f) => formats.includes(f))
    expect(shared).not.toEqual([])
    for (const format of shared) {
      const sink = await target.sink(wanted)
      await sink.prepare()
      expect(await copyRows(reader, sink, 'all', format)).toEqual({ rows: rows.length })
      await sink.publish()
      const back = await target.reader({
        source: { kind: 'table', connection: 'x', table: { name: 'copied' } },
        columns: schema,
      })
      const found = byId(await readRows(back, 'text'))
      expect(found.map((r) => plain(r))).toEqual(rows.map((r) => plain(r)))
      await back.close()
    }
    await reader.close()
  })
})
