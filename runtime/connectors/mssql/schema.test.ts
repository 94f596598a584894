import { describe, expect, test } from 'vitest'
import { CatalogBuilder } from '../../../e2e/support/mssql-catalog.ts'
import { ddlOf } from '../../schema/ddl/index.ts'
import type { DdlPhases } from '../../schema/ddl/phases.ts'
import type { DatabaseSchema } from '../../schema/model.ts'
import { databaseOf } from './database-schema.ts'
import { withoutParentheses } from './schema-columns.ts'
import { viewSql } from './schema-others.ts'

const sqlOf = (schema: DatabaseSchema): Record<keyof DdlPhases, string[]> =>
  Object.fromEntries(
    Object.entries(ddlOf(schema, { primaryKeys: 'late' })).map(([phase, statements]) => [
      phase,
      (statements as DdlPhases['tables']).map((s) => s.sql),
    ]),
  ) as Record<keyof DdlPhases, string[]>

const required = { nullable: false }
const identity = { nullable: false, seed: '1', increment: '1', last: '3503' }

describe('a database like Chinook', () => {
  const catalog = new CatalogBuilder()
  const artist = catalog.table('Artist', {
    ArtistId: ['int', identity],
    Name: ['nvarchar(120)'],
  })
  catalog.key(artist, 'PK_Artist', 'ArtistId')
  const track = catalog.table('Track', {
    TrackId: ['int', identity],
    Name: ['nvarchar(200)', required],
    ArtistId: ['int'],
    UnitPrice: ['numeric', { nullable: false, precision: 10, scale: 2, length: 9 }],
  })
  catalog.key(track, 'PK_Track', 'TrackId')
  catalog.foreignKey(track, 'FK_TrackArtistId', { ArtistId: 'ArtistId' }, 'Artist')
  catalog.index(track, 'IFK_TrackArtistId', ['ArtistId'])
  const playlist = catalog.table('PlaylistTrack', {
    PlaylistId: ['int', required],
    TrackId: ['int', required],
  })
  catalog.index(playlist, 'PK_PlaylistTrack', ['PlaylistId', 'TrackId'], {
    unique: true,
    primary: true,
  })
  catalog.foreignKey(playlist, 'FK_PlaylistTrackTrackId', { TrackId: 'TrackId' }, 'Track')
  const schema = databaseOf(catalog.rows)

  test('is read', () => {
    expect(schema).toMatchObject({
      system: 'mssql',
      version: '16.0.4135.4',
      schemas: ['dbo'],
      views: [],
    })
    expect(schema.tables[1]).toEqual({
      table: { schema: 'dbo', name: 'Track' },
      columns: [
        {
          name: 'TrackId',
          type: { kind: 'integer', bits: 32 },
          nativeType: 'int',
          nullable: false,
          identity: { generation: 'always', start: '1', increment: '1', next: '3504' },
        },
        {
          name: 'Name',
          type: { kind: 'text', length: 200 },
          nativeType: 'nvarchar(200)',
          nullable: false,
        },
        {
          name: 'ArtistId',
          type: { kind: 'integer', bits: 32 },
          nativeType: 'int',
          nullable: true,
        },
        {
          name: 'UnitPrice',
          type: { kind: 'decimal', precision: 10, scale: 2 },
          nativeType: 'numeric(10,2)',
          nullable: false,
        },
      ],
      primaryKey: { name: 'PK_Track', columns: ['TrackId'] },
      uniques: [],
      checks: [],
      foreignKeys: [
        {
          name: 'FK_TrackArtistId',
          columns: ['ArtistId'],
          references: { schema: 'dbo', name: 'Artist' },
          referencedColumns: ['ArtistId'],
          onDelete: 'no action',
          onUpdate: 'no action',
        },
      ],
      indexes: [
        {
          name: 'IFK_TrackArtistId',
          unique: false,
          method: 'btree',
          parts: [{ column: 'ArtistId', descending: false }],
          include: [],
        },
      ],
      collation: 'SQL_Latin1_General_CP1_CI_AS',
      estimatedRows: 10,
      estimatedBytes: 8192,
    })
    expect(schema.tables[2]?.primaryKey?.columns).toEqual(['PlaylistId', 'TrackId'])
  })

  test('is made', () => {
    expect(sqlOf(schema)).toEqual({
      before: [],
      tables: [
        'CREATE TABLE [dbo].[Artist] (\n  [ArtistId] int IDENTITY(1,1) NOT NULL,\n  [Name] nvarchar(120) NULL\n)',
        'CREATE TABLE [dbo].[Track] (\n  [TrackId] int IDENTITY(1,1) NOT NULL,\n  [Name] nvarchar(200) NOT NULL,\n  [ArtistId] int NULL,\n  [UnitPrice] numeric(10,2) NOT NULL\n)',
        'CREATE TABLE [dbo].[PlaylistTrack] (\n  [PlaylistId] int NOT NULL,\n  [TrackId] int NOT NULL\n)',
      ],
      indexes: [
        'ALTER TABLE [dbo].[Artist] ADD CONSTRAINT [PK_Artist] PRIMARY KEY CLUSTERED ([ArtistId])',
        'ALTER TABLE [dbo].[Track] ADD CONSTRAINT [PK_Track] PRIMARY KEY CLUSTERED ([TrackId])',
        'CREATE NONCLUSTERED INDEX [IFK_TrackArtistId] ON [dbo].[Track] ([ArtistId])',
        'ALTER TABLE [dbo].[PlaylistTrack] ADD CONSTRAINT [PK_PlaylistTrack] PRIMARY KEY CLUSTERED ([PlaylistId], [TrackId])',
      ],
      constraints: [
        'ALTER TABLE [dbo].[Track] WITH CHECK ADD CONSTRAINT [FK_TrackArtistId] FOREIGN KEY ([ArtistId]) REFERENCES [dbo].[Artist] ([ArtistId]) ON DELETE NO ACTION ON UPDATE NO ACTION',
        'ALTER TABLE [dbo].[PlaylistTrack] WITH CHECK ADD CONSTRAINT [FK_PlaylistTrackTrackId] FOREIGN KEY ([TrackId]) REFERENCES [dbo].[Track] ([TrackId]) ON DELETE NO ACTION ON UPDATE NO ACTION',
      ],
      sequences: ['Artist', 'Track'].map(
        (table) => `DECLARE @last bigint = (SELECT MAX([${table}Id]) FROM [dbo].[${table}]);
IF @last IS NULL
  DBCC CHECKIDENT (N'[dbo].[${table}]', RESEED, 3504) WITH NO_INFOMSGS;
ELSE
BEGIN
  IF @last < 3503 SET @last = 3503;
  DBCC CHECKIDENT (N'[dbo].[${table}]', RESEED, @last) WITH NO_INFOMSGS;
END`,
      ),
      views: [],
      comments: [],
      others: [],
      analyse: ['Artist', 'Track', 'PlaylistTrack'].map((t) => `UPDATE STATISTICS [dbo].[${t}]`),
    })
  })
})

describe('a database like Northwind, and what only SQL Server has', () => {
  const catalog = new CatalogBuilder()
  const orders = catalog.table(
    'Order Details',
    {
      OrderID: ['int', required],
      UnitPrice: ['money', { nullable: false, default: '((0))' }],
      Quantity: ['smallint', { nullable: false, default: '((1))' }],
      Total: ['money', { computed: '([UnitPrice]*[Quantity])', persisted: true, nullable: false }],
      Code: ['varchar(20)', { collation: 'Latin1_General_100_BIN2', comment: "the clerk's" }],
      Note: ['ntext'],
      Photo: ['image'],
      Version: ['timestamp', required],
      Phone: ['nvarchar(24)', { typeSchema: 'dbo', typeName: 'Phone' }],
      Placed: ['datetime', { default: '(getdate())' }],
      Number: ['bigint', { default: '(NEXT VALUE FOR [sales].[Numbers])' }],
    },
    { comment: 'Positions', rows: null },
  )
  catalog.key(orders, 'PK_Order_Details', 'OrderID')
  catalog.index(orders, 'UQ_Code', ['Code'], { unique: true, constraint: true })
  catalog.index(orders, 'IX_Placed', ['-Placed', 'OrderID', '+Quantity', '+UnitPrice'], {
    filter: '([Placed] IS NOT NULL)',
    unique: true,
  })
  catalog.index(orders, 'CS_All', ['+OrderID', '+Quantity'], { type: 6 })
  catalog.index(orders, 'SX_Place', ['Note'], { type: 4 })
  catalog.add('fullText', { id: orders, column: 'Note' })
  catalog.check(orders, 'CK_Quantity', "([Quantity]>(0) AND [Code]<>'(')")
  catalog.foreignKey(orders, 'FK_Orders', { OrderID: 'OrderID' }, 'Orders', {
    onDelete: 'CASCADE',
    onUpdate: 'SET_NULL',
    schema: 'sales',
    untrusted: true,
  })
  const view = catalog.module(
    'V',
    'Current',
    '-- a view\nCREATE VIEW [dbo].[Current] ([No]) WITH SCHEMABINDING\nAS\nSELECT OrderID AS [No] FROM dbo.[Order Details];\n',
  )
  catalog.columns(view, { No: ['int'] })
  catalog.module('V', 'Hidden', null)
  catalog.module(
    'TR',
    'Guard',
    'CREATE TRIGGER dbo.Guard ON dbo.[Order Details] AFTER INSERT AS RETURN',
    {
      table: 'Order Details',
      tableSchema: 'dbo',
    },
  )
  catalog.module('P', 'Ten', 'CREATE PROCEDURE dbo.Ten AS SELECT 10')
  catalog.add('sequences', {
    schema: 'sales',
    name: 'Numbers',
    type: 'bigint',
    start: '1',
    increment: '1',
    minimum: '1',
    maximum: '9223372036854775807',
    cycle: false,
    current: '41',
  })
  catalog.add('aliases', {
    schema: 'dbo',
    name: 'Phone',
    base: 'nvarchar',
    length: 48,
    precision: 0,
    scale: 0,
    nullable: true,
    isTable: false,
  })
  catalog.add('synonyms', { schema: 'dbo', name: 'Far', base: '[other].[dbo].[Near]' })
  const schema = databaseOf(catalog.rows)

  test('is read', () => {
    const [table] = schema.tables
    const column = (name: string) => table?.columns.find((c) => c.name === name)
    expect(schema.schemas).toEqual(['dbo', 'sales'])
    expect(table).not.toHaveProperty('estimatedRows')
    expect(table?.comment).toBe('Positions')
    expect(column('UnitPrice')).toMatchObject({ nativeType: 'money', default: '0' })
    expect(column('Total')?.generated).toEqual({
      expression: '[UnitPrice]*[Quantity]',
      stored: true,
    })
    expect(column('Code')).toMatchObject({
      collation: 'Latin1_General_100_BIN2',
      comment: "the clerk's",
    })
    expect(column('Note')).not.toHaveProperty('collation')
    expect(column('Version')).toMatchObject({ nativeType: 'rowversion', type: { kind: 'binary' } })
    expect(column('Phone')?.namedType).toEqual({ schema: 'dbo', name: 'Phone' })
    expect(table?.uniques).toEqual([{ name: 'UQ_Code', columns: ['Code'] }])
    expect(table?.checks).toEqual([
      { name: 'CK_Quantity', expression: "[Quantity]>(0) AND [Code]<>'('" },
    ])
    expect(table?.foreignKeys[0]).toMatchObject({
      references: { schema: 'sales', name: 'Orders' },
      onDelete: 'cascade',
      onUpdate: 'set null',
      notValid: true,
    })
    expect(table?.indexes).toEqual([
      {
        name: 'IX_Placed',
        unique: true,
        method: 'btree',
        parts: [
          { column: 'Placed', descending: true },
          { column: 'OrderID', descending: false },
        ],
        include: ['Quantity', 'UnitPrice'],
        where: '[Placed] IS NOT NULL',
      },
      expect.objectContaining({ name: 'CS_All', nativeMethod: 'nonclustered columnstore' }),
      expect.objectContaining({ name: 'SX_Place', method: 'spatial' }),
      expect.objectContaining({
        method: 'fulltext',
        parts: [{ column: 'Note', descending: false }],
      }),
    ])
    expect(schema.views).toEqual([
      {
        view: { schema: 'dbo', name: 'Current' },
        columns: ['No'],
        sql: 'SELECT OrderID AS [No] FROM dbo.[Order Details]',
        materialized: false,
      },
    ])
    expect(schema.sequences[0]).toEqual({
      name: { schema: 'sales', name: 'Numbers' },
      type: 'bigint',
      start: '1',
      increment: '1',
      minimum: '1',
      cycle: false,
      next: '42',
    })
    expect(schema.others.map((o) => [o.kind, o.name.name])).toEqual([
      ['trigger', 'Guard'],
      ['routine', 'Ten'],
      ['virtual table', 'Far'],
      ['routine', 'Hidden'],
    ])
  })

  test('is made', () => {
    const made = sqlOf(schema)
    expect(made.before).toEqual([
      "IF SCHEMA_ID(N'sales') IS NULL EXEC (N'CREATE SCHEMA [sales]')",
      'CREATE TYPE [dbo].[Phone] FROM nvarchar(24) NULL',
      'CREATE SEQUENCE [sales].[Numbers] AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 NO CYCLE',
    ])
    expect(made.tables).toEqual([
      `CREATE TABLE [dbo].[Order Details] (
  [OrderID] int NOT NULL,
  [UnitPrice] money NOT NULL DEFAULT (0),
  [Quantity] smallint NOT NULL DEFAULT (1),
  [Total] AS ([UnitPrice]*[Quantity]) PERSISTED NOT NULL,
  [Code] varchar(20) COLLATE Latin1_General_100_BIN2 NULL,
  [Note] ntext NULL,
  [Photo] image NULL,
  [Version] rowversion NOT NULL,
  [Phone] [dbo].[Phone] NULL,
  [Placed] datetime NULL DEFAULT (getdate()),
  [Number] bigint NULL DEFAULT (NEXT VALUE FOR [sales].[Numbers]),
  CONSTRAINT [CK_Quantity] CHECK ([Quantity]>(0) AND [Code]<>'(')
)`,
    ])
    expect(made.indexes).toEqual([
      'ALTER TABLE [dbo].[Order Details] ADD CONSTRAINT [PK_Order_Details] PRIMARY KEY CLUSTERED ([OrderID])',
      'ALTER TABLE [dbo].[Order Details] ADD CONSTRAINT [UQ_Code] UNIQUE NONCLUSTERED ([Code])',
      'CREATE UNIQUE NONCLUSTERED INDEX [IX_Placed] ON [dbo].[Order Details] ([Placed] DESC, [OrderID]) INCLUDE ([Quantity], [UnitPrice]) WHERE [Placed] IS NOT NULL',
      'CREATE NONCLUSTERED COLUMNSTORE INDEX [CS_All] ON [dbo].[Order Details] ([OrderID], [Quantity])',
    ])
    expect(made.constraints).toEqual([
      'ALTER TABLE [dbo].[Order Details] WITH NOCHECK ADD CONSTRAINT [FK_Orders] FOREIGN KEY ([OrderID]) REFERENCES [sales].[Orders] ([OrderID]) ON DELETE CASCADE ON UPDATE SET NULL',
    ])
    expect(made.sequences).toEqual([
      `DECLARE @next bigint = 42;
SELECT @next = CASE WHEN MAX([Number]) >= @next THEN MAX([Number]) + 1 ELSE @next END FROM [dbo].[Order Details];
DECLARE @sql nvarchar(400) = N'ALTER SEQUENCE [sales].[Numbers] RESTART WITH ' + CONVERT(nvarchar(40), @next);
EXEC (@sql)`,
    ])
    expect(made.views).toEqual([
      'CREATE VIEW [dbo].[Current] ([No]) AS\nSELECT OrderID AS [No] FROM dbo.[Order Details]',
    ])
    expect(made.comments).toEqual([
      "EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'Positions', @level0type = N'SCHEMA', @level0name = N'dbo', @level1type = N'TABLE', @level1name = N'Order Details'",
      "EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'the clerk''s', @level0type = N'SCHEMA', @level0name = N'dbo', @level1type = N'TABLE', @level1name = N'Order Details', @level2type = N'COLUMN', @level2name = N'Code'",
    ])
    expect(made.others).toEqual([
      'CREATE PROCEDURE dbo.Ten AS SELECT 10',
      'CREATE TRIGGER dbo.Guard ON dbo.[Order Details] AFTER INSERT AS RETURN',
    ])
  })

  test('a clustered index that is not the key, and names that are taken', () => {
    const own = new CatalogBuilder()
    for (const name of ['a', 'b']) {
      const id = own.table(name, { id: ['int', required], at: ['datetime2', required] })
      own.index(id, 'PRIMARY', ['id'], { unique: true, primary: true })
      own.index(id, 'by_time', ['at'], { type: 1 })
      own.check(id, 'a', '([id]>(0))')
    }
    const made = sqlOf(databaseOf(own.rows))
    expect(made.indexes).toEqual([
      'CREATE CLUSTERED INDEX [by_time] ON [dbo].[a] ([at])',
      'ALTER TABLE [dbo].[a] ADD CONSTRAINT [PRIMARY] PRIMARY KEY NONCLUSTERED ([id])',
      'CREATE CLUSTERED INDEX [by_time] ON [dbo].[b] ([at])',
      'ALTER TABLE [dbo].[b] ADD CONSTRAINT [b_PRIMARY] PRIMARY KEY NONCLUSTERED ([id])',
    ])
    expect(made.tables.map((sql) => /CONSTRAINT (\[\w+\])/.exec(sql)?.[1])).toEqual([
      '[a_a]',
      '[b_a]',
    ])
  })
})

test('expressions lose only the parentheses around the whole', () => {
  expect(withoutParentheses('((0))')).toBe('0')
  expect(withoutParentheses('([a]+(1))')).toBe('[a]+(1)')
  expect(withoutParentheses("(N')')")).toBe("N')'")
  expect(withoutParentheses('([a])+([b])')).toBe('([a])+([b])')
  expect(withoutParentheses('([x)]>(0))')).toBe('[x)]>(0)')
})

test('the SELECT of a view', () => {
  const heads = [
    'CREATE VIEW v AS SELECT 1 AS a',
    'create   or alter view [d.b].[v "x"]([a], [b])\nas\nSELECT 1 AS a',
    '/* CREATE VIEW x AS */ -- y\nCREATE VIEW dbo . v WITH VIEW_METADATA, SCHEMABINDING AS\tSELECT 1 AS a ;',
  ]
  for (const head of heads) expect(viewSql(head)).toBe('SELECT 1 AS a')
})
