import type { From, Order, Select, SelectItem, Sql } from './ast.ts'
import { notPortable } from './ast.ts'
import type { EmitScope } from './emit.ts'
import { callOf, findColumn } from './emit.ts'
import { aggregates } from './emit-aggregate.ts'
import { functionsOf } from './functions.ts'
import { mapSql, partsOf, sameSql } from './walk.ts'

export interface Grouped {
  readonly items: readonly SelectItem[]
  readonly group: readonly Sql[]
  readonly having: Sql | undefined
  readonly order: readonly Order[]
}

const isAggregate = (sql: Sql, { from }: EmitScope): boolean =>
  sql.kind === 'call' && !sql.over && aggregates.has(functionsOf(from)[sql.name] ?? sql.name)

export const hasAggregate = (sql: Sql, scope: EmitScope): boolean =>
  isAggregate(sql, scope) || partsOf(sql).some((p) => hasAggregate(p, scope))

/**
 * MySQL and SQLite let a grouped query show columns that are not in GROUP BY. Those that the
 * groups determine (by keys and equal columns) are added to it, which changes nothing; of the
 * others, for which any row's value was right, the smallest is taken, and that is noted.
 */
export function completeGroup(select: Omit<Select, 'order'> & Grouped, scope: EmitScope): Grouped {
  const { items, group, having, order } = select
  const all = [
    ...items.map((i) => i.value),
    ...(having ? [having] : []),
    ...order.map((o) => o.value),
  ]
  const grouped = group.length > 0 || all.some((s) => hasAggregate(s, scope))
  const strict = scope.to === 'postgres' || scope.to === 'mssql'
  if (!grouped || !strict || (scope.from !== 'mysql' && scope.from !== 'sqlite'))
    return { items, group, having, order }
  const added: Sql[] = []
  const known = determined(select, scope)
  const cover = (sql: Sql): Sql =>
    mapSql(sql, (part) => {
      if (isAggregate(part, scope) || group.some((g) => sameColumn(g, part, scope))) return part
      if (part.kind === 'query' || part.kind === 'exists') return part
      if (part.kind !== 'column') return undefined
      const id = idOf(part.path, scope)
      if (id !== undefined && known.has(id)) {
        added.push(part)
        return part
      }
      return anyOf(part, scope)
    })
  return {
    items: items.map((i) => ({ ...i, value: cover(i.value) })),
    group: [...group, ...unique(added)].filter(
      (g, i, list) => list.findIndex((o) => sameSql(o, g)) === i,
    ),
    having: having && cover(having),
    order: order.map((o) => ({ ...o, value: cover(o.value) })),
  }
}

const unique = (list: readonly Sql[]): Sql[] =>
  list.filter((s, i) => list.findIndex((o) => sameSql(o, s)) === i)

const sameColumn = (a: Sql, b: Sql, scope: EmitScope): boolean =>
  sameSql(a, b) ||
  (a.kind === 'column' &&
    b.kind === 'column' &&
    idOf(a.path, scope) !== undefined &&
    idOf(a.path, scope) === idOf(b.path, scope))

function anyOf(column: Extract<Sql, { kind: 'column' }>, scope: EmitScope): Sql {
  const kind = findColumn(column.path, scope)?.kind
  if (
    kind === undefined ||
    !['integer', 'decimal', 'float', 'text', 'date', 'time', 'timestamp', 'instant'].includes(kind)
  )
    return notPortable(`the column ${column.path.join('.')} stands outside of GROUP BY`)
  scope.notes.add(
    `the smallest ${column.path.at(-1)} of a group is shown, where the source showed that of any row`,
  )
  return callOf('min', [column])
}

/** `relation.column`, for columns of the query itself. */
function idOf(path: readonly string[], { relations }: EmitScope): string | undefined {
  const name = (path.at(-1) ?? '').toLowerCase()
  const table = path.at(-2)?.toLowerCase()
  const at = relations.findIndex(
    (r) =>
      (table === undefined ? !r.merged?.has(name) : r.alias?.toLowerCase() === table) &&
      r.columns.has(name),
  )
  return at < 0 ? undefined : `${at}.${name}`
}

/** Armstrong's closure of the grouped columns under keys and equalities. */
function determined(select: Select, scope: EmitScope): ReadonlySet<string> {
  const known = new Set(
    select.group.flatMap((g) => (g.kind === 'column' ? (idOf(g.path, scope) ?? []) : [])),
  )
  const equal: Dependency[] = []
  const constant: string[] = []
  const read = (sql: Sql | undefined, how: JoinKind, on: Sql | undefined): void => {
    if (sql?.kind !== 'binary') return
    if (sql.op === 'and') {
      read(sql.left, how, on)
      read(sql.right, how, on)
    }
    if (sql.op !== '=') return
    const ids = [sql.left, sql.right].map((s) =>
      s.kind === 'column' ? idOf(s.path, scope) : undefined,
    )
    const [a, b] = ids
    if (a !== undefined && b !== undefined) equal.push(...dependencies(a, b, how, on, scope))
    else if (how === 'inner') {
      const only = a ?? b
      const other = a === undefined ? sql.left : sql.right
      if (only !== undefined && (other.kind === 'text' || other.kind === 'number'))
        constant.push(only)
    }
  }
  read(select.where, 'inner', undefined)
  for (const { on, how } of joinsOf(select.from)) read(on, how === 'cross' ? 'inner' : how, on)
  for (const c of constant) known.add(c)
  for (let size = -1; size !== known.size; ) {
    size = known.size
    for (const { needs, gives } of equal) if (needs.every((n) => known.has(n))) known.add(gives)
    scope.relations.forEach((r, i) => {
      if (r.keys.some((key) => key.every((c) => known.has(`${i}.${c}`))))
        for (const name of r.columns.keys()) known.add(`${i}.${name}`)
    })
  }
  return known
}

type JoinKind = 'inner' | 'left' | 'right' | 'full'

interface Dependency {
  readonly needs: readonly string[]
  readonly gives: string
}

/**
 * Equal columns determine each other. In an outer join only the side that may be missing is
 * determined, and by all columns of the other side that decide whether it is missing.
 */
function dependencies(
  a: string,
  b: string,
  how: JoinKind,
  on: Sql | undefined,
  scope: EmitScope,
): Dependency[] {
  if (how === 'full') return []
  if (how === 'inner')
    return [
      { needs: [a], gives: b },
      { needs: [b], gives: a },
    ]
  const [first, second] = relationAt(a) <= relationAt(b) ? [a, b] : [b, a]
  const gives = how === 'left' ? second : first
  const all = on && columnIds(on, scope)
  if (!all) return []
  return [{ needs: all.filter((id) => relationAt(id) !== relationAt(gives)), gives }]
}

/** Undefined where a query inside reads more. */
function columnIds(sql: Sql, scope: EmitScope): string[] | undefined {
  if (sql.kind === 'query' || sql.kind === 'exists' || (sql.kind === 'in' && sql.query))
    return undefined
  if (sql.kind === 'column') {
    const id = idOf(sql.path, scope)
    return id === undefined ? undefined : [id]
  }
  const parts = partsOf(sql).map((p) => columnIds(p, scope))
  return parts.every((p) => p !== undefined) ? parts.flat() : undefined
}

const relationAt = (id: string) => Number(id.slice(0, id.indexOf('.')))

function joinsOf(from: From | undefined): Extract<From, { kind: 'join' }>[] {
  return from?.kind === 'join' ? [from, ...joinsOf(from.left), ...joinsOf(from.right)] : []
}
