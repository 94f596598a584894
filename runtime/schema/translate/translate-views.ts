import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import { quoteName } from '../../sql/quote.ts'
import type { Loss } from '../loss.ts'
import type { ViewSchema } from '../model.ts'
import { applyPolicy, Names } from './names.ts'
import type { PlanContext, TablePlan } from './plan-table.ts'
import { relationOf } from './plan-table.ts'
import { NotPortable } from './sql/ast.ts'
import { emitQuery } from './sql/emit-query.ts'
import { parseSqlQuery } from './sql/parse-query.ts'
import type { Column, FoundRelation, Scope } from './sql/scope.ts'

/** Views in the target's dialect, each after those it reads; the rest in the ledger. */
export function translateViews(
  plans: ReadonlyMap<string, TablePlan>,
  context: PlanContext,
  verbatim: boolean,
): { readonly views: readonly ViewSchema[]; readonly losses: readonly Loss[] } {
  const { source } = context
  if (verbatim)
    return {
      views: source.views.map((v) => ({
        ...v,
        view: context.places.views.get(formatTable(v.view)) ?? v.view,
      })),
      losses: [],
    }
  const losses: Loss[] = []
  const done = new Map<string, FoundRelation>()
  const views: ViewSchema[] = []
  let waiting = [...source.views]
  for (;;) {
    const failed: { view: ViewSchema; error: NotPortable }[] = []
    for (const view of waiting) {
      try {
        views.push(translateView(view, plans, context, done, losses))
      } catch (error) {
        if (!(error instanceof NotPortable)) throw error
        failed.push({ view, error })
      }
    }
    if (failed.length === waiting.length) {
      losses.push(...failed.map(({ view, error }) => omitted(view, error)))
      return { views, losses }
    }
    waiting = failed.map((f) => f.view)
    if (waiting.length === 0) return { views, losses }
  }
}

const omitted = (view: ViewSchema, error: NotPortable): Loss => ({
  code: 'VIEW_OMITTED',
  severity: 'warning',
  object: { kind: 'view', name: formatTable(view.view) },
  source: view.sql,
  target: '',
  reason: `Left out: ${error.message}.`,
})

function translateView(
  view: ViewSchema,
  plans: ReadonlyMap<string, TablePlan>,
  context: PlanContext,
  done: Map<string, FoundRelation>,
  losses: Loss[],
): ViewSchema {
  const { to, source, places, options } = context
  const target = places.views.get(formatTable(view.view)) ?? view.view
  const names = new Names(to)
  const wanted = view.columns.map((c) =>
    names.take(applyPolicy(c, options.identifiers ?? 'keep'), c),
  )
  const scope: Scope = {
    from: source.system,
    to,
    relations: [],
    findRelation: (path, only) => findRelation(path, only, view, plans, context, done),
    notes: new Set(),
  }
  const query = parseSqlQuery(view.sql, source.system)
  const { sql, columns } = emitQuery(query, scope, wanted)
  if (view.materialized && to !== 'postgres')
    losses.push(
      lossOf(
        view,
        'VIEW_NOT_MATERIALIZED',
        'materialised view',
        'view',
        'It is computed at each query.',
      ),
    )
  for (const reason of scope.notes)
    losses.push(lossOf(view, 'VIEW_CHANGED', view.sql, sql, `In this view, ${reason}.`))
  const relation = new Map(
    view.columns.map((name, i) => [name.toLowerCase(), columns[i] as Column]),
  )
  done.set(formatTable(view.view), { sql: tableSql(target, context), columns: relation, keys: [] })
  return {
    view: target,
    columns: wanted,
    sql,
    materialized: view.materialized && to === 'postgres',
    ...(view.comment !== undefined && to !== 'sqlite' && { comment: view.comment }),
    ...(view.securityInvoker && securityOf(view, context, losses)),
  }
}

/** The reader's rights count, where the target has views of that kind. */
function securityOf(
  view: ViewSchema,
  { to, version: [major = 15] }: PlanContext,
  losses: Loss[],
): Pick<ViewSchema, 'securityInvoker'> {
  if (to === 'mysql' || (to === 'postgres' && major >= 15)) return { securityInvoker: true }
  const reason = 'In this view, the rights of its owner count, not those of who asks.'
  if (to !== 'sqlite')
    losses.push(lossOf(view, 'VIEW_CHANGED', 'SQL SECURITY INVOKER', 'owner’s rights', reason))
  return {}
}

const lossOf = (
  view: ViewSchema,
  code: Loss['code'],
  source: string,
  target: string,
  reason: string,
): Loss => ({
  code,
  severity: code === 'VIEW_NOT_MATERIALIZED' ? 'info' : 'warning',
  object: { kind: 'view', name: formatTable(view.view) },
  source,
  target,
  reason,
})

const tableSql = (table: TableName, { to }: PlanContext): string =>
  table.schema === undefined
    ? quoteName(table.name, to)
    : `${quoteName(table.schema, to)}.${quoteName(table.name, to)}`

/**
 * A SELECT from a parent of INHERITS shows its children's rows as well. Where they become
 * tables of their own, so must the view ask each; no key holds over all of them.
 */
function withHeirs(
  plan: TablePlan,
  plans: ReadonlyMap<string, TablePlan>,
  context: PlanContext,
): Pick<FoundRelation, 'sql'> & Partial<Pick<FoundRelation, 'keys'>> {
  const sql = tableSql(plan.target, context)
  const all = context.source.system === context.to ? [plan] : heirs(plan, [...plans.values()])
  if (all.length === 1) return { sql }
  const names = plan.columns.map((c) => c.source.name)
  const parts = all.map(
    ({ target, columns }) =>
      `SELECT ${names
        .flatMap((n) => columns.find((c) => c.source.name === n) ?? [])
        .map((c) => quoteName(c.name, context.to))
        .join(', ')} FROM ${tableSql(target, context)}`,
  )
  return { sql: `(${parts.join(' UNION ALL ')})`, keys: [] }
}

/** A table and all that inherit from it, over any number of steps; each once. */
function heirs(parent: TablePlan, plans: readonly TablePlan[]): TablePlan[] {
  const found = new Set([parent])
  for (const known of found)
    for (const plan of plans)
      if (plan.source.inherits?.some((t) => formatTable(t) === formatTable(known.source.table)))
        found.add(plan)
  return [...found]
}

/** A view names tables of its own schema without it; MySQL names the database. */
function findRelation(
  path: readonly string[],
  only: boolean | undefined,
  view: ViewSchema,
  plans: ReadonlyMap<string, TablePlan>,
  context: PlanContext,
  done: ReadonlyMap<string, FoundRelation>,
): FoundRelation | undefined {
  const name = path.at(-1) ?? ''
  const schema = path.at(-2)
  const fits = (table: TableName) =>
    table.name.toLowerCase() === name.toLowerCase() &&
    (schema === undefined ||
      table.schema === undefined ||
      table.schema.toLowerCase() === schema.toLowerCase())
  const near = (tables: readonly TableName[]) => {
    const found = tables.filter(fits)
    return (
      found.find((t) => t.name === name && t.schema === (schema ?? view.view.schema)) ??
      (found.length === 1
        ? found[0]
        : found.find((t) => t.schema === 'public' || t.schema === 'dbo'))
    )
  }
  const table = near([...plans.values()].map((p) => p.source.table))
  const plan = table && plans.get(formatTable(table))
  if (plan)
    return { ...relationOf(plan, context), ...withHeirs(plan, only ? new Map() : plans, context) }
  const other = near(context.source.views.map((v) => v.view))
  return other && done.get(formatTable(other))
}
