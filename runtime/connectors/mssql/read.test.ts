import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  closeAll,
  orderColumns as columns,
  openAt,
  serve,
  statements,
  urlOf,
} from '../../../e2e/support/mssql-script.ts'
import type { TdsAnswer } from '../../../e2e/support/tds-peer.ts'
import { readRows } from '../../../e2e/support/wire.ts'
import * as t from '../../../nodes/kit/data-type.ts'
import { column } from '../../../nodes/kit/schema.ts'

vi.setConfig({ testTimeout: 20_000 })
// The real driver over a real socket; only what the server answers is a script.
afterEach(closeAll)

const schema = [column('id', t.integer, false), column('note', { kind: 'text', length: 30 })]
const source = { kind: 'table', connection: 'x', table: { name: 'orders' } } as const

describe('reading', () => {
  const rowsOf = (rows: TdsAnswer['rows']): TdsAnswer => ({
    columns: [
      ['c0', 'int'],
      ['c1', 'nvarchar'],
    ],
    ...(rows ? { rows } : {}),
  })

  test('values that need care', async () => {
    const odd = 'tab\t nl\n cr\r q" back\\ \\N 😀 é'
    const peer = await serve({
      columns,
      answer: ({ sql }) =>
        /AS \[c0\]/.test(sql)
          ? rowsOf([
              [1, odd],
              [2, null],
              [3, ''],
            ])
          : undefined,
    })
    const session = await openAt(urlOf(peer))
    const reader = await session.reader({ source, columns: schema })
    expect(reader.native).toEqual({ system: 'mssql', types: ['int', 'nvarchar(30)'] })
    for (const format of ['text', 'csv'] as const)
      expect(await readRows(reader, format)).toEqual([
        ['1', odd],
        ['2', null],
        ['3', ''],
      ])
    await reader.close()
    expect(statements(peer)).toContain('SELECT [id] AS [c0], [note] AS [c1] FROM [dbo].[orders]')
  })

  test('every type as canonical text', async () => {
    const types: readonly [string, string, string, unknown, string][] = [
      ['bit', 'bit', '[x]', true, 'true'],
      ['bigint', 'bigint', '[x]', '-9223372036854775808', '-9223372036854775808'],
      ['float', 'float', '[x]', 5e-324, '5e-324'],
      ['decimal', 'nvarchar', 'CONVERT(varchar(41), [x])', '0.10', '0.10'],
      [
        'money',
        'nvarchar',
        'CONVERT(varchar(22), CONVERT(decimal(19,4), [x]))',
        '1.5000',
        '1.5000',
      ],
      ['date', 'nvarchar', 'CONVERT(char(10), [x], 23)', '2024-02-29', '2024-02-29'],
      ['time', 'nvarchar', 'CONVERT(varchar(16), [x], 121)', '12:00:00.1234560', '12:00:00.123456'],
      [
        'datetime2',
        'nvarchar',
        'CONVERT(varchar(27), [x], 121)',
        '2024-02-29 12:00:00.1234567',
        '2024-02-29 12:00:00.1234567',
      ],
      [
        'datetimeoffset',
        'nvarchar',
        `CONVERT(varchar(27), CONVERT(datetime2(7), SWITCHOFFSET([x], '+00:00')), 121)`,
        '2024-02-29 12:00:00.0000000',
        '2024-02-29 12:00:00.000000+00',
      ],
      ['varbinary', 'varbinary', '[x]', Buffer.from('00ff5c', 'hex'), '\\x00ff5c'],
      [
        'timestamp',
        'varbinary',
        'CONVERT(binary(8), [x])',
        Buffer.from('00000000000007d1', 'hex'),
        '\\x00000000000007d1',
      ],
      ['hierarchyid', 'nvarchar', '[x].ToString()', '/1/2/', '/1/2/'],
      ['geometry', 'nvarchar', '[x].AsTextZM()', 'POINT (1 2)', 'POINT (1 2)'],
      ['xml', 'nvarchar', 'CONVERT(nvarchar(max), [x])', '<a/>', '<a/>'],
    ]
    for (const [base, wire, sql, value, text] of types) {
      const peer = await serve({
        columns: [{ name: 'x', base, precision: 12, scale: 7 }],
        answer: (r) =>
          /AS \[c0\]/.test(r.sql)
            ? { columns: [['c0', wire as 'nvarchar']], rows: [[value], [null]] }
            : undefined,
      })
      const session = await openAt(urlOf(peer))
      const reader = await session.reader({ source, columns: [column('x', t.text)] })
      expect(await readRows(reader, 'text')).toEqual([[text], [null]])
      expect(statements(peer)).toContain(`SELECT ${sql} AS [c0] FROM [dbo].[orders]`)
      await reader.close()
    }
  })

  test('the server waits for a slow reader', async () => {
    let sent = 0
    const total = 200_000
    async function* many() {
      for (; sent < total; sent++) yield [sent, 'x'.repeat(30)]
    }
    const peer = await serve({
      columns,
      answer: ({ sql }) => (/AS \[c0\]/.test(sql) ? rowsOf(many()) : undefined),
    })
    const session = await openAt(urlOf(peer))
    const reader = await session.reader({ source, columns: schema })
    const output = new PassThrough()
    const read = reader.read({
      range: { id: 'all' },
      format: 'text',
      output,
      signal: new AbortController().signal,
    })
    await once(output, 'readable')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(sent).toBeLessThan(total)
    const [bytes, { rows }] = await Promise.all([buffer(output), read])
    expect(rows).toBe(total)
    expect(bytes.toString().split('\n')).toHaveLength(total + 1)
    await reader.close()
  })

  test('ranges of one reader share a snapshot where the database allows it', async () => {
    const peer = await serve({
      columns,
      key: ['id'],
      snapshots: true,
      answer: ({ sql }) => {
        if (/COUNT_BIG/.test(sql)) return { columns: [['n', 'bigint']], rows: [[1000]] }
        if (/MIN\(\[id\]\)/.test(sql))
          return {
            columns: [
              ['min', 'nvarchar'],
              ['max', 'nvarchar'],
            ],
            rows: [['1', '1000']],
          }
        if (/SUM\(p\.rows\)/.test(sql)) return { columns: [['rows', 'bigint']], rows: [[900]] }
        return /AS \[c0\]/.test(sql) ? rowsOf([[1, 'a']]) : undefined
      },
    })
    const session = await openAt(urlOf(peer))
    const reader = await session.reader({ source, columns: schema })
    const ranges = await reader.ranges(500)
    expect(ranges.map(({ from, to }) => [from, to])).toEqual([
      [undefined, '500'],
      ['500', undefined],
    ])
    await Promise.all(ranges.map((range) => readRows(reader, 'text', range)))
    await reader.close()
    const sent = statements(peer)
    expect(sent.filter((s) => s.includes('ISOLATION LEVEL SNAPSHOT'))).toHaveLength(1)
    expect(sent).toContain(
      "SELECT [id] AS [c0], [note] AS [c1] FROM [dbo].[orders] WHERE [id] > CONVERT(int, N'500')",
    )
  })

  test('cancel sends an attention and ends the read', async () => {
    const peer = await serve({
      columns,
      answer: ({ sql }) => (/AS \[c0\]/.test(sql) ? { hangs: true } : undefined),
    })
    const session = await openAt(urlOf(peer))
    const reader = await session.reader({ source, columns: schema })
    const stop = new AbortController()
    const read = reader.read({
      range: { id: 'all' },
      format: 'text',
      output: new PassThrough(),
      signal: stop.signal,
    })
    const refused = expect(read).rejects.toMatchObject({ code: 'CANCELLED' })
    await vi.waitFor(() => expect(statements(peer).at(-1)).toMatch(/AS \[c0\]/))
    stop.abort()
    await refused
    expect(peer.attentions()).toBe(1)
    await session.cancel()
    await expect(session.catalog()).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  test('an error in the middle, and a server that goes away', async () => {
    let answer: TdsAnswer = {
      ...rowsOf([[1, 'a']]),
      errors: [{ number: 8134, message: 'Divide by zero error encountered.' }],
    }
    const peer = await serve({
      columns,
      answer: ({ sql }) => (/AS \[c0\]/.test(sql) ? answer : undefined),
    })
    const session = await openAt(urlOf(peer))
    const read = async () => {
      const reader = await session.reader({ source, columns: schema })
      const output = new PassThrough()
      output.resume()
      return reader.read({
        range: { id: 'all' },
        format: 'text',
        output,
        signal: new AbortController().signal,
      })
    }
    await expect(read()).rejects.toMatchObject({
      code: 'QUERY_FAILED',
      data: { details: { number: 8134 } },
    })
    answer = { hangsUp: true }
    await expect(read()).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
  })

  const described = (...names: string[]): TdsAnswer => ({
    columns: [
      ['is_hidden', 'bit'],
      ['name', 'nvarchar'],
      ['is_nullable', 'bit'],
      ['system_type_id', 'int'],
      ['system_type_name', 'nvarchar'],
      ['user_type_name', 'nvarchar'],
      ['max_length', 'int'],
      ['precision', 'int'],
      ['scale', 'int'],
    ],
    rows: names.map((name) => [false, name, true, 167, 'varchar(20)', null, 20, 0, 0]),
  })
  const query = (sql: string) => ({ kind: 'query', connection: 'x', sql }) as const

  test('a query stands after FROM where it can', async () => {
    const peer = await serve({
      answer: ({ sql }) => {
        if (/sp_describe_first_result_set/.test(sql)) return described('a')
        return /AS \[c0\]/.test(sql) ? { columns: [['c0', 'nvarchar']], rows: [['x']] } : undefined
      },
    })
    const session = await openAt(urlOf(peer))
    const source = query('SELECT a FROM t -- all\n;')
    expect(await session.schemaOf(source)).toEqual([
      { name: 'a', type: { kind: 'text', length: 20 }, nullable: true },
    ])
    const reader = await session.reader({ source, columns: [column('a', t.text)], limit: 3 })
    expect(await readRows(reader, 'text')).toEqual([['x']])
    await reader.close()
    expect(statements(peer)).toContain(
      'SELECT TOP (3) [a] AS [c0] FROM ( SELECT a FROM t -- all ) AS _q',
    )
  })

  test('the rows of a query that cannot are gathered first', async () => {
    const peer = await serve({
      answer: ({ sql, parameters }) => {
        if (/sp_describe_first_result_set/.test(sql))
          return parameters.sql?.startsWith('SELECT * FROM (')
            ? {
                errors: [
                  { number: 1033, message: 'The ORDER BY clause is invalid in derived tables.' },
                ],
              }
            : described('a')
        return /AS \[c0\]/.test(sql) ? { columns: [['c0', 'nvarchar']], rows: [['x']] } : undefined
      },
    })
    const session = await openAt(urlOf(peer))
    const source = query("SELECT 'it' AS a FROM t ORDER BY 1")
    const reader = await session.reader({ source, columns: [column('a', t.text)] })
    expect(await readRows(reader, 'text')).toEqual([['x']])
    await reader.close()
    expect(statements(peer).slice(-4)).toEqual([
      'CREATE TABLE #_migrateiq_rows ([a] nvarchar(20) NULL)',
      "INSERT INTO #_migrateiq_rows EXEC sp_executesql N'SELECT ''it'' AS a FROM t ORDER BY 1'",
      'SELECT [a] AS [c0] FROM #_migrateiq_rows',
      'DROP TABLE #_migrateiq_rows',
    ])
  })

  test('a query that is wrong, and one whose columns cannot be told apart', async () => {
    let names = ['a', 'A']
    const peer = await serve({
      answer: ({ sql }) => {
        if (!/sp_describe_first_result_set/.test(sql)) return undefined
        return names.length > 0
          ? described(...names)
          : { errors: [{ number: 208, message: "Invalid object name 'nothing'." }] }
      },
    })
    const session = await openAt(urlOf(peer))
    await expect(session.schemaOf(query('SELECT 1'))).rejects.toMatchObject({
      code: 'QUERY_FAILED',
    })
    names = ['']
    await expect(session.schemaOf(query('SELECT 1'))).rejects.toThrow('has no name')
    names = []
    await expect(session.schemaOf(query('SELECT 1'))).rejects.toMatchObject({
      code: 'TABLE_NOT_FOUND',
      data: { details: { number: 208 } },
    })
  })

  test('several readers of one state begin while their tables are locked', async () => {
    const peer = await serve({
      columns,
      snapshots: true,
      answer: ({ sql }) => (/AS \[c0\]/.test(sql) ? rowsOf([[1, 'a']]) : undefined),
    })
    const session = await openAt(urlOf(peer))
    const snapshot = await session.snapshot?.({ tables: [{ name: 'orders' }], links: 2 })
    expect(snapshot?.links).toBe(2)
    const begin = 'SET TRANSACTION ISOLATION LEVEL SNAPSHOT; BEGIN TRANSACTION'
    const touch = 'SELECT TOP (1) 1 AS x FROM [orders]'
    const sent = statements(peer).filter(
      (sql) => !/LOCK_TIMEOUT 60000; SET NOCOUNT|^set ansi/.test(sql),
    )
    expect(sent.slice(-6)).toEqual([
      'SET LOCK_TIMEOUT 10000; BEGIN TRANSACTION; SELECT TOP (1) 1 AS x FROM [orders] WITH (TABLOCK, HOLDLOCK)',
      begin,
      touch,
      begin,
      touch,
      'IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION; SET LOCK_TIMEOUT 60000',
    ])
    const reader = await snapshot?.reader({
      source,
      columns: schema,
      where: 'note IS NOT NULL',
      computed: new Map([['id', (text: string) => `N'#' + ${text}`]]),
    })
    if (!reader) throw new Error('no reader')
    await readRows(reader, 'text')
    expect(statements(peer).at(-1)).toBe(
      "SELECT N'#' + CONVERT(nvarchar(41), [id]) AS [c0], [note] AS [c1] FROM [dbo].[orders] WHERE (note IS NOT NULL)",
    )
    await snapshot?.close()
  })

  test('a database is read by the names of its schemas', async () => {
    const peer = await serve({ columns })
    const session = await openAt(urlOf(peer))
    expect(await session.database?.({ schemas: ['dbo', 'sales'] })).toMatchObject({
      system: 'mssql',
      tables: [],
    })
    const asked = peer.requests.filter((r) => r.parameters.schemas)
    expect(asked).toHaveLength(10)
    expect(new Set(asked.map((r) => r.parameters.schemas))).toEqual(new Set(['["dbo","sales"]']))
  })
})
