import type { Body, Order, Query, Select, Sql } from './ast.ts'
import { notPortable } from './ast.ts'
import type { EmitScope } from './emit.ts'
import { emit, findColumn } from './emit.ts'
import { emitFrom } from './emit-from.ts'
import { unifyKinds } from './emit-operator.ts'
import { emitOrder } from './emit-order.ts'
import { completeGroup, hasAggregate } from './group-by.ts'
import type { Printed } from './print.ts'
import { asCondition, asValue, nameSql } from './print.ts'
import type { Column, FoundRelation, Scope } from './scope.ts'
import { mapSql, sameSql } from './walk.ts'

export interface EmittedQuery {
  readonly sql: string
  /** As the query's reader sees them; `name` is the target's. */
  readonly columns: readonly Column[]
  /** What the source calls them. */
  readonly sourceNames: readonly string[]
}

/**
 * A query in the target's dialect; `names` are those of its columns.
 * @throws NotPortable where it cannot say exactly the same.
 */
export function emitQuery(query: Query, outer: Scope, names: readonly string[] = []): EmittedQuery {
  const ctes = new Map<string, FoundRelation>()
  const scope: EmitScope = {
    ...outer,
    emitQuery: (inner, from) => emitQuery(inner, from),
    findRelation: (path, only) =>
      (path.length === 1 ? ctes.get((path[0] ?? '').toLowerCase()) : undefined) ??
      outer.findRelation(path, only),
  }
  const heads = query.ctes.map((cte) => {
    const emitted = emitQuery(cte.query, scope, cte.columns)
    ctes.set(
      cte.name.toLowerCase(),
      relationOfQuery(nameSql(cte.name, scope.to), emitted, cte.columns),
    )
    return `${nameSql(cte.name, scope.to)} AS (${emitted.sql})`
  })
  const body = emitBody(query.body, scope, names, query)
  const head = heads.length > 0 ? `WITH ${heads.join(', ')} ` : ''
  return { ...body, sql: head + body.sql }
}

export function relationOfQuery(
  sql: string,
  { columns, sourceNames }: EmittedQuery,
  names: readonly string[],
): FoundRelation {
  const map = new Map(
    columns.map((c, i) => [(names[i] ?? sourceNames[i] ?? c.name).toLowerCase(), c]),
  )
  if (map.size < columns.length) notPortable('two columns of a query have the same name')
  return { sql, columns: map, keys: [] }
}

function emitBody(
  body: Body,
  scope: EmitScope,
  names: readonly string[],
  query: Query,
): EmittedQuery {
  if (body.kind === 'select') return emitSelect(body, scope, names, query)
  const bare: Query = { ctes: [], body, order: [] }
  const left = emitBody(body.left, scope, names, bare)
  const right = emitBody(body.right, scope, names, bare)
  if (left.columns.length !== right.columns.length)
    notPortable('the sides of a set operation differ')
  const columns = left.columns.map((c, i) => unifyColumn(c, right.columns[i] as Column, scope))
  const order = query.order.map((o) => {
    const at = positionOf(o.value, left)
    return at === undefined
      ? notPortable('a set operation is sorted by an expression')
      : emitOrder(o, { sql: String(at), kind: 'integer' }, sameNulls(scope, o))
  })
  const sql = `${left.sql} ${body.op.toUpperCase()} ${right.sql}`
  return { columns, sourceNames: left.sourceNames, sql: sql + tail(order, query, scope) }
}

/** A position cannot be asked for NULL; engines that need that sort by their own rule. */
const sameNulls = (scope: Scope, order: Order): Scope =>
  scope.to === 'mysql' || scope.to === 'mssql'
    ? { ...scope, from: order.nulls ? scope.from : scope.to }
    : scope

function unifyColumn(a: Column, b: Column, { to }: Scope): Column {
  const values = unifyKinds([a, b], to)
  if (values.some((v, i) => v.sql !== [a, b][i]?.sql))
    notPortable('the sides of a set operation have different types')
  return a.kind === 'null'
    ? { ...b, name: a.name }
    : { ...a, scale: a.scale === b.scale ? a.scale : undefined }
}

function positionOf(value: Sql, { sourceNames }: EmittedQuery): number | undefined {
  if (value.kind === 'number') return Number(value.text)
  if (value.kind !== 'column') return undefined
  const name = (value.path.at(-1) ?? '').toLowerCase()
  const at = sourceNames.findIndex((n) => n.toLowerCase() === name)
  return at < 0 ? undefined : at + 1
}

const nothing: Sql = { kind: 'null' }

/** A column whose blanks at the end are not compared, but given out. */
const paddedOf = (value: Sql, scope: EmitScope): Column | undefined => {
  const column = value.kind === 'column' ? findColumn(value.path, scope) : undefined
  return column?.padded ? column : undefined
}

function givenOut(value: Sql, scope: EmitScope): Printed {
  const printed = emit(value, scope)
  const padded = paddedOf(value, scope)
  return padded ? { ...printed, sql: padded.sql } : printed
}

function emitSelect(
  select: Select,
  outer: EmitScope,
  names: readonly string[],
  query: Query,
): EmittedQuery {
  const from = select.from && emitFrom(select.from, outer)
  const scope: EmitScope = { ...outer, relations: from?.relations ?? [], outer }
  const items = select.items.flatMap((item) => expandStar(item.value, item.alias, scope))
  const resolved = resolveAliases(select, query.order, items, scope)
  const complete = completeGroup({ ...select, items, ...resolved }, scope)
  const printed = complete.items.map((i) => asValue(givenOut(i.value, scope), scope.to))
  const sourceNames = items.map((i) => i.alias ?? lastName(i.value))
  const columns = printed.map((p, i): Column => {
    const name = names[i] ?? sourceNames[i] ?? ''
    return {
      sql: nameSql(name || `column_${i + 1}`, scope.to),
      name: name || `column_${i + 1}`,
      kind: p.kind,
      scale: p.scale,
      caseless: p.caseless,
      padded: paddedOf(complete.items[i]?.value ?? nothing, scope) !== undefined,
    }
  })
  const list = printed.map((p, i) => `${p.sql} AS ${columns[i]?.sql}`).join(', ')
  const where = select.where && ` WHERE ${asCondition(emit(select.where, scope), scope.to)}`
  const group = complete.group.map((g) => emit(g, scope).sql)
  const having = complete.having && ` HAVING ${asCondition(emit(complete.having, scope), scope.to)}`
  const order = complete.order.map((o) =>
    orderSql(
      o,
      complete.items.map((i) => i.value),
      printed,
      select.distinct,
      scope,
    ),
  )
  notePairs(select.distinct ? printed : resolved.group.map((g) => emit(g, scope)), scope)
  const top =
    scope.to === 'mssql' && query.limit && order.length === 0 && !query.offset
      ? `TOP (${emit(query.limit, scope).sql}) `
      : ''
  const sql = [
    `SELECT ${select.distinct ? 'DISTINCT ' : ''}${top}${list}`,
    from ? ` FROM ${from.sql}` : '',
    where ?? '',
    group.length > 0 ? ` GROUP BY ${[...new Set(group)].join(', ')}` : '',
    having ?? '',
    tail(order, top ? { ...query, limit: undefined } : query, scope),
  ]
  return { sql: sql.join(''), columns, sourceNames }
}

function notePairs(printed: readonly Printed[], { notes, to }: EmitScope): void {
  if (printed.some((p) => p.caseless) && (to === 'postgres' || to === 'sqlite'))
    notes.add(
      'texts that differ by case only were one group in the source and are two in the target',
    )
}

const lastName = (value: Sql): string => (value.kind === 'column' ? (value.path.at(-1) ?? '') : '')

function expandStar(
  value: Sql,
  alias: string | undefined,
  scope: EmitScope,
): { value: Sql; alias?: string | undefined }[] {
  if (value.kind !== 'star') return [{ value, alias }]
  const table = value.path.at(-1)?.toLowerCase()
  const relations = scope.relations.filter(
    (r) => table === undefined || r.alias?.toLowerCase() === table,
  )
  if (relations.length === 0) notPortable('* of an unknown table')
  return relations.flatMap((r) =>
    [...r.columns.keys()]
      .filter((name) => !r.merged?.has(name))
      .map((name) => ({
        value: { kind: 'column', path: [r.alias ?? '', name] } as const,
        alias: name,
      })),
  )
}

/** Aliases in GROUP BY, HAVING and ORDER BY stand for their expressions. */
function resolveAliases(
  select: Select,
  order: readonly Order[],
  items: readonly { readonly value: Sql; readonly alias?: string | undefined }[],
  scope: EmitScope,
): { group: Sql[]; having: Sql | undefined; order: Order[] } {
  const byAlias = (sql: Sql): Sql | undefined => {
    if (sql.kind !== 'column' || sql.path.length > 1) return undefined
    const name = sql.path[0]?.toLowerCase()
    return items.find((i) => i.alias?.toLowerCase() === name)?.value
  }
  const isColumn = (sql: Sql): boolean =>
    sql.kind === 'column' &&
    scope.relations.some((r) => r.columns.has((sql.path[0] ?? '').toLowerCase()))
  const position = (sql: Sql): Sql | undefined =>
    sql.kind === 'number' && /^\d+$/.test(sql.text) ? items[Number(sql.text) - 1]?.value : undefined
  const group = select.group.map((g) => position(g) ?? (isColumn(g) ? g : (byAlias(g) ?? g)))
  const having =
    select.having && mapSql(select.having, (s) => (isColumn(s) ? undefined : byAlias(s)))
  const sorted = order.map((o) => ({
    ...o,
    value:
      position(o.value) ??
      byAlias(o.value) ??
      mapSql(o.value, (s) => (isColumn(s) ? undefined : byAlias(s))),
  }))
  return { group, having, order: sorted }
}

function orderSql(
  order: Order,
  items: readonly Sql[],
  printed: readonly Printed[],
  distinct: boolean,
  scope: EmitScope,
): string {
  const at = items.findIndex((i) => sameSql(i, order.value))
  const byPosition =
    at >= 0 &&
    (scope.to === 'postgres' || scope.to === 'sqlite' || hasAggregate(order.value, scope))
  if (byPosition)
    return emitOrder(order, { sql: String(at + 1), kind: 'integer' }, sameNulls(scope, order))
  if (at < 0 && distinct)
    return notPortable('distinct rows are sorted by something that is not among them')
  return emitOrder(order, printed[at] ?? emit(order.value, scope), scope)
}

function tail(
  order: readonly string[],
  { limit, offset }: Pick<Query, 'limit' | 'offset'>,
  scope: EmitScope,
): string {
  const { to } = scope
  const count = limit && limit.kind !== 'null' ? emit(limit, scope).sql : undefined
  const skip = offset && emit(offset, scope).sql
  if (to === 'mssql') {
    if (count === undefined && skip === undefined) {
      if (order.length > 0) scope.notes.add('the order of rows is left to those who query it')
      return ''
    }
    if (order.length === 0) return notPortable('rows are cut off without an order')
    return ` ORDER BY ${order.join(', ')} OFFSET ${skip ?? 0} ROWS${count === undefined ? '' : ` FETCH NEXT ${count} ROWS ONLY`}`
  }
  const by = order.length > 0 ? ` ORDER BY ${order.join(', ')}` : ''
  if (skip !== undefined && count === undefined && to !== 'postgres')
    return notPortable('OFFSET without LIMIT')
  return `${by}${count === undefined ? '' : ` LIMIT ${count}`}${skip === undefined ? '' : ` OFFSET ${skip}`}`
}
