import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import type { ForeignKey } from '../../schema/model.ts'
import type { ExistingTables } from './existing.ts'
import type { PlanProblem } from './input.ts'
import { tableKey } from './select-tables.ts'
import type { TableWork } from './settle.ts'

/** A table whose rows wait to become visible. */
export interface Staged {
  readonly table: TableName
  readonly foreignKeys: readonly ForeignKey[]
  /** Its old rows go first, so that nothing may refer to them any more. */
  readonly replaces: boolean
}

/**
 * Tables that have to become visible at once: those whose keys refer to each other in a
 * circle, and those that refer to a table which is emptied. Parents come before their
 * children, among the groups and inside of them as far as there are parents.
 */
export function publishGroups<T extends Staged>(tables: readonly T[]): T[][] {
  const ordered = parentsFirst(tables)
  const byKey = new Map(ordered.map((t) => [tableKey(t.table), t]))
  const edges = new Map(ordered.map((t): [T, Set<T>] => [t, new Set()]))
  for (const child of ordered)
    for (const { references } of child.foreignKeys) {
      const parent = byKey.get(tableKey(references))
      if (!parent || parent === child) continue
      edges.get(child)?.add(parent)
      if (parent.replaces) edges.get(parent)?.add(child)
    }
  return connected(ordered, edges).map((group) => ordered.filter((t) => group.has(t)))
}

function parentsFirst<T extends Staged>(tables: readonly T[]): T[] {
  const byKey = new Map(tables.map((t) => [tableKey(t.table), t]))
  const sorted = new Set<T>()
  const visit = (table: T, above: ReadonlySet<T>) => {
    if (sorted.has(table) || above.has(table)) return
    const inside = new Set([...above, table])
    for (const key of table.foreignKeys) {
      const parent = byKey.get(tableKey(key.references))
      if (parent) visit(parent, inside)
    }
    sorted.add(table)
  }
  for (const table of tables) visit(table, new Set())
  return [...sorted]
}

/** Tarjan's strongly connected components: each after those it points to. */
function connected<T>(nodes: readonly T[], edges: ReadonlyMap<T, ReadonlySet<T>>): Set<T>[] {
  const found: Set<T>[] = []
  const numbers = new Map<T, number>()
  const lowest = new Map<T, number>()
  const open: T[] = []
  const visit = (node: T): void => {
    const number = numbers.size
    numbers.set(node, number)
    lowest.set(node, number)
    open.push(node)
    for (const next of edges.get(node) ?? []) {
      if (!numbers.has(next)) visit(next)
      if (open.includes(next))
        lowest.set(node, Math.min(lowest.get(node) ?? 0, lowest.get(next) ?? 0))
    }
    if (lowest.get(node) === number) found.push(new Set(open.splice(open.indexOf(node))))
  }
  for (const node of nodes) if (!numbers.has(node)) visit(node)
  return found
}

/** The keys that count are those of the table that is there. */
export const stagedTable = (
  { target, planned }: Pick<TableWork, 'target' | 'planned'>,
  existing: ExistingTables,
): Staged => ({
  table: target.table,
  replaces: planned.mode === 'replace',
  foreignKeys: existing.find(target.table)?.foreignKeys ?? target.foreignKeys,
})

/** PostgreSQL puts off a key that is not DEFERRABLE only for the owner of its table. */
export function circleProblems(
  works: readonly TableWork[],
  existing: ExistingTables,
): PlanProblem[] {
  if (existing.schema.system !== 'postgres') return []
  const staged = works.filter((w) => w.planned.mode !== 'create')
  const groups = publishGroups(
    staged.map((w) => ({ ...stagedTable(w, existing), replaces: false })),
  )
  return groups
    .filter((group) => group.length > 1)
    .flatMap((group): PlanProblem[] => {
      const inside = new Set(group.map((t) => tableKey(t.table)))
      const fixed = group.find(
        (t) =>
          !existing.owns(t.table) &&
          t.foreignKeys.some((k) => !k.deferrable && inside.has(tableKey(k.references))),
      )
      if (!fixed) return []
      const table = formatTable(fixed.table)
      const circle = group.map((t) => formatTable(t.table)).join(', ')
      return [
        {
          severity: 'error',
          code: 'PRIVILEGE_MISSING',
          message: `The foreign keys of ${circle} refer to each other in a circle, and only the owner of “${table}” may put them off while rows come.`,
          table,
          hint: 'Let the owner of these tables migrate, or let them make the keys DEFERRABLE.',
        },
      ]
    })
}
