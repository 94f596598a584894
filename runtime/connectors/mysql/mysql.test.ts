import { randomBytes } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import mysql from 'mysql2'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
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

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

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
