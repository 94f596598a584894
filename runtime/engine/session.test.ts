import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { decimal, list, text, timestamptz } from '../../nodes/kit/data-type.ts'
import { column } from '../../nodes/kit/schema.ts'
import type { WireFormat } from '../connectors/connector.ts'
import { MigrateError } from '../error.ts'
import { DuckDbSession } from './duckdb-session.ts'
import { Pipes } from './pipes.ts'
import { runStatement } from './statement.ts'
import { readWire, writeWire } from './wire-sql.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let session: DuckDbSession
let pipes: Pipes
let home: string
const never = new AbortController().signal

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'migrateiq-test-'))
  session = await DuckDbSession.open({ tempDir: home })
  pipes = await Pipes.open(home)
})

afterAll(async () => {
  await pipes.close()
  await session.close()
  await rm(home, { recursive: true, force: true })
})

async function collect(sql: string, options: string): Promise<string> {
  const path = await pipes.take()
  const chunks: Buffer[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  const statement = { sql: `COPY (${sql}) TO '${path}' (${options})`, feeds: [] }
  await runStatement(
    session,
    { ...statement, output: { path, read: (rows) => pipeline(rows, sink) } },
    never,
  )
  pipes.giveBack(path)
  return Buffer.concat(chunks).toString()
}

describe('wire formats', () => {
  const schema = [
    column('t', text),
    column('n', decimal(10, 2)),
    column('l', list(text)),
    column('z', timestamptz),
  ]
  const rows = [
    `SELECT 'a"b' || chr(9) || chr(10) || chr(13) || '\\N' || chr(1) || 'ü,' AS t, 1.5::DECIMAL(10,2) AS n, ['x', NULL] AS l, TIMESTAMPTZ '2024-01-31 12:00:00+02' AS z`,
    `SELECT '' AS t, NULL AS n, NULL AS l, NULL AS z`,
    `SELECT NULL AS t, -0.5 AS n, [] AS l, TIMESTAMPTZ '0044-03-15 (BC) 00:00:00.5+00' AS z`,
  ].join(' UNION ALL ')
  const write = (format: WireFormat) => {
    const wire = writeWire(rows, schema, format, () => false)
    return collect(wire.select, wire.options)
  }

  test('text', async () => {
    expect(await write('text')).toBe(
      [
        'a"b\\t\\n\\r\\\\N\u0001ü,\t1.50\t["x",null]\t2024-01-31 10:00:00+00',
        '\t\\N\t\\N\t\\N',
        '\\N\t-0.50\t[]\t0044-03-15 00:00:00.5+00 BC',
        '',
      ].join('\n'),
    )
  })

  test('csv', async () => {
    expect(await write('csv')).toBe(
      [
        '"a""b\t\n\r\\N\u0001ü,","1.50","[""x"",null]","2024-01-31 10:00:00+00"',
        '"",,,',
        ',"-0.50","[]","0044-03-15 00:00:00.5+00 BC"',
        '',
      ].join('\n'),
    )
  })

  test('json', async () => {
    const lines = (await write('json')).trim().split('\n')
    expect(lines.map((l) => JSON.parse(l))).toEqual([
      ['a"b\t\n\r\\N\u0001ü,', '1.50', '["x",null]', '2024-01-31 10:00:00+00'],
      ['', null, null, null],
      [null, '-0.50', '[]', '0044-03-15 00:00:00.5+00 BC'],
    ])
  })

  test('one empty text column', async () => {
    const wire = writeWire(`SELECT '' AS t`, [column('t', text)], 'text', () => false)
    expect(await collect(wire.select, wire.options)).toBe('\n')
  })

  test('read back what csv wrote, typed and as text', async () => {
    const csv = await write('csv')
    const path = await pipes.take()
    const wire = readWire(path, schema, schema, (c) => c === 'n')
    await runStatement(
      session,
      {
        sql: `CREATE TABLE back AS SELECT * FROM ${wire}`,
        feeds: [{ path, write: async (output) => void output.end(csv) }],
      },
      never,
    )
    const [[same]] = (await session.query(
      `SELECT bool_and(b.t IS NOT DISTINCT FROM r.t AND b.l IS NOT DISTINCT FROM r.l AND b.z IS NOT DISTINCT FROM r.z AND b.n IS NOT DISTINCT FROM r.n::VARCHAR) FROM (SELECT *, row_number() OVER () AS k FROM back) b JOIN (SELECT *, row_number() OVER () AS k FROM (${rows})) r USING (k)`,
    )) as [[string]]
    expect(same).toBe('true')
  })
})

describe('statements', () => {
  const one = [column('t', text)]

  test('a LIMIT that closes the pipe early is a normal end', async () => {
    const path = await pipes.take()
    const wire = readWire(path, one, one, () => true)
    const block = '"some row"\n'.repeat(10_000)
    await runStatement(
      session,
      {
        sql: `CREATE TABLE few AS SELECT * FROM ${wire} LIMIT 3`,
        feeds: [
          {
            path,
            write: (output) =>
              pipeline(function* () {
                for (let i = 0; i < 5_000; i++) yield block
              }, output),
          },
        ],
      },
      never,
    )
    expect(await session.query('SELECT count(*) FROM few')).toEqual([['3']])
  })

  test('a feed that fails stops the reader before it could commit', async () => {
    const [input, path] = [await pipes.take(), await pipes.take()]
    const wire = readWire(input, one, one, () => true)
    let committed = false
    const run = runStatement(
      session,
      {
        sql: `COPY (SELECT * FROM ${wire}) TO '${path}' (FORMAT csv)`,
        feeds: [
          {
            path: input,
            write: async (output) => {
              output.write('"a"\n'.repeat(100_000))
              await new Promise((resolve) => setTimeout(resolve, 20))
              output.destroy()
              throw new MigrateError('CONNECTION_LOST', 'gone')
            },
          },
        ],
        output: {
          path,
          read: async (rows) => {
            for await (const _ of rows);
            committed = true
          },
        },
      },
      never,
    )
    await expect(run).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    expect(committed).toBe(false)
  })

  test('cancel frees a thread that waits for a pipe nobody writes', async () => {
    const path = await pipes.take()
    const wire = readWire(path, one, one, () => true)
    const cancel = new AbortController()
    const run = runStatement(
      session,
      {
        sql: `CREATE TABLE none AS SELECT * FROM ${wire}`,
        feeds: [{ path, write: () => new Promise(() => undefined) }],
      },
      cancel.signal,
    )
    setTimeout(() => cancel.abort(), 50)
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  test('cancel stops a statement that computes', async () => {
    const cancel = new AbortController()
    const run = session.run(
      'SELECT sum(a.i * b.i) FROM range(10000000) a(i), range(1000000) b(i)',
      cancel.signal,
    )
    setTimeout(() => cancel.abort(), 50)
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  test('conversion errors name the value', async () => {
    await expect(session.run(`SELECT CAST('abc' AS INTEGER)`)).rejects.toMatchObject({
      code: 'CONVERSION_FAILED',
      data: { details: { value: 'abc' } },
    })
  })
})
