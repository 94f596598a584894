import { describe, expect, it } from 'vitest'
import type { DatabaseSystem, Identity, TableColumn } from '../model.ts'
import { column, schema, table } from './fixture.ts'
import { translateSchema } from './index.ts'

const counted: Identity = { generation: 'by default' }

/** Tables of one column that refers to the one before; the first one may count up. */
function chain(
  from: DatabaseSystem,
  to: DatabaseSystem,
  types: readonly string[],
  first: Partial<TableColumn> = {},
  counts?: ReadonlyMap<string, number>,
) {
  const tables = types.map((type, i) =>
    table(`t${i}`, [column(from, 'c', type, i === 0 ? first : {})], {
      primaryKey: { columns: ['c'] },
      foreignKeys:
        i === 0
          ? []
          : [
              {
                columns: ['c'],
                references: { name: `t${i - 1}` },
                referencedColumns: ['c'],
                onDelete: 'no action',
                onUpdate: 'no action',
              },
            ],
    }),
  )
  const { schema: target, losses } = translateSchema(schema(from, tables), to, { counts })
  return {
    types: target.tables.map((t) => t.columns[0]?.nativeType),
    keys: target.tables.flatMap((t) => t.foreignKeys).length,
    counts: target.tables[0]?.columns[0]?.identity !== undefined,
    codes: losses.map((l) => `${l.object.table?.name}: ${l.code}`),
  }
}

describe('both ends of a foreign key', () => {
  const big = 'bigint(20) unsigned'

  it('BIGINT UNSIGNED counts and is referred to as bigint in PostgreSQL', () => {
    const { types, keys, counts, codes } = chain('mysql', 'postgres', [big, big], {
      identity: counted,
    })
    expect([types, keys, counts]).toEqual([['bigint', 'bigint'], 1, true])
    expect(codes).toEqual(['t0: TYPE_NARROWED', 't1: TYPE_NARROWED'])
  })

  it.each([
    ['a row', {}, new Map([['t0.c:VALUE_OUT_OF_RANGE', 3]])],
    ['a default', { default: '18446744073709551615' }, undefined],
    ['the next number', { identity: { ...counted, next: '9223372036854775808' } }, undefined],
  ])('unless %s needs the last bit', (_, first, counts) => {
    const found = chain('mysql', 'postgres', [big, big], { identity: counted, ...first }, counts)
    expect([found.types, found.keys]).toEqual([['numeric(20,0)', 'bigint'], 1])
    expect(found.counts).toBe(false)
    expect(found.codes).toContain('t0: IDENTITY_CHANGED')
  })

  it('a decimal that counts up becomes a bigint, and so does what refers to it, however far', () => {
    const decimals = ['decimal(18,0)', 'decimal(18,0)', 'decimal(18,0)']
    const found = chain('mssql', 'postgres', decimals, { identity: counted })
    expect([found.types, found.keys]).toEqual([['bigint', 'bigint', 'bigint'], 2])
    expect(found.counts).toBe(true)
  })

  it('have the same type in MySQL and SQL Server, however far', () => {
    const numbers = ['bigint', 'integer', 'smallint']
    expect(chain('postgres', 'mysql', numbers).types).toEqual(['bigint', 'bigint', 'bigint'])
    expect(chain('postgres', 'mssql', numbers).types).toEqual(['bigint', 'bigint', 'bigint'])
  })

  it.each([
    ['sqlite', ['INTEGER', 'DECIMAL(10,0)']],
    ['mysql', ["enum('a','b')", "enum('a','b')"]],
  ] as const)('of %s that PostgreSQL does not compare are said beforehand', (from, types) => {
    const found = chain(from, 'postgres', types)
    expect(found.keys).toBe(0)
    expect(found.codes).toContain('t1: FOREIGN_KEY_OMITTED')
  })
})
