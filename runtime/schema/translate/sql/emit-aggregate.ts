import type { Call, Order } from './ast.ts'
import { notPortable } from './ast.ts'
import type { EmitScope } from './emit.ts'
import { emit, textOf } from './emit.ts'
import { emitOrder } from './emit-order.ts'
import type { Printed } from './print.ts'
import { asCondition, asNumber, asValue, textSql } from './print.ts'

const windows = new Set(['row_number', 'rank', 'dense_rank'])

export const aggregates: ReadonlySet<string> = new Set([
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'string_list',
  ...windows,
])

export function emitAggregate(name: string, call: Call, scope: EmitScope): Printed {
  if (windows.has(name) && call.over)
    return { sql: `${name.toUpperCase()}()${overSql(call, scope)}`, kind: 'integer', scale: 0 }
  // SQLite's min and max of several values are no aggregates.
  if ((name === 'min' || name === 'max') && call.args.length > 1)
    return emit({ ...call, name: name === 'min' ? 'least_null' : 'greatest_null' }, scope)
  if (!aggregates.has(name) || windows.has(name)) return notPortable(`the function ${call.name}`)
  if (name === 'string_list') return emitList(call, scope)
  const over = call.over ? overSql(call, scope) : ''
  if (name === 'count' && (call.star || call.args.length === 0))
    return { sql: `count(${filtered('*', call, scope)})${over}`, kind: 'integer', scale: 0 }
  const [argument] = call.args
  if (!argument || call.args.length > 1) return notPortable(`${call.name} of several values`)
  const value = asValue(emit(argument, scope), scope.to)
  const distinct = call.distinct ? 'DISTINCT ' : ''
  const aggregate = (p: Printed) => `${name}(${distinct}${filtered(p.sql, call, scope)})${over}`
  switch (name) {
    case 'count':
      return { sql: aggregate(value), kind: 'integer', scale: 0 }
    case 'sum': {
      const number = asNumber(value, scope.to)
      const kind = number.kind === 'decimal' && scope.to === 'sqlite' ? 'float' : number.kind
      return { ...number, kind, literal: undefined, sql: aggregate(number) }
    }
    case 'avg':
      return average(asNumber(value, scope.to), aggregate, scope)
    default: {
      const ordered = value.kind === 'boolean' ? asNumber(value, scope.to) : value
      if (['json', 'array', 'other', 'uuid'].includes(ordered.kind))
        return notPortable(`${name} of a ${ordered.kind}`)
      if (ordered.kind === 'enum' && scope.from === 'mysql')
        return notPortable(`${name} of an enum`)
      return { ...ordered, literal: undefined, sql: aggregate(ordered) }
    }
  }
}

/** MySQL's average has four digits more than its values, PostgreSQL's at least sixteen. */
function average(p: Printed, aggregate: (p: Printed) => string, { from, to }: EmitScope): Printed {
  if (p.kind === 'float') return { sql: aggregate(p), kind: 'float' }
  if (p.scale === undefined) return notPortable('an average of numbers of unknown digits')
  if (from === 'mysql' && to === 'postgres')
    return { sql: `round(${aggregate(p)}, ${p.scale + 4})`, kind: 'decimal', scale: p.scale + 4 }
  if (from === 'sqlite' && to === 'postgres')
    return { sql: aggregate({ ...p, sql: `CAST(${p.sql} AS double precision)` }), kind: 'float' }
  if (from === 'sqlite' && to === 'mysql')
    return { sql: aggregate({ ...p, sql: `CAST(${p.sql} AS DOUBLE)` }), kind: 'float' }
  return notPortable('an average of exact numbers, which engines round differently')
}

function filtered(sql: string, { filter }: Call, scope: EmitScope): string {
  if (!filter) return sql
  return `CASE WHEN ${asCondition(emit(filter, scope), scope.to)} THEN ${sql === '*' ? '1' : sql} END`
}

function overSql({ over }: Call, scope: EmitScope): string {
  const parts = [
    over && over.partition.length > 0
      ? `PARTITION BY ${over.partition.map((p) => emit(p, scope).sql).join(', ')}`
      : '',
    over && over.order.length > 0
      ? `ORDER BY ${over.order.map((o) => emitOrder(o, emit(o.value, scope), scope)).join(', ')}`
      : '',
  ]
  return ` OVER (${parts.filter((p) => p !== '').join(' ')})`
}

/** GROUP_CONCAT and string_agg: the same texts in the same order. */
function emitList(call: Call, scope: EmitScope): Printed {
  const { to, from } = scope
  if (call.over) return notPortable('a list of texts over a window')
  const separators = from === 'mysql' ? [] : call.args.slice(1)
  const values = from === 'mysql' ? call.args : call.args.slice(0, 1)
  const [separator] = separators
  if (separator && separator.kind !== 'text' && separator.kind !== 'cast')
    return notPortable('a separator that is no text')
  const between = separator ? textOf(separator, scope).sql : textSql(call.separator ?? ',', to).sql
  const [first] = values
  if (!first) return notPortable('a list of nothing')
  const value =
    values.length === 1
      ? textOf(first, scope)
      : emit(
          { kind: 'call', name: 'concat', args: values, star: false, distinct: false, order: [] },
          scope,
        )
  const order = call.order.map((o) => ({ o, printed: emit(o.value, scope) }))
  const elsewhere = order.some(({ printed }) => printed.sql !== value.sql)
  if (call.distinct && elsewhere && to === 'postgres' && !call.filter)
    return distinctList(value, order, between, scope)
  if (call.distinct && elsewhere && to !== 'mysql')
    return notPortable('a list of distinct texts that is sorted by something else')
  if (order.length === 0)
    scope.notes.add('a list without ORDER BY comes in the order in which the engine reads the rows')
  const by = order.map(({ o, printed }) => emitOrder(o, printed, scope)).join(', ')
  const inside = `${call.distinct ? 'DISTINCT ' : ''}${filtered(value.sql, call, scope)}`
  const result = (sql: string): Printed => ({ sql, kind: 'text', caseless: value.caseless })
  switch (to) {
    case 'postgres':
      return result(`string_agg(${inside}, ${between}${by && ` ORDER BY ${by}`})`)
    case 'mysql':
      return result(`GROUP_CONCAT(${inside}${by && ` ORDER BY ${by}`} SEPARATOR ${between})`)
    case 'sqlite':
      // Older versions could not open a file with such a view in it.
      if (by) return notPortable('a sorted list of texts, which SQLite has since 3.44')
      if (call.distinct && between !== "','")
        return notPortable('a list of distinct texts with its own separator')
      return result(`group_concat(${inside}${call.distinct ? '' : `, ${between}`})`)
    case 'mssql':
      if (call.distinct) return notPortable('a list of distinct texts')
      return result(`STRING_AGG(${inside}, ${between})${by && ` WITHIN GROUP (ORDER BY ${by})`}`)
  }
}

/**
 * PostgreSQL sorts a list of distinct texts by the texts only: a query over the group's
 * values sorts by others.
 */
function distinctList(
  value: Printed,
  order: readonly { readonly o: Order; readonly printed: Printed }[],
  between: string,
  scope: EmitScope,
): Printed {
  const keys = order.map((_, i) => `"k${i}"`)
  const arrays = [value, ...order.map(({ printed }) => printed)].map((p) => `array_agg(${p.sql})`)
  const columns = ['"v"', ...keys].join(', ')
  const by = order
    .map(({ o }, i) => emitOrder(o, { sql: `"d".${keys[i]}`, kind: 'text' }, scope))
    .join(', ')
  return {
    sql: `(SELECT string_agg("d"."v", ${between} ORDER BY ${by}) FROM (SELECT DISTINCT ON ("v") ${columns} FROM unnest(${arrays.join(', ')}) AS "g"(${columns}) ORDER BY ${columns}) AS "d")`,
    kind: 'text',
    caseless: value.caseless,
  }
}
