import { formatTable } from '../../../nodes/kit/source.ts'
import type { DatabaseSystem } from '../model.ts'
import type { PlannedColumn, TablePlan } from './plan-table.ts'

const numbers = new Set(['integer', 'decimal'])

/**
 * MySQL and SQL Server want both ends of a foreign key to have the same type, where others
 * compare an `integer` with a `bigint`: the referring column gets the type it refers to.
 */
export function harmonize(
  plans: readonly TablePlan[],
  to: DatabaseSystem,
  from: DatabaseSystem,
): TablePlan[] {
  if (from === to || (to !== 'mysql' && to !== 'mssql')) return [...plans]
  const byName = new Map(plans.map((p) => [formatTable(p.source.table), p]))
  return plans.map((plan) => {
    const changed = new Map<string, PlannedColumn>()
    for (const key of plan.source.foreignKeys) {
      const parent = byName.get(formatTable(key.references))
      key.columns.forEach((name, i) => {
        const child = plan.columns.find((c) => c.source.name === name)
        const other = parent?.columns.find((c) => c.source.name === key.referencedColumns[i])
        if (child && other && alike(child, other)) changed.set(name, withType(child, other))
      })
    }
    return changed.size === 0
      ? plan
      : { ...plan, columns: plan.columns.map((c) => changed.get(c.source.name) ?? c) }
  })
}

function alike(child: PlannedColumn, parent: PlannedColumn): boolean {
  const [a, b] = [child.target.meaning.kind, parent.target.meaning.kind]
  if (child.target.nativeType === parent.target.nativeType) return false
  return (numbers.has(a) && numbers.has(b)) || (a === 'text' && b === 'text')
}

const withType = (child: PlannedColumn, parent: PlannedColumn): PlannedColumn => ({
  ...child,
  target: parent.target,
  losses: [
    ...child.losses,
    {
      code: 'TYPE_CHANGED',
      severity: 'info',
      object: child.losses[0]?.object ?? { kind: 'column', name: child.source.name },
      source: child.source.nativeType,
      target: parent.target.nativeType,
      reason: 'It has the type of the column that it refers to.',
    },
  ],
})
