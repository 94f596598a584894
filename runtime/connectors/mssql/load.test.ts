import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ScriptedColumn, ScriptedServer } from '../../../e2e/support/mssql-script.ts'
import {
  closeAll,
  orderColumns as columns,
  openAt,
  prepared as prepare,
  serve,
  statements,
  urlOf,
} from '../../../e2e/support/mssql-script.ts'
import { readRows, writeRows } from '../../../e2e/support/wire.ts'
import * as t from '../../../nodes/kit/data-type.ts'
import { column } from '../../../nodes/kit/schema.ts'
import type { SinkRequest } from '../connector.ts'
import { stagingTable } from '../load.ts'

vi.setConfig({ testTimeout: 20_000 })
// The real driver over a real socket; only what the server answers is a script.
afterEach(closeAll)

const schema = [column('id', t.integer, false), column('note', { kind: 'text', length: 30 })]
const source = { kind: 'table', connection: 'x', table: { name: 'orders' } } as const

const request = (more: Partial<SinkRequest> = {}): SinkRequest => ({
  table: { name: 'orders' },
  columns: schema,
  mode: 'append',
  key: ['id'],
  load: 'f00:sink',
  resume: false,
  ...more,
})

const staging = `[dbo].[${stagingTable('f00:sink')}]`
const checkpoint = '[dbo].[_migrateiq_checkpoint]'
const two = [
  ['1', 'one'],
  ['2', null],
] as const

const prepared = (script: ScriptedServer, more: Partial<SinkRequest> = {}) =>
  prepare(script, request(more))

describe('loading', () => {
  const orders: ScriptedServer = { columns, key: ['id'] }

  test('what a load sends before its first row', async () => {
    const { peer } = await prepared(orders)
    const all = statements(peer)
    const found = (pattern: RegExp) => all.find((sql) => pattern.test(sql))
    expect(found(/CREATE TABLE \[dbo\]\.\[_migrateiq_checkpoint/)).toMatch(/^IF OBJECT_ID/)
    expect(found(/\[epoch\] \+ 1/)).toMatch(
      /^UPDATE .* OUTPUT inserted\.\[epoch\], inserted\.\[state\]/,
    )
    expect(all.slice(-6)).toEqual([
      expect.stringContaining('XLOCK, ROWLOCK'),
      expect.stringContaining("[state] = N'loading'"),
      `DELETE FROM ${checkpoint} WHERE [load] = @load AND [chunk] <> N''`,
      `IF OBJECT_ID(N'${staging}', N'U') IS NOT NULL DROP TABLE ${staging}`,
      `CREATE TABLE ${staging} ([id] int NOT NULL, [note] nvarchar(30) NULL)`,
      'COMMIT TRANSACTION',
    ])
  })

  test('a chunk is one transaction with its row; a second time it changes nothing', async () => {
    const { sink, sent } = await prepared(orders)
    expect(await writeRows(sink, 'a', two)).toEqual({ rows: 2 })
    expect(sent()).toEqual([
      'BEGIN TRANSACTION',
      `INSERT BULK ${staging} ([id] int, [note] nvarchar(30)) WITH (KEEP_NULLS, TABLOCK)`,
      `SELECT [state] FROM ${checkpoint} WITH (REPEATABLEREAD, ROWLOCK) WHERE [load] = @load AND [chunk] = N'' AND [epoch] = @epoch`,
      expect.stringMatching(/^INSERT INTO \[dbo\]\.\[_migrateiq_checkpoint\].*WHERE NOT EXISTS/),
      'COMMIT TRANSACTION',
    ])
    expect(await writeRows(sink, 'a', two)).toEqual({ rows: 2 })
    expect(sent().at(-2)).toBe('IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION')
  })

  const published: readonly [string, Partial<SinkRequest>, string[]][] = [
    [
      'append',
      { mode: 'append' },
      [`INSERT INTO [dbo].[orders] ([id], [note]) SELECT [id], [note] FROM ${staging}`],
    ],
    [
      'truncate',
      { mode: 'truncate' },
      [
        "IF EXISTS (SELECT 1 FROM sys.foreign_keys WHERE referenced_object_id = OBJECT_ID(N'[dbo].[orders]')) DELETE FROM [dbo].[orders] ELSE TRUNCATE TABLE [dbo].[orders]",
        `INSERT INTO [dbo].[orders] ([id], [note]) SELECT [id], [note] FROM ${staging}`,
      ],
    ],
    [
      'merge',
      { mode: 'merge' },
      [
        `SELECT TOP (1) COALESCE(CONVERT(nvarchar(400), [id]), N'NULL') AS [key] FROM ${staging} GROUP BY [id] HAVING COUNT(*) > 1`,
        `MERGE INTO [dbo].[orders] WITH (HOLDLOCK) AS t USING ${staging} AS s ON t.[id] = s.[id] WHEN MATCHED THEN UPDATE SET t.[note] = s.[note] WHEN NOT MATCHED BY TARGET THEN INSERT ([id], [note]) VALUES (s.[id], s.[note]);`,
      ],
    ],
  ]
  test.each(published)('publishing by %s', async (_, more, expected) => {
    const { sink, sent } = await prepared(orders, more)
    await writeRows(sink, 'a', two)
    const before = sent().length
    expect(await sink.publish()).toEqual({ rows: 2 })
    expect(sent().slice(before)).toEqual([
      'BEGIN TRANSACTION',
      expect.stringContaining('WITH (XLOCK, ROWLOCK)'),
      ...expected,
      `DROP TABLE ${staging}`,
      expect.stringContaining('COALESCE(SUM([rows]), 0)'),
      expect.stringContaining("SET [state] = N'published'"),
      `DELETE FROM ${checkpoint} WHERE [load] = @load AND [chunk] <> N''`,
      'COMMIT TRANSACTION',
    ])
    expect(await sink.publish()).toEqual({ rows: 2 })
  })

  test('publishing by a swap', async () => {
    const { sink, sent } = await prepared(orders, { mode: 'replace' })
    await writeRows(sink, 'a', two)
    const before = sent().length
    await sink.publish()
    const key = `[${stagingTable('f00:sink').replace('stg', 'pk')}]`
    expect(sent().slice(before + 2, before + 8)).toEqual([
      `ALTER TABLE ${staging} ADD CONSTRAINT ${key} PRIMARY KEY CLUSTERED ([id])`,
      expect.stringContaining('FROM sys.database_permissions'),
      'DROP TABLE [dbo].[orders]',
      `EXEC sp_rename @objname = N'${staging}', @newname = N'orders', @objtype = N'OBJECT'`,
      'SELECT OBJECT_ID(@name) AS [id]',
      `EXEC sp_rename @objname = N'[dbo].${key}', @newname = N'PK_orders', @objtype = N'OBJECT'`,
    ])
  })

  test('a new table has types of its own, and a key that tells all texts apart', async () => {
    const wide = [
      column('code', { kind: 'text', length: 20 }),
      column('flag', t.boolean),
      column('tiny', { kind: 'integer', bits: 8 }),
      column('note', t.text),
      column('at', t.timestamptz),
      column('doc', t.json),
    ]
    const { peer } = await prepared({}, { columns: wide, key: ['code'], mode: 'create' })
    expect(statements(peer).find((sql) => sql.startsWith('CREATE TABLE'))).toBe(
      `CREATE TABLE ${staging} ([code] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL, ` +
        '[flag] bit NULL, [tiny] smallint NULL, [note] nvarchar(max) NULL, [at] datetimeoffset(6) NULL, [doc] nvarchar(max) NULL)',
    )
  })

  test('columns that need the server go through a table of the transaction', async () => {
    const { sink, sent } = await prepared(
      {
        columns: [
          { name: 'id', base: 'int', nullable: false, identity: true },
          { name: 'name', base: 'varchar', length: 20, collation: 'Latin1_General_CI_AS' },
          { name: 'place', base: 'geography', length: -1 },
        ],
        key: ['id'],
      },
      { columns: [column('id', t.integer), column('name', t.text), column('place', t.text)] },
    )
    await writeRows(sink, 'a', [['1', 'é', 'POINT (1 2)']])
    expect(sent().slice(1, 6)).toEqual([
      'CREATE TABLE #_migrateiq_input ([c0] int NULL, [c1] nvarchar(max) NULL, [c2] nvarchar(max) NULL)',
      'INSERT BULK #_migrateiq_input ([c0] int, [c1] nvarchar(max), [c2] nvarchar(max)) WITH (KEEP_NULLS, TABLOCK)',
      'SELECT TOP (1) LEFT([c1], 100) AS [value] FROM #_migrateiq_input WHERE CONVERT(nvarchar(max), CONVERT(varchar(max), [c1] COLLATE Latin1_General_CI_AS)) COLLATE Latin1_General_100_BIN2 <> [c1] COLLATE Latin1_General_100_BIN2',
      `INSERT INTO ${staging} ([id], [name], [place]) SELECT [c0], [c1], geography::STGeomFromText([c2], 4326) FROM #_migrateiq_input`,
      'DROP TABLE #_migrateiq_input',
    ])
    const before = sent().length
    await sink.publish()
    expect(sent().slice(before + 2, before + 5)).toEqual([
      'SET IDENTITY_INSERT [dbo].[orders] ON',
      `INSERT INTO [dbo].[orders] ([id], [name], [place]) SELECT [id], [name], [place] FROM ${staging}`,
      'SET IDENTITY_INSERT [dbo].[orders] OFF',
    ])
  })

  test('a character that a code page lacks is refused, not replaced', async () => {
    const { sink } = await prepared(
      {
        columns: [{ name: 'name', base: 'varchar', length: 20 }],
        answer: ({ sql }) =>
          /LEFT\(/.test(sql) ? { columns: [['value', 'nvarchar']], rows: [['日本']] } : undefined,
      },
      { columns: [column('name', t.text)], key: [] },
    )
    await expect(writeRows(sink, 'a', [['日本']])).rejects.toMatchObject({
      code: 'VALUE_DOES_NOT_FIT',
      data: { details: { column: 'name', value: '日本' } },
    })
  })

  test('straight into a new table', async () => {
    const { sink, sent } = await prepared(
      {
        ...orders,
        columns: [{ ...columns[0], name: 'id', base: 'int', identity: true }, ...columns.slice(1)],
        answer: ({ sql }) =>
          /index_id > 0/.test(sql) ? { columns: [['x', 'int']], rows: [[1]] } : undefined,
      },
      { direct: true },
    )
    await writeRows(sink, 'a', two)
    expect(sent().slice(0, 4)).toEqual([
      'BEGIN TRANSACTION',
      'SET IDENTITY_INSERT [dbo].[orders] ON',
      'INSERT BULK [dbo].[orders] ([id] int, [note] nvarchar(30)) WITH (CHECK_CONSTRAINTS, KEEP_NULLS)',
      'SET IDENTITY_INSERT [dbo].[orders] OFF',
    ])
    expect(await sink.publish()).toEqual({ rows: 2 })
    expect(sent().some((sql) => /DROP TABLE|INSERT INTO \[dbo\]\.\[orders/.test(sql))).toBe(false)
  })

  test('what was loaded comes back through the real driver', async () => {
    const types: ScriptedColumn[] = [
      { name: 'i', base: 'int', nullable: false },
      { name: 'b', base: 'bit' },
      { name: 'g', base: 'bigint' },
      { name: 'r', base: 'real' },
      { name: 'f', base: 'float' },
      { name: 'n', base: 'nvarchar', length: 40 },
      { name: 'm', base: 'nvarchar', length: -1 },
      { name: 'v', base: 'varbinary', length: -1 },
      { name: 'u', base: 'uniqueidentifier' },
    ]
    let stored = Buffer.alloc(0)
    const peer = await serve({
      columns: types,
      answer: (r) => {
        if (r.kind === 'bulk') stored = Buffer.from(r.bytes)
        return /AS \[c0\]/.test(r.sql) ? { tokens: stored } : undefined
      },
    })
    const session = await openAt(urlOf(peer))
    const all = types.map((c) => column(c.name, t.text))
    const sink = await session.sink(request({ columns: all, key: [] }))
    await sink.prepare()
    const rows = [
      [
        '1',
        'true',
        '-9223372036854775808',
        '0.1',
        '0.1',
        'é😀',
        'a\tb\nc\\',
        '\\x00ff',
        '00112233-4455-6677-8899-aabbccddeeff',
      ],
      ['2', ...types.slice(1).map(() => null)],
      ['3', 'false', '0', '-1.5', '5e-324', '', '', '\\x', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
      [
        '4',
        'true',
        '1',
        '16777216',
        '1e+21',
        'x',
        'ß'.repeat(40_000),
        `\\x${'ab'.repeat(40_000)}`,
        '00000000-0000-0000-0000-000000000001',
      ],
    ]
    // The script counts row tokens, which also are bytes of values.
    await writeRows(sink, 'a', rows).catch(() => undefined)
    const reader = await session.reader({ source, columns: all })
    expect(await readRows(reader, 'text')).toEqual(rows)
    await reader.close()
  })

  test('times and exact numbers are those the driver reads', async () => {
    const values: readonly [string, Partial<ScriptedColumn>, string, string][] = [
      ['date', {}, '2024-02-29', '2024-02-29 00:00:00'],
      ['date', {}, '0001-01-01', '0001-01-01 00:00:00'],
      ['time', { scale: 3 }, '23:59:59.123', '1970-01-01 23:59:59.123'],
      ['datetime2', { scale: 7 }, '9999-12-31 23:59:59.9990000', '9999-12-31 23:59:59.999'],
      ['datetime2', { scale: 0 }, '1900-01-01 12:00:00', '1900-01-01 12:00:00'],
      ['datetimeoffset', { scale: 4 }, '2024-03-01 01:30:00.5+02', '2024-02-29 23:30:00.500'],
      ['datetime', {}, '1753-01-01 00:00:00.997', '1753-01-01 00:00:00.997'],
      ['datetime', {}, '2079-06-07 23:59:59.997', '2079-06-07 23:59:59.997'],
      ['smalldatetime', {}, '2079-06-06 23:59:00', '2079-06-06 23:59:00'],
      ['decimal', { precision: 9, scale: 2 }, '-1234567.89', '-1234567.89'],
      ['decimal', { precision: 18, scale: 4 }, '12345678901.2345', '12345678901.2345'],
      ['numeric', { precision: 28, scale: 0 }, '-9007199254740991', '-9007199254740991'],
      ['numeric', { precision: 38, scale: 10 }, '0.0000000001', '1e-10'],
      ['money', {}, '-214748.3648', '-214748.3648'],
      ['money', {}, '12345678.9', '12345678.9'],
      ['smallmoney', {}, '0.0001', '0.0001'],
    ]
    let stored: Buffer = Buffer.alloc(0)
    const types = values.map(([base, more], i) => ({ name: `c${i}`, base, ...more }))
    const peer = await serve({
      columns: types,
      answer: (r) => {
        if (r.kind === 'bulk') stored = Buffer.from(r.bytes)
        return r.sql === 'SELECT back' ? { tokens: stored } : undefined
      },
    })
    const session = await openAt(urlOf(peer))
    const all = types.map((c) => column(c.name, t.text))
    const sink = await session.sink(request({ columns: all, key: [] }))
    await sink.prepare()
    await writeRows(sink, 'a', [values.map(([, , text]) => text)]).catch(() => undefined)
    const [row] = (await session.execute?.(['SELECT back'])) ?? []
    expect(row).toEqual(values.map(([, , , read]) => read))
  })
})
