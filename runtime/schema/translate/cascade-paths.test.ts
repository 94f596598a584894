import { expect, test } from 'vitest'
import type { ForeignKey, TableSchema } from '../model.ts'
import { singleCascadePaths } from './cascade-paths.ts'

const table = (name: string, ...parents: string[]): TableSchema => ({
  table: { name },
  columns: [],
  uniques: [],
  checks: [],
  indexes: [],
  foreignKeys: parents.map(
    (parent): ForeignKey => ({
      name: `${name}_${parent}`,
      columns: [`${parent}_id`],
      references: { name: parent },
      referencedColumns: ['id'],
      onDelete: 'cascade',
      onUpdate: 'no action',
    }),
  ),
})

const passive = (...tables: TableSchema[]) =>
  singleCascadePaths(tables).losses.map((loss) => loss.object.name)

test('a chain and a tree keep their actions', () => {
  expect(passive(table('a'), table('b', 'a'), table('c', 'b'), table('d', 'a'))).toEqual([])
})

test('the second way to a table loses its action', () => {
  expect(passive(table('a'), table('b', 'a'), table('c', 'a', 'b'))).toEqual(['c_b'])
  expect(passive(table('d', 'b', 'c'), table('b', 'a'), table('c', 'a'))).toEqual(['c_a'])
  const { tables } = singleCascadePaths([table('a'), table('b', 'a'), table('c', 'a', 'b')])
  expect(tables[2]?.foreignKeys.map((key) => key.onDelete)).toEqual(['cascade', 'no action'])
})

test('no way leads back', () => {
  expect(passive(table('a', 'a'))).toEqual(['a_a'])
  expect(passive(table('a', 'b'), table('b', 'a'))).toEqual(['b_a'])
})
