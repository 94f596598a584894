import { describe, expect, test } from 'vitest'
import { publishGroups } from './publish-groups.ts'

const table = (name: string, parents: string[], replaces = false) => ({
  table: { name },
  replaces,
  foreignKeys: parents.map((parent) => ({
    columns: ['x'],
    references: { name: parent },
    referencedColumns: ['id'],
    onDelete: 'no action' as const,
    onUpdate: 'no action' as const,
  })),
})
const groups = (...tables: ReturnType<typeof table>[]) =>
  publishGroups(tables).map((group) => group.map((t) => t.table.name))

describe('tables that become visible at once', () => {
  test('are alone where nothing ties them, parents first', () => {
    expect(
      groups(table('line', ['order']), table('order', ['person']), table('person', [])),
    ).toEqual([['person'], ['order'], ['line']])
  })

  test('are those of a circle, between what it needs and what needs it', () => {
    const found = groups(
      table('sale', ['staff']),
      table('store', ['staff', 'town']),
      table('staff', ['store']),
      table('town', []),
    )
    expect(found.map((g) => g.slice().sort())).toEqual([['town'], ['staff', 'store'], ['sale']])
  })

  test('are all that refer to a table which is emptied', () => {
    const found = groups(
      table('line', ['order'], true),
      table('order', ['person'], true),
      table('person', [], true),
      table('alone', [], true),
    )
    expect(found).toEqual([['person', 'order', 'line'], ['alone']])
  })

  test('a table that refers to itself, or to one that is not there, is no circle', () => {
    expect(groups(table('tree', ['tree', 'elsewhere']))).toEqual([['tree']])
  })
})
