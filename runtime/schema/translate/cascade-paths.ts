import { formatTable } from '../../../nodes/kit/source.ts'
import type { Loss } from '../loss.ts'
import type { ForeignKey, TableSchema } from '../model.ts'

const acts = (key: ForeignKey) =>
  [key.onDelete, key.onUpdate].some((action) => action !== 'no action' && action !== 'restrict')

/**
 * SQL Server refuses a foreign key whose actions could reach a table by two ways, or come back
 * to where they began (error 1785). Such keys keep their rule but act no more; the keys before
 * them, in the order of the tables, keep their actions.
 */
export function singleCascadePaths(tables: readonly TableSchema[]): {
  readonly tables: readonly TableSchema[]
  readonly losses: readonly Loss[]
} {
  const losses: Loss[] = []
  const below = new Map<string, Set<string>>()
  const reachable = (from: string): Set<string> => {
    const seen = new Set([from])
    for (const at of seen) for (const next of below.get(at) ?? []) seen.add(next)
    return seen
  }
  const ancestorsOf = (table: string) =>
    [...new Set([...below.keys(), table])].filter((other) => reachable(other).has(table))

  const passive = (table: TableSchema, key: ForeignKey): ForeignKey => {
    losses.push({
      code: 'FOREIGN_KEY_ACTION',
      severity: 'warning',
      object: { kind: 'constraint', table: table.table, name: key.name ?? key.columns.join(', ') },
      source: `ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate}`.toUpperCase(),
      target: 'NO ACTION',
      reason:
        'SQL Server allows no second way, and no way back, for the actions of foreign keys. Delete such rows yourself, or write a trigger.',
    })
    return { ...key, onDelete: 'no action', onUpdate: 'no action' }
  }

  const changed = tables.map((table) => {
    const child = formatTable(table.table)
    const foreignKeys = table.foreignKeys.map((key) => {
      if (!acts(key)) return key
      const parent = formatTable(key.references)
      const downwards = reachable(child)
      const twice = ancestorsOf(parent).some((above) => {
        const known = reachable(above)
        return [...downwards].some((table) => table !== above && known.has(table))
      })
      if (downwards.has(parent) || twice) return passive(table, key)
      below.set(parent, (below.get(parent) ?? new Set()).add(child))
      return key
    })
    return { ...table, foreignKeys }
  })
  return { tables: changed, losses }
}
