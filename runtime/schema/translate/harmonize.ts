import { formatTable } from '../../../nodes/kit/source.ts'
import type { DatabaseSystem } from '../model.ts'
import type { PlannedColumn, TablePlan } from './plan-table.ts'

const numbers = new Set(['integer', 'decimal'])

/**
 * MySQL and SQL Server want both ends of a foreign key to have the same type, where others
 * compare an `integer` with a `bigint`; PostgreSQL takes no decimal for a whole number: the
 * referring column gets the type it refers to. Not from SQLite to PostgreSQL: there a column
 * holds what its type does not say.
 */
export function harmonize(
  plans: readonly TablePlan[],
  to: DatabaseSystem,
  from: DatabaseSystem,
): TablePlan[] {
  if (from === to || to === 'sqlite' || (to === 'postgres' && from === 'sqlite')) return [...plans]
  const alike = to === 'postgres' ? decimalForWhole : sameKind
  let [before, after] = [plans, once(plans, alike)]
  // A column that refers may be referred to itself.
  for (let round = 0; round < plans.length && after.some((p, i) => p !== before[i]); round++)
    [before, after] = [after, once(after, alike)]
  return after
}

type Alike = (child: PlannedColumn, parent: PlannedColumn) => boolean

function once(plans: readonly TablePlan[], alike: Alike): TablePlan[] {
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

/** Whole by declaration; what became a decimal because of its values stays one. */
function decimalForWhole({ declared, target }: PlannedColumn, parent: PlannedColumn): boolean {
  const isWhole = declared.kind === 'decimal' && declared.scale === 0
  return isWhole && target.meaning.kind === 'decimal' && parent.target.meaning.kind === 'integer'
}

function sameKind(child: PlannedColumn, parent: PlannedColumn): boolean {
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
