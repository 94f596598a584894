import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import mysql from 'mysql2'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestEndpoint } from '../../../e2e/support/endpoints.ts'
import { mysqlEndpoint, openUrl } from '../../../e2e/support/endpoints.ts'
import { startMariadb } from '../../../e2e/support/mariadb.ts'
import type { Running } from '../../../e2e/support/process.ts'
import { which } from '../../../e2e/support/process.ts'
import { describeWith, requireMysql } from '../../../e2e/support/services.ts'
import type { Row } from '../../../e2e/support/wire.ts'
import { decodeRows, readCleared, readRows, writeRows } from '../../../e2e/support/wire.ts'
import * as t from '../../../nodes/kit/data-type.ts'
import { column } from '../../../nodes/kit/schema.ts'
import type { ReadRequest, Session } from '../connector.ts'
import { stagingTable } from '../load.ts'
import { markerOf } from './checkpoints.ts'
import { RowEncoder } from './encode.ts'
import { unescapeRare } from './load-data.ts'
import { PacketReader } from './row-stream.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const lengthEncoded = (value: Buffer | null): Buffer => {
  if (value === null) return Buffer.from([0xfb])
  const n = value.length
  if (n < 0xfb) return Buffer.concat([Buffer.from([n]), value])
  if (n < 0x1_00_00) return Buffer.concat([Buffer.from([0xfc, n & 255, n >> 8]), value])
  const eight = Buffer.alloc(9, 0)
  eight[0] = 0xfe
  eight.writeUIntLE(n, 1, 6)
  return Buffer.concat([eight, value])
}
const packet = (payload: Buffer): Buffer => {
  const parts: Buffer[] = []
  for (let at = 0; ; at += 0xff_ff_ff) {
    const part = payload.subarray(at, at + 0xff_ff_ff)
    const header = Buffer.from([part.length & 255, (part.length >> 8) & 255, part.length >> 16, 0])
    parts.push(header, part)
    if (part.length < 0xff_ff_ff) return Buffer.concat(parts)
  }
}
const eof = packet(Buffer.from([0xfe, 0, 0, 2, 0]))

/** What the encoder makes of a result whose bytes arrive in pieces of any size. */
function decoded(rows: readonly Row[], format: 'text' | 'csv', sizes: readonly number[]): Row[] {
  const columns = rows[0]?.length ?? 1
  const bytes = Buffer.concat([
    packet(Buffer.from([columns])),
    ...Array.from({ length: columns }, () => packet(Buffer.from('a column definition'))),
    eof,
    ...rows.map((r) =>
      packet(Buffer.concat(r.map((v) => lengthEncoded(v === null ? null : Buffer.from(v))))),
    ),
    eof,
  ])
  const blocks: Buffer[] = []
  const encoder = new RowEncoder(Array(columns).fill('text'), format, (b) => blocks.push(b), {
    blockSize: 300,
  })
  let ended = false
  const reader = new PacketReader(encoder, {
    end: () => {
      ended = true
      encoder.flush()
    },
    refuse: (error) => {
      throw error
    },
  })
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1
    reader.execute(bytes.subarray(at, at + size))
    at += size
  }
  expect([ended, encoder.rows]).toEqual([true, rows.length])
  return decodeRows(Buffer.concat(blocks), format)
}

describe('the protocol reader', () => {
  const value = fc.option(fc.string({ unit: 'binary', maxLength: 400 }), { nil: null })
  const rows = fc
    .integer({ min: 1, max: 6 })
    .chain((n) =>
      fc.array(fc.array(value, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 8 }),
    )

  test('gives every row, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        rows,
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }),
        (all, sizes) => {
          // A row of one NULL starts like the packet that asks for a file, and still is a row.
          for (const format of ['text', 'csv'] as const)
            expect(decoded(all, format, sizes)).toEqual(all)
        },
      ),
    )
  })

  test('joins packets of more than 16 MB', () => {
    const all = [
      ['x'.repeat(17_000_000), null],
      ['y', 'z'],
    ]
    expect(decoded(all, 'text', [65_536]).map((r) => r.map((v) => v?.length))).toEqual([
      [17_000_000, undefined],
      [1, 1],
    ])
  })

  test('escapes that only COPY knows become characters, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('\\\\', '\\f', '\\v', '\\n', '\\N', 'f', 'v', 'a', '\t')),
        fc.integer({ min: 1, max: 5 }),
        async (tokens, size) => {
          const bytes = Buffer.from(tokens.join(''))
          const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
            bytes.subarray(i * size, (i + 1) * size),
          )
          const found = await buffer(Readable.from(pieces).pipe(unescapeRare()))
          const expected = tokens.map((x) => (x === '\\f' ? '\f' : x === '\\v' ? '\v' : x)).join('')
          expect(found.toString()).toBe(expected)
        },
      ),
    )
  })
})

/** A server that answers every statement of this kind with a request for a file. */
async function rogue(when: RegExp): Promise<{ url: string; got: Buffer[]; stop: () => void }> {
  const got: Buffer[] = []
  const server = mysql.createServer(() => undefined)
  server.on('connection', (link) => {
    const raw = link as unknown as {
      serverHandshake(options: object): void
      writeOk(): void
      stream: Duplex
      on(event: string, listener: (...args: never[]) => void): void
    }
    raw.serverHandshake({
      protocolVersion: 10,
      serverVersion: '8.0.0',
      connectionId: 1,
      statusFlags: 2,
      characterSet: 45,
      capabilityFlags: 0xff_ff_ff,
    })
    raw.stream.on('data', (bytes: Buffer) => got.push(bytes))
    raw.on('error', () => undefined)
    raw.on('query', ((sql: string) => {
      if (!when.test(sql)) return raw.writeOk()
      const file = Buffer.from('\xfb/etc/passwd', 'latin1')
      const bytes = Buffer.concat([Buffer.from([file.length, 0, 0, 1]), file])
      raw.stream.write(bytes)
    }) as never)
  })
  const raw = server as unknown as {
    listen(port: number, done: () => void): void
    close(done: () => void): void
    _server: { address(): { port: number } }
  }
  await new Promise<void>((resolve) => raw.listen(0, resolve))
  const { port } = raw._server.address()
  return { url: `mysql://u:p@127.0.0.1:${port}/db`, got, stop: () => raw.close(() => undefined) }
}

describe('a server that asks for our files', () => {
  test.each([[/^SHOW VARIABLES/], [/^SET NAMES/], [/information_schema/]])(
    'gets nothing when it answers %s so',
    async (when) => {
      expect(existsSync('/etc/passwd')).toBe(true)
      const { url, got, stop } = await rogue(when)
      const used = openUrl(`${url}?connectTimeout=2`).then((it) => it.catalog())
      await expect(used).rejects.toMatchObject({ name: 'MigrateError' })
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(Buffer.concat(got).includes('root:')).toBe(false)
      stop()
    },
  )

  test('gets nothing when it answers a read so', () => {
    const encoder = new RowEncoder(['text'], 'text', () => undefined)
    let refused: unknown
    const reader = new PacketReader(encoder, {
      end: () => expect.unreachable(),
      refuse: (error) => {
        refused = error
      },
    })
    reader.execute(packet(Buffer.from('\xfb/etc/passwd', 'latin1')))
    expect(refused).toMatchObject({ code: 'QUERY_FAILED' })
  })
})

describeWith('mysql', await requireMysql(), () => {
  let endpoint: TestEndpoint
  let session: Session
  beforeAll(async () => {
    endpoint = await mysqlEndpoint()
    session = await endpoint.open()
  })
  afterAll(async () => {
    await session.close()
    await endpoint.close()
  })
  const table = (name: string) => ({ kind: 'table', connection: 'x', table: { name } }) as const

  test('its own types as canonical text', async () => {
    const types: readonly [string, string, string | null, string][] = [
      ['tinyint(1)', '2', '2', 'boolean'],
      ['tinyint unsigned', '255', '255', 'integer'],
      ['bigint unsigned', '18446744073709551615', '18446744073709551615', 'decimal'],
      ['float', '0.1', '0.10000000149011612', 'float'],
      ['bit(1)', "b'1'", 'true', 'boolean'],
      ['bit(64)', "b'1010'", '10', 'decimal'],
      ['char(5)', "'ab'", 'ab', 'text'],
      ['date', "'0000-00-00'", null, 'date'],
      ['date', "'2020-02-00'", null, 'date'],
      ['datetime(3)', "'2020-01-01 00:00:00.5'", '2020-01-01 00:00:00.500', 'timestamp'],
      ['timestamp', "'2020-01-01 12:00:00'", '2020-01-01 12:00:00+00', 'timestamp'],
      ['time', "'-12:30:00'", '-12:30:00', 'time'],
      ['year', '2020', '2020', 'integer'],
      ["enum('x','y z')", "'y z'", 'y z', 'text'],
      ["set('a','b')", "'b,a'", 'a,b', 'text'],
      ['json', `'{"a":"\\\\n"}'`, '{"a":"\\n"}', 'json'],
      ['point', 'POINT(1, 2)', 'POINT(1 2)', 'text'],
      ['varbinary(5)', "x'00ff5c0a'", '\\x00ff5c0a', 'binary'],
      ['decimal(50,5)', '12345678901234567890.5', '12345678901234567890.50000', 'text'],
    ]
    await endpoint.sql(
      "SET SESSION sql_mode = ''",
      `CREATE TABLE kinds (${types.map(([type], i) => `c${i} ${type} NULL`).join(', ')})`,
      `INSERT INTO kinds VALUES (${types.map(([, value]) => value).join(', ')})`,
    )
    const columns = await session.schemaOf(table('kinds'))
    expect(columns.map((c) => c.type.kind)).toEqual(types.map(([, , , kind]) => kind))
    const query = { kind: 'query', connection: 'x', sql: 'SELECT * FROM kinds' } as const
    for (const source of [table('kinds'), query])
      for (const format of ['text', 'csv'] as const) {
        const reader = await session.reader({ source, columns })
        const [row] = await readRows(reader, format)
        expect(row?.map((v) => v?.replace(/ POINT\((\d) (\d)\)/, 'POINT($1 $2)') ?? null)).toEqual(
          types.map(([, , expected]) => expected),
        )
        await reader.close()
      }
  })

  test('a swap without its bookkeeping is found and finished', async () => {
    const load = `crash:${randomBytes(4).toString('hex')}`
    const request = {
      table: { name: 'swapped' },
      columns: [column('id', t.integer)],
      mode: 'create',
      key: [],
      load,
      resume: false,
    } as const
    const sink = await session.sink(request)
    await sink.prepare()
    await writeRows(sink, 'a', [['1'], ['2']])
    // As if the process had died right after the RENAME.
    await endpoint.sql(
      `ALTER TABLE ${stagingTable(load)} COMMENT = '${markerOf(load)}'`,
      `RENAME TABLE ${stagingTable(load)} TO swapped`,
    )
    const again = await session.sink({ ...request, resume: true })
    expect((await again.prepare()).published).toBe(true)
    expect(await again.publish()).toEqual({ rows: 2 })
    expect(
      await endpoint.rows(
        `SELECT table_comment FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'swapped'`,
      ),
    ).toEqual([['']])
  })

  test('replace refuses a table that foreign keys refer to', async () => {
    await endpoint.sql(
      'CREATE TABLE parent (id int PRIMARY KEY)',
      'CREATE TABLE child (id int, FOREIGN KEY (id) REFERENCES parent (id))',
    )
    const sink = await session.sink({
      table: { name: 'parent' },
      columns: [column('id', t.integer)],
      mode: 'replace',
      key: ['id'],
      load: 'fk',
      resume: false,
    })
    await sink.prepare()
    await expect(sink.publish()).rejects.toMatchObject({ code: 'CONSTRAINT_VIOLATED' })
    await sink.discard()
  })

  test('a reader clears the doubts that its rows give no cause for, and no others', async () => {
    await endpoint.sql(
      "CREATE TABLE doubted (id int PRIMARY KEY, fine datetime, zero date, flag tinyint(1), number tinyint(1), word enum('a'), none enum('a'), key_ bigint unsigned, hash bigint unsigned)",
      "SET STATEMENT sql_mode = '' FOR INSERT INTO doubted VALUES (1, '2020-01-02 03:04:05', '0000-00-00', 1, 2, 'a', 'other', 9223372036854775807, 9223372036854775808), (2, NULL, '2020-01-01', NULL, 0, NULL, 'a', NULL, 0)",
    )
    const source = table('doubted')
    const columns = await session.schemaOf(source)
    const doubt = (column: string, kind: 'zero date' | 'not boolean' | 'empty enum' | 'nul') => ({
      id: `${column}: ${kind}`,
      column,
      about: { kind },
    })
    const outside = (column: string, max: string) => ({
      id: `${column}: above ${max}`,
      column,
      about: { kind: 'outside', min: '0', max } as const,
    })
    const doubts = [
      outside('key_', '9223372036854775807'),
      outside('hash', '9223372036854775807'),
      outside('key_', '2147483647'),
      doubt('fine', 'zero date'),
      doubt('zero', 'zero date'),
      doubt('flag', 'not boolean'),
      doubt('number', 'not boolean'),
      doubt('word', 'empty enum'),
      doubt('none', 'empty enum'),
      // Nobody looks for these here, so SQL has to.
      doubt('word', 'nul'),
      doubt('id', 'zero date'),
    ]
    const computed = new Map([['flag', (text: string) => text]])
    const read = async (request: Partial<ReadRequest>) => {
      const reader = await session.reader({ source, columns, doubts, ...request })
      const cleared = await readCleared(reader)
      await reader.close()
      return [...cleared]
    }
    const key = 'key_: above 9223372036854775807'
    const seen = [key, 'fine: zero date', 'flag: not boolean', 'word: empty enum']
    expect(await read({})).toEqual(seen)
    expect(await read({ computed })).toEqual([key, 'fine: zero date', 'word: empty enum'])
  })

  test('a reader that is slowly read from loses nothing', async () => {
    await endpoint.sql(
      'CREATE TABLE slow (id int PRIMARY KEY, s varchar(1000))',
      `INSERT INTO slow WITH RECURSIVE c AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM c WHERE i < 1000) SELECT i, repeat('x', 1000) FROM c`,
    )
    const columns = [column('id', t.integer), column('s', t.text)]
    const reader = await session.reader({ source: table('slow'), columns })
    for (let turn = 0; turn < 3; turn++) {
      const output = new PassThrough({ highWaterMark: 1000 })
      const signal = new AbortController().signal
      const [bytes, result] = await Promise.all([
        buffer(output),
        reader.read({ range: { id: 'all' }, format: 'csv', output, signal }),
      ])
      expect(result).toMatchObject({ rows: 1000 })
      expect(decodeRows(bytes, 'csv')).toHaveLength(1000)
    }
    await reader.close()
  })
})

const binary = which('mariadbd')
describeWith('a server with local_infile off', await requireMysql(), () => {
  // A server of its own: the setting is global. Where MySQL is only lent, there is none to start.
  if (!binary) return

  let server: Running & { url: string }
  beforeAll(async () => {
    server = await startMariadb(binary ?? '')
  })
  afterAll(async () => {
    await server.stop()
  })

  test('is loaded by INSERT, with the same result', async () => {
    const root = mysql.createConnection(server.url).promise()
    await root.query('SET GLOBAL local_infile = 0')
    await root.query('CREATE DATABASE plain')
    await root.end()
    const session = await openUrl(server.url.replace(/\/mysql$/, '/plain'))
    const columns = [
      column('id', t.integer, false),
      column('s', t.text),
      column('b', t.binary),
      column('f', t.boolean),
      column('z', t.timestamptz),
    ]
    const odd = `tab\t nl\n cr\r ' " back\\ \\N vt\v ff\f bs\b 😀 \0`
    const rows: Row[] = [
      ['1', odd, '\\x00ff27', 'true', '2020-01-01 00:00:00+00'],
      ['2', '', '\\x', 'false', null],
      ['3', null, null, null, null],
      ...Array.from({ length: 5000 }, (_, i): Row => [String(i + 4), `row ${i}`, null, null, null]),
    ]
    const sink = await session.sink({
      table: { name: 'loaded' },
      columns,
      mode: 'create',
      key: ['id'],
      load: 'insert',
      resume: false,
    })
    await sink.prepare()
    expect(await writeRows(sink, 'a', rows)).toEqual({ rows: rows.length })
    await expect(writeRows(sink, 'b', [['x', null, null, null, null]])).rejects.toMatchObject({
      code: 'VALUE_DOES_NOT_FIT',
    })
    await sink.publish()
    const reader = await session.reader({
      source: { kind: 'table', connection: 'x', table: { name: 'loaded' } },
      columns: columns.slice(0, 4),
    })
    const found = [...(await readRows(reader, 'text'))].sort((a, b) => Number(a[0]) - Number(b[0]))
    expect(found).toEqual(rows.map((r) => r.slice(0, 4)))
    await reader.close()
    await session.close()
  })
})
