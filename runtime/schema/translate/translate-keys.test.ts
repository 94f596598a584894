import { describe, expect, it } from 'vitest'
import type { DatabaseSystem, IndexSchema, TableColumn } from '../model.ts'
import { column, schema, table } from './fixture.ts'
import type { TranslateOptions } from './index.ts'
import { translateSchema } from './index.ts'

/** One column through a translation. */
function carried(
  from: DatabaseSystem,
  to: DatabaseSystem,
  native: string,
  rest: Partial<TableColumn> = {},
  options: TranslateOptions = {},
) {
  const source = schema(from, [table('t', [column(from, 'c', native, rest)])])
  const { schema: target, losses, mapping } = translateSchema(source, to, options)
  const [only] = target.tables[0]?.columns ?? []
  if (!only) throw new Error('no column')
  return { column: only, codes: losses.map((l) => l.code), losses, mapping, target }
}

describe('keys and indexes', () => {
  const index = (rest: Partial<IndexSchema>): IndexSchema => ({
    name: 'i',
    unique: false,
    method: 'btree',
    parts: [{ column: 'b', descending: false }],
    include: [],
    ...rest,
  })
  const of = (
    from: DatabaseSystem,
    to: DatabaseSystem,
    indexes: readonly IndexSchema[],
    native = 'text',
  ) => {
    const columns = [
      column(from, 'a', from === 'mysql' ? 'int(11)' : 'integer'),
      column(from, 'b', native, { nullable: true }),
    ]
    const source = schema(from, [
      table('t', columns, { indexes }),
      table('u', columns, { indexes }),
    ])
    const { schema: target, losses } = translateSchema(source, to)
    return {
      indexes: target.tables.map((t) => t.indexes),
      codes: losses.map((l) => l.code),
      target,
    }
  }

  it('names are unique in a schema of PostgreSQL, and of a table in MySQL', () => {
    expect(
      of('mysql', 'postgres', [index({})], 'varchar(9)').indexes.map((i) => i[0]?.name),
    ).toEqual(['i', 'u_i'])
    expect(of('postgres', 'mysql', [index({})]).indexes.map((i) => i[0]?.name)).toEqual(['i', 'i'])
  })

  it('long texts are indexed by their beginning in MySQL', () => {
    expect(of('postgres', 'mysql', [index({})]).indexes[0]?.[0]?.parts[0]?.prefixLength).toBe(191)
  })

  it('unique texts get a length in MySQL', () => {
    const { target } = of('postgres', 'mysql', [index({ unique: true })])
    expect(target.tables[0]?.columns[1]?.nativeType).toBe('varchar(255)')
  })

  it('conditions are translated, or the index is listed', () => {
    const partial = index({ where: '(b IS NOT NULL)' })
    expect(of('postgres', 'sqlite', [partial]).indexes[0]?.[0]?.where).toBe('("b" IS NOT NULL)')
    expect(of('postgres', 'mysql', [{ ...partial, unique: true }]).codes).toContain(
      'UNIQUE_OMITTED',
    )
    expect(of('postgres', 'mysql', [partial]).codes).toContain('INDEX_CHANGED')
  })

  it('full-text, spatial and GIN indexes are listed', () => {
    expect(of('mysql', 'sqlite', [index({ method: 'fulltext' })]).codes).toContain('INDEX_OMITTED')
    const words = of('mysql', 'postgres', [index({ method: 'fulltext' })])
    expect(words.codes).toContain('INDEX_CHANGED')
    expect(words.indexes[0]?.[0]).toMatchObject({ nativeMethod: 'gin', unique: false })
    expect(
      of('postgres', 'mysql', [index({ method: 'other', nativeMethod: 'gin' })]).codes,
    ).toContain('INDEX_OMITTED')
  })

  it('SQL Server’s unique index leaves NULLs out', () => {
    const { indexes } = of('postgres', 'mssql', [index({ unique: true })])
    expect(indexes[0]?.[0]?.where).toBe('[b] IS NOT NULL')
  })
})

describe('foreign keys', () => {
  const parent = table('p', [column('postgres', 'id', 'bigint')], {
    primaryKey: { columns: ['id'] },
  })
  const child = table('c', [column('postgres', 'p_id', 'integer', { nullable: true })], {
    foreignKeys: [
      {
        name: 'f',
        columns: ['p_id'],
        references: { name: 'p' },
        referencedColumns: ['id'],
        onDelete: 'set default',
        onUpdate: 'no action',
        deferrable: true,
      },
    ],
  })
  const of = (to: DatabaseSystem) => {
    const { schema: target, losses } = translateSchema(schema('postgres', [parent, child]), to)
    return {
      key: target.tables[1]?.foreignKeys[0],
      column: target.tables[1]?.columns[0],
      codes: losses.map((l) => l.code),
    }
  }

  it('MySQL gets equal types, an action it has, and no deferral, all of it listed', () => {
    const { key, column: c, codes } = of('mysql')
    expect(c?.nativeType).toBe('bigint')
    expect(key).toMatchObject({ onDelete: 'no action' })
    expect(codes).toEqual(expect.arrayContaining(['FOREIGN_KEY_ACTION', 'DEFERRABLE_DROPPED']))
  })

  it('NULL in a column that takes none was refused before; engines that refuse the action get none', () => {
    const required = table('c', [column('postgres', 'p_id', 'bigint')], {
      foreignKeys: child.foreignKeys.map((key) => ({ ...key, onDelete: 'set null' })),
    })
    const actions = (to: DatabaseSystem) => {
      const { schema: target, losses } = translateSchema(schema('postgres', [parent, required]), to)
      const told = losses.filter((l) => l.code === 'FOREIGN_KEY_ACTION').map((l) => l.severity)
      return [target.tables[1]?.foreignKeys[0]?.onDelete, told]
    }
    expect(actions('mysql')).toEqual(['no action', ['info']])
    expect(actions('mssql')).toEqual(['no action', ['info']])
    expect(actions('sqlite')).toEqual(['set null', []])
  })

  it('MySQL changes no column that a check looks at', () => {
    const checked = table('c', [column('postgres', 'p_id', 'bigint', { nullable: true })], {
      foreignKeys: child.foreignKeys.map((key) => ({
        ...key,
        onDelete: 'cascade',
        onUpdate: 'cascade',
      })),
      checks: [{ name: 'some', expression: 'p_id > 0' }],
    })
    const inMysql = translateSchema(schema('postgres', [parent, checked]), 'mysql')
    expect(inMysql.schema.tables[1]).toMatchObject({
      foreignKeys: [{ onDelete: 'cascade', onUpdate: 'no action' }],
      checks: [{ name: 'some' }],
    })
    expect(inMysql.losses).toContainEqual(
      expect.objectContaining({ code: 'FOREIGN_KEY_ACTION', source: 'ON UPDATE CASCADE' }),
    )
  })

  it('SQLite keeps it all', () => {
    expect(of('sqlite').key).toMatchObject({ onDelete: 'set default', deferrable: true })
  })
})

it.each([
  ['mysql', 0],
  ['sqlite', 0],
  ['mssql', 1],
] as const)('a check that asks for the time is left out where %s refuses it', (to, expected) => {
  const born = column('postgres', 'born', 'timestamp without time zone')
  const checks = [
    'born <= now()',
    'born < CURRENT_TIMESTAMP',
    'born <= CURRENT_DATE',
    'born > now()',
  ]
  const source = schema('postgres', [
    table('t', [born], { checks: checks.map((expression) => ({ expression })) }),
  ])
  const { schema: target, losses } = translateSchema(source, to)
  expect(target.tables[0]?.checks).toHaveLength(expected * checks.length)
  expect(losses.filter((l) => l.code === 'CHECK_OMITTED')).toHaveLength(
    (1 - expected) * checks.length,
  )
})

it('checks are translated or listed, and JSON’s own is not needed', () => {
  const columns = [
    column('mysql', 'a', 'int(11)'),
    column('mysql', 'd', 'longtext', { type: { kind: 'json' } }),
  ]
  const checks = [
    { name: 'one', expression: '`a` > 0 and `a` <> 7' },
    { name: 'd', expression: 'json_valid(`d`)' },
    { name: 'two', expression: 'soundex(`a`) > 1' },
  ]
  const { schema: target, losses } = translateSchema(
    schema('mysql', [table('t', columns, { checks })]),
    'postgres',
  )
  expect(target.tables[0]?.checks).toEqual([
    { name: 'one', expression: '(("a" > 0) AND ("a" <> 7))' },
  ])
  expect(losses.map((l) => [l.code, l.object.name])).toContainEqual(['CHECK_OMITTED', 'two'])
})

it('ON UPDATE CURRENT_TIMESTAMP becomes a trigger', () => {
  const { target, codes } = carried('mysql', 'postgres', 'timestamp', {
    onUpdate: 'current_timestamp()',
  })
  expect(target.others.map((o) => o.kind)).toEqual(['routine', 'trigger'])
  expect(codes).toContain('ON_UPDATE_AS_TRIGGER')
})
