import { existsSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import mysql from 'mysql2'
import { describe, expect, test, vi } from 'vitest'
import { openUrl } from '../../../e2e/support/endpoints.ts'
import type { Row } from '../../../e2e/support/wire.ts'
import { decodeRows } from '../../../e2e/support/wire.ts'
import { RowEncoder } from './encode.ts'
import { unescapeRare } from './load-data.ts'
import { PacketReader } from './row-stream.ts'
import type { Encoding } from './types.ts'

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
function decoded(
  rows: readonly Row[],
  format: 'text' | 'csv',
  sizes: readonly number[],
  encoding: Encoding = 'text',
): Row[] {
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
  const encoder = new RowEncoder(
    Array<Encoding>(columns).fill(encoding),
    format,
    (b) => blocks.push(b),
    { blockSize: 300 },
  )
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
  const rowsOf = (text: fc.Arbitrary<string>) =>
    fc.integer({ min: 1, max: 6 }).chain((n) => {
      const value = fc.option(text, { nil: null })
      return fc.array(fc.array(value, { minLength: n, maxLength: n }), {
        minLength: 1,
        maxLength: 8,
      })
    })
  const anyText = fc.string({ unit: 'binary', maxLength: 400 })
  const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 })

  test.each([
    ['text', anyText],
    ['raw', fc.stringMatching(/^[-0-9.:e]{0,40}$/)],
    ['unsigned', fc.stringMatching(/^[0-9]{1,20}$/)],
    ['date', fc.stringMatching(/^20[1-9][0-9]-1[0-2]-1[0-9]( 1[0-9]:[0-5][0-9]:[0-5][0-9])?$/)],
  ] as const)('gives every row of %s, however the bytes are cut', (encoding, text) => {
    fc.assert(
      fc.property(rowsOf(text), sizes, (all, cuts) => {
        // A row of one NULL starts like the packet that asks for a file, and still is a row.
        for (const format of ['text', 'csv'] as const)
          expect(decoded(all, format, cuts, encoding)).toEqual(all)
      }),
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
