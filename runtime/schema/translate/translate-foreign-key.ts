import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import type { Loss } from '../loss.ts'
import type { DatabaseSystem, ForeignKey, ReferentialAction } from '../model.ts'
import type { PlannedColumn, TablePlan } from './plan-table.ts'
import { isChecked } from './translate-check.ts'
import type { KeyContext } from './translate-keys.ts'
import { columnsOf, constraintName, note, noteNotDeferred } from './translate-keys.ts'

export function translateForeignKey(key: ForeignKey, k: KeyContext): ForeignKey | undefined {
  const { to, source } = k.context
  const parent = k.plans.get(formatTable(key.references)) ?? foundByName(key.references, k.plans)
  const shown = key.name ?? `${k.plan.source.table.name} → ${key.references.name}`
  const omit = (reason: string) => {
    note(k, 'constraint', shown, 'FOREIGN_KEY_OMITTED', 'warning', describe(key), '', reason)
    return undefined
  }
  if (!parent) return omit('Its table is not among those that are carried over.')
  const wanted =
    key.referencedColumns.length > 0
      ? key.referencedColumns
      : (parent.source.primaryKey?.columns ?? [])
  const children = columnsOf(k.plan, key.columns)
  const parents = columnsOf(parent, wanted)
  if (source.system !== to) {
    if (children.some((c, i) => !mayRefer(c, parents[i], to)))
      return omit('The columns’ types differ in the target.')
    if (!isUnique(parent, wanted) && to !== 'mysql')
      return omit('The columns it refers to are not unique, which the target asks for.')
  }
  const name = constraintName(k, key.name)
  const same = source.system === to
  const defers = same || to === 'postgres' || to === 'sqlite'
  if (key.deferrable && !defers) noteNotDeferred(k, shown)
  return {
    ...(name !== undefined && { name }),
    columns: children.map((c) => c.name),
    references: parent.target,
    referencedColumns: parents.map((c) => c.name),
    onDelete: action(key.onDelete, 'ON DELETE', shown, children, k),
    onUpdate: action(key.onUpdate, 'ON UPDATE', shown, children, k),
    ...(defers && key.deferrable && { deferrable: true, initiallyDeferred: key.initiallyDeferred }),
    ...((same || to === 'postgres') && key.match && { match: key.match }),
    ...((same || to === 'postgres') && key.notValid && { notValid: key.notValid }),
  }
}

const describe = (key: ForeignKey) =>
  `FOREIGN KEY (${key.columns.join(', ')}) REFERENCES ${formatTable(key.references)} (${key.referencedColumns.join(', ')})`

/** A reference may leave the schema out, or spell the name otherwise. */
function foundByName(name: TableName, plans: KeyContext['plans']): TablePlan | undefined {
  const found = [...plans.values()].filter(
    ({ source: { table } }) =>
      table.name.toLowerCase() === name.name.toLowerCase() &&
      (name.schema === undefined || table.schema === undefined || table.schema === name.schema),
  )
  return found.length === 1 ? found[0] : undefined
}

const numbers = new Set(['integer', 'decimal'])

function mayRefer(
  child: PlannedColumn,
  parent: PlannedColumn | undefined,
  to: DatabaseSystem,
): boolean {
  if (!parent) return false
  const [a, b] = [child.target.meaning.kind, parent.target.meaning.kind]
  // Each list gets a type of its own, and PostgreSQL takes no decimal for a whole number.
  if (child.target.named || parent.target.named) return false
  if (to === 'postgres' && a === 'decimal' && b === 'integer') return false
  return (
    (a === b && a !== 'enum') ||
    child.target.nativeType === parent.target.nativeType ||
    (numbers.has(a) && numbers.has(b))
  )
}

function isUnique({ source }: TablePlan, columns: readonly string[]): boolean {
  const wanted = new Set(columns.map((c) => c.toLowerCase()))
  const covers = (names: readonly (string | undefined)[]) =>
    names.length === wanted.size &&
    names.every((n) => n !== undefined && wanted.has(n.toLowerCase()))
  return (
    (source.primaryKey !== undefined && covers(source.primaryKey.columns)) ||
    source.uniques.some((u) => covers(u.columns)) ||
    source.indexes.some(
      (i) => i.unique && i.where === undefined && covers(i.parts.map((p) => p.column)),
    )
  )
}

function action(
  wanted: ReferentialAction,
  when: string,
  name: string,
  children: readonly PlannedColumn[],
  k: KeyContext,
): ReferentialAction {
  const { to, source } = k.context
  if (source.system === to) return wanted
  const noAction = (severity: Loss['severity'], reason: string): ReferentialAction => {
    const before = `${when} ${wanted.toUpperCase()}`
    note(k, 'constraint', name, 'FOREIGN_KEY_ACTION', severity, before, 'NO ACTION', reason)
    return 'no action'
  }
  if (wanted === 'set default' && to === 'mysql')
    return noAction('warning', 'InnoDB refuses SET DEFAULT.')
  const changes = wanted === 'set null' || (wanted === 'cascade' && when === 'ON UPDATE')
  const checked = children.find((c) => isChecked(c.source.name, k))
  if (to === 'mysql' && changes && checked)
    return noAction('warning', `MySQL does not change ${checked.name}, which a check looks at.`)
  const required = children.find((c) => !c.nullable)
  if (wanted === 'set null' && required && (to === 'mysql' || to === 'mssql'))
    return noAction(
      'info',
      `${required.name} is NOT NULL, so such a change was refused before and still is.`,
    )
  return wanted === 'restrict' && to === 'mssql' ? 'no action' : wanted
}
