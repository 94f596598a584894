import { describe, expect, test } from 'vitest'
import * as t from '../../nodes/kit/data-type.ts'
import { compareSchemas, compareTables } from './compare.ts'
import type { DatabaseSchema, TableColumn, TableSchema } from './model.ts'

const column = (
  name: string,
  nativeType: string,
  more: Partial<TableColumn> = {},
): TableColumn => ({
  name,
  type: t.text,
  nativeType,
  nullable: true,
  ...more,
})
const table: TableSchema = {
  table: { schema: 'public', name: 'orders' },
  columns: [column('id', 'int'), column('note', 'varchar(9)')],
  primaryKey: { name: 'orders_pkey', columns: ['id'] },
  uniques: [{ name: 'u1', columns: ['note'] }],
  checks: [{ name: 'c1', expression: 'id  > 0' }],
  foreignKeys: [
    {
      name: 'f1',
      columns: ['id'],
      references: { schema: 'public', name: 'orders' },
      referencedColumns: ['id'],
      onDelete: 'cascade',
      onUpdate: 'no action',
    },
  ],
  indexes: [
    {
      name: 'i1',
      unique: false,
      method: 'btree',
      parts: [{ column: 'note', descending: false }],
      include: [],
    },
  ],
}
const database = (...tables: readonly TableSchema[]): DatabaseSchema => ({
  system: 'postgres',
  version: '15',
  schemas: ['public'],
  tables,
  views: [],
  types: [],
  sequences: [],
  others: [],
})

describe('comparing schemas', () => {
  test('statistics and spellings are no difference', () => {
    const other: TableSchema = {
      ...table,
      estimatedRows: 9,
      columns: [column('id', 'integer'), column('note', 'character varying(9)')],
      checks: [{ name: 'c1', expression: 'id > 0' }],
    }
    expect(compareSchemas(database(table), database(other))).toEqual([])
  })

  test('names count only when asked for', () => {
    const other: TableSchema = {
      ...table,
      primaryKey: { columns: ['id'] },
      uniques: [{ name: 'other', columns: ['note'] }],
      checks: [{ expression: 'id > 0' }],
      foreignKeys: table.foreignKeys.map((key) => ({ ...key, name: 'other' })),
      indexes: table.indexes.map((index) => ({ ...index, name: 'other' })),
    }
    expect(compareSchemas(database(table), database(other))).toEqual([])
    const named = compareSchemas(database(table), database(other), { names: true })
    expect(named.map((d) => [d.difference, d.object.name, d.property])).toEqual([
      ['changed', 'orders_pkey', 'name'],
      ['changed', 'u1', 'name'],
      ['changed', 'c1', 'name'],
      ['changed', 'f1', 'name'],
      ['missing', 'i1', undefined],
      ['added', 'other', undefined],
    ])
  })

  test('tells what of a column and of a key has changed', () => {
    const other: TableSchema = {
      ...table,
      columns: [
        column('id', 'bigint', { identity: { generation: 'always', next: '5' } }),
        column('note', 'text', { nullable: false, default: `'x'` }),
      ],
      foreignKeys: table.foreignKeys.map((key) => ({ ...key, onDelete: 'restrict' })),
    }
    const found = compareSchemas(database(table), database(other))
    expect(found.map((d) => [d.object.name, d.property, d.first, d.second])).toEqual([
      ['id', 'type', 'integer', 'bigint'],
      ['id', 'identity', '', '{"generation":"always"}'],
      ['note', 'type', 'character varying(9)', 'text'],
      ['note', 'nullable', 'yes', 'no'],
      ['note', 'default', '', `'x'`],
      ['f1', 'onDelete', 'cascade', 'restrict'],
    ])
  })

  test('a missing table is told once', () => {
    expect(compareSchemas(database(table), database())).toEqual([
      {
        difference: 'missing',
        object: { kind: 'table', table: table.table, name: 'orders' },
        first: 'public.orders',
        second: '',
      },
    ])
  })

  test('columns in another order are in another position', () => {
    const other = { ...table, columns: [...table.columns].reverse() }
    expect(compareSchemas(database(table), database(other)).map((d) => d.property)).toEqual([
      'position',
      'position',
    ])
  })

  test('two equal constraints are not one', () => {
    const twice = { ...table, checks: [...table.checks, ...table.checks] }
    expect(compareSchemas(database(twice), database(table)).map((d) => d.difference)).toEqual([
      'missing',
    ])
  })

  test('schemas may be left out of names', () => {
    const moved: TableSchema = {
      ...table,
      table: { name: 'orders' },
      foreignKeys: table.foreignKeys.map((key) => ({ ...key, references: { name: 'orders' } })),
    }
    expect(compareSchemas(database(table), database(moved)).length).toBe(2)
    const options = { ignoreSchemas: true }
    expect(compareSchemas(database(table), database(moved), options)).toEqual([])
  })

  test('expressions may be in the words of an engine', () => {
    const planned = { ...table, checks: [{ expression: `("note" <> 'a')` }] }
    const kept = { ...table, checks: [{ expression: `((note)::text <> 'a'::text)` }] }
    expect(compareSchemas(database(planned), database(kept)).length).toBe(2)
    const options = { looseExpressions: true }
    expect(compareSchemas(database(planned), database(kept), options)).toEqual([])
  })

  test('one table against another, whatever their names', () => {
    const other = { ...table, table: { name: 'elsewhere' }, columns: [column('id', 'int')] }
    const found = compareTables(table, other, 'postgres')
    expect(found.map((d) => [d.difference, d.object.name])).toEqual([['missing', 'note']])
  })
})
