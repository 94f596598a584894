import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import { quoteName } from '../../sql/quote.ts'
import type { Loss } from '../loss.ts'
import type {
  CheckConstraint,
  DatabaseSystem,
  ForeignKey,
  IndexSchema,
  KeyConstraint,
  ReferentialAction,
} from '../model.ts'
import type { LossCode } from './loss-codes.ts'
import type { Names } from './names.ts'
import { applyPolicy } from './names.ts'
import type { PlanContext, PlannedColumn, TablePlan } from './plan-table.ts'
import type { Sql } from './sql/ast.ts'
import { NotPortable } from './sql/ast.ts'
import { emit } from './sql/emit.ts'
import { functionsOf } from './sql/functions.ts'
import { parseSqlExpression } from './sql/parse-expression.ts'
import { asCondition } from './sql/print.ts'
import type { Scope } from './sql/scope.ts'
import { someSql } from './sql/walk.ts'

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

const columnsOf = (plan: TablePlan, names: readonly string[]): PlannedColumn[] =>
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

/** A primary key or unique constraint. */
export function translateKey(key: KeyConstraint, k: KeyContext): KeyConstraint {
  const { to, source } = k.context
  const columns = targetColumns(k.plan, key.columns)
  const name = constraintName(k, key.name)
  const shown = key.name ?? 'primary key'
  const same = source.system === to
  if (!same && key.deferrable && to !== 'postgres')
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

export function translateCheck(check: CheckConstraint, k: KeyContext): CheckConstraint | undefined {
  const { scope, verbatim, plan } = k
  if (verbatim) return check
  const json = /^\(*json_valid\s*\(\s*[`"[]?(.+?)[`"\]]?\s*\)\)*$/i.exec(check.expression)?.[1]
  const ofJson = plan.columns.find((c) => c.source.name.toLowerCase() === json?.toLowerCase())
  if (ofJson?.meaning.kind === 'json') return undefined
  try {
    const parsed = parseSqlExpression(check.expression, scope.from)
    if (
      (scope.to === 'mysql' || scope.to === 'sqlite') &&
      someSql(parsed, changesByItself(scope.from))
    )
      throw new NotPortable('a condition there may not ask for the time or for chance')
    const expression = asCondition(emit(parsed, scope), scope.to)
    const name = constraintName(k, check.name)
    for (const reason of scope.notes)
      note(
        k,
        'constraint',
        check.name ?? 'check',
        'COLLATION_CHANGED',
        'warning',
        check.expression,
        expression,
        `In this condition, ${reason}.`,
      )
    scope.notes.clear()
    return {
      ...(name !== undefined && { name }),
      expression,
      ...(check.notValid && scope.to === 'postgres' && { notValid: true }),
    }
  } catch (error) {
    if (!(error instanceof NotPortable)) throw error
    note(
      k,
      'constraint',
      check.name ?? 'check',
      'CHECK_OMITTED',
      'warning',
      check.expression,
      '',
      `Left out: ${error.message}.`,
    )
    return undefined
  }
}

const changing = new Set(['now', 'today', 'uuid', 'random', 'rand'])
const changesByItself =
  (from: DatabaseSystem) =>
  (sql: Sql): boolean =>
    sql.kind === 'call' && changing.has(functionsOf(from)[sql.name] ?? sql.name)

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
  if (key.deferrable && !defers)
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
  const required = children.find((c) => !c.nullable)
  if (wanted === 'set null' && required && (to === 'mysql' || to === 'mssql'))
    return noAction(
      'info',
      `${required.name} is NOT NULL, so such a change was refused before and still is.`,
    )
  return wanted === 'restrict' && to === 'mssql' ? 'no action' : wanted
}
