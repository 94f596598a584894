import { quoteName } from '../../sql/quote.ts'
import type { Loss } from '../loss.ts'
import type { IndexSchema, KeyConstraint } from '../model.ts'
import type { LossCode } from './loss-codes.ts'
import type { Names } from './names.ts'
import { applyPolicy } from './names.ts'
import type { PlanContext, PlannedColumn, TablePlan } from './plan-table.ts'
import { NotPortable } from './sql/ast.ts'
import type { Scope } from './sql/scope.ts'

export interface KeyContext {
  readonly plan: TablePlan
  readonly plans: ReadonlyMap<string, TablePlan>
  readonly context: PlanContext
  readonly scope: Scope
  readonly verbatim: boolean
  /** Constraint names, in the scope in which the target wants them unique. */
  readonly constraints: Names
  readonly losses: Loss[]
}

export function note(
  { losses, plan }: KeyContext,
  kind: 'constraint' | 'index',
  name: string,
  code: LossCode,
  severity: Loss['severity'],
  source: string,
  target: string,
  reason: string,
): void {
  losses.push({
    code,
    severity,
    object: { kind, table: plan.source.table, name },
    source,
    target,
    reason,
  })
}

export const columnsOf = (plan: TablePlan, names: readonly string[]): PlannedColumn[] =>
  names.map((name) => {
    const found =
      plan.columns.find((c) => c.source.name === name) ??
      plan.columns.find((c) => c.source.name.toLowerCase() === name.toLowerCase())
    if (!found) throw new NotPortable(`there is no column ${name}`)
    return found
  })

export const targetColumns = (plan: TablePlan, names: readonly string[]): string[] =>
  columnsOf(plan, names).map((c) => c.name)

/** A constraint's name under the policy, unique where the target wants that. */
export function constraintName(k: KeyContext, name: string | undefined): string | undefined {
  if (name === undefined || /^(PRIMARY|sqlite_autoindex_.*)$/.test(name)) return undefined
  const wish = applyPolicy(name, k.context.options.identifiers ?? 'keep')
  const own = k.constraints.has(wish) ? `${k.plan.target.name}_${wish}` : wish
  return k.constraints.take(own, `${k.plan.target.name}.${name}`)
}

export const noteNotDeferred = (k: KeyContext, shown: string): void =>
  note(
    k,
    'constraint',
    shown,
    'DEFERRABLE_DROPPED',
    'warning',
    'DEFERRABLE',
    '',
    'The target checks each statement.',
  )

/** A primary key or unique constraint. */
export function translateKey(key: KeyConstraint, k: KeyContext): KeyConstraint {
  const { to, source } = k.context
  const columns = targetColumns(k.plan, key.columns)
  const name = constraintName(k, key.name)
  const shown = key.name ?? 'primary key'
  const same = source.system === to
  if (!same && key.deferrable && to !== 'postgres') noteNotDeferred(k, shown)
  const covering = key.include && (same || to === 'postgres')
  return {
    ...(name !== undefined && { name }),
    columns,
    ...((same || to === 'postgres') && {
      deferrable: key.deferrable,
      initiallyDeferred: key.initiallyDeferred,
      nullsNotDistinct: key.nullsNotDistinct,
    }),
    ...(covering && key.include && { include: targetColumns(k.plan, key.include) }),
    ...(same && key.prefixLengths && { prefixLengths: key.prefixLengths }),
  }
}

/**
 * Unique constraints; SQL Server takes NULLs as equal, so that there an index of the rows
 * without NULL stands in.
 */
export function translateUnique(
  key: KeyConstraint,
  k: KeyContext,
): { readonly key?: KeyConstraint; readonly index?: IndexSchema } {
  const columns = columnsOf(k.plan, key.columns)
  const nullable = columns.filter((c) => c.nullable)
  const { to, source } = k.context
  if (to !== 'mssql' || source.system === 'mssql' || nullable.length === 0)
    return { key: translateKey(key, k) }
  const name = constraintName(k, key.name) ?? k.constraints.take(`${k.plan.target.name}_unique`)
  const where = nullable.map((c) => `${quoteName(c.name, to)} IS NOT NULL`).join(' AND ')
  note(
    k,
    'constraint',
    key.name ?? 'unique',
    'UNIQUE_NULLS',
    'info',
    'UNIQUE',
    `unique index where ${where}`,
    'Rows with NULL stay outside of it.',
  )
  return {
    index: {
      name,
      unique: true,
      method: 'btree',
      parts: columns.map((c) => ({ column: c.name, descending: false })),
      include: [],
      where,
    },
  }
}
