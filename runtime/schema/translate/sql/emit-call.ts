import type { DatabaseSystem } from '../../model.ts'
import type { Call, Sql } from './ast.ts'
import { notPortable } from './ast.ts'
import type { EmitScope } from './emit.ts'
import { emit, textOf } from './emit.ts'
import { aggregates, emitAggregate } from './emit-aggregate.ts'
import { addInterval, datePart, dayDifference, dayOf, formatDate } from './emit-date.ts'
import { concat } from './emit-operator.ts'
import { functionsOf } from './functions.ts'
import type { Printed } from './print.ts'
import { asCondition, asNumber } from './print.ts'
import { simpleFunctions } from './simple-functions.ts'

export function emitCall(call: Call, scope: EmitScope): Printed {
  const name = functionsOf(scope.from)[call.name] ?? call.name
  if (aggregates.has(name) || call.over) return emitAggregate(name, call, scope)
  if (call.distinct || call.star || call.filter || call.order.length > 0)
    return notPortable(`the function ${call.name} with DISTINCT, FILTER or ORDER BY`)
  const special = specials[name]
  if (special) return special(call.args, scope)
  const simple = simpleFunctions[name]
  if (!simple) return notPortable(`the function ${call.name} is not portable`)
  const args = call.args.map((a) => emit(a, scope))
  return (
    simple(args, scope) ?? notPortable(`the function ${call.name} in this form is not portable`)
  )
}

type Special = (args: readonly Sql[], scope: EmitScope) => Printed

const need = (args: readonly Sql[], at: number): Sql =>
  args[at] ?? notPortable('a function lacks an argument')

const specials: Readonly<Record<string, Special>> = {
  if: ([when, result, otherwise], scope) =>
    when && result
      ? emit({ kind: 'case', branches: [{ when, result }], otherwise }, scope)
      : notPortable('IF lacks an argument'),
  is_null: (args, scope) =>
    emit({ kind: 'is', value: need(args, 0), what: 'null', not: false }, scope),
  concat: (args, scope) =>
    concat(
      args.map((a) => emit(a, scope)),
      scope.to,
    ),
  // PostgreSQL and SQL Server take NULL for nothing.
  concat_skip: (args, scope) => {
    const texts = args.map((a) => textOf(a, scope))
    if (scope.to === 'postgres' || scope.to === 'mssql')
      return { sql: `concat(${texts.map((t) => t.sql).join(', ')})`, kind: 'text' }
    return concat(
      texts.map((t) => ({ sql: `COALESCE(${t.sql}, '')`, kind: 'text' })),
      scope.to,
    )
  },
  concat_ws: (args, scope) => {
    const texts = args.map((a) => textOf(a, scope))
    return { sql: `concat_ws(${texts.map((t) => t.sql).join(', ')})`, kind: 'text' }
  },
  date_diff_days: (args, scope) =>
    dayDifference(emit(need(args, 0), scope), emit(need(args, 1), scope), scope.to),
  date_of: (args, scope) => dayOf(emit(need(args, 0), scope), scope.to),
  date_format: (args, scope) => {
    const format = need(args, 1)
    return formatDate(
      emit(need(args, 0), scope),
      format.kind === 'text' ? format.value : undefined,
      scope,
    )
  },
  // SQLite: the format comes first, and a date may be a text.
  strftime: (args, scope) => {
    const format = need(args, 0)
    return formatDate(
      emit(need(args, 1), scope),
      format.kind === 'text' ? format.value : undefined,
      scope,
    )
  },
  date_add: (args, scope) => addTo(args, '+', scope),
  date_sub: (args, scope) => addTo(args, '-', scope),
  date_part: ([unit, value], scope) =>
    unit?.kind === 'text' && value
      ? datePart(unit.value.toLowerCase(), emit(value, scope), scope)
      : notPortable('date_part'),
  datepart: ([unit, value], scope) =>
    unit?.kind === 'column' && value
      ? datePart((unit.path[0] ?? '').toLowerCase(), emit(value, scope), scope)
      : notPortable('DATEPART'),
  find_in_set: ([word, set], scope) => {
    const list = set && emit(set, scope)
    if (!word || list?.kind !== 'array' || scope.to !== 'postgres')
      return notPortable('FIND_IN_SET')
    const sql = `CASE WHEN ${list.sql} IS NOT NULL THEN COALESCE(array_position(${list.sql}::text[], ${textOf(word, scope).sql}), 0) END`
    return { sql, kind: 'integer', scale: 0 }
  },
  now: (args, scope) => moment(args, scope),
  today: (_args, { to }) => ({
    sql: to === 'mssql' ? 'CAST(GETDATE() AS date)' : 'CURRENT_DATE',
    kind: 'date',
  }),
  uuid: (_args, { to }) => ({
    sql: newUuid[to],
    kind: to === 'postgres' || to === 'mssql' ? 'uuid' : 'text',
  }),
  round: (args, scope) => roundedAverage(args, scope) ?? roundOf(args, scope),
  nullif: (args, scope) => {
    const [a, b] = [emit(need(args, 0), scope), emit(need(args, 1), scope)]
    if (a.kind !== b.kind && !(numeric(a, scope) && numeric(b, scope)))
      return notPortable('NULLIF of different kinds')
    return { ...a, literal: undefined, sql: `NULLIF(${a.sql}, ${b.sql})` }
  },
  ...Object.fromEntries(
    ['year', 'month', 'day', 'hour', 'minute', 'second'].map((unit) => [
      `extract_${unit}`,
      (args: readonly Sql[], scope: EmitScope) => datePart(unit, emit(need(args, 0), scope), scope),
    ]),
  ),
  xor_condition: (args, scope) => {
    const [a, b] = args.map((x) => asCondition(emit(x, scope), scope.to))
    return scope.to === 'mssql'
      ? notPortable('XOR')
      : { sql: `((${a}) <> (${b}))`, kind: 'boolean' }
  },
}

const roundOf = (args: readonly Sql[], scope: EmitScope): Printed =>
  simpleFunctions.round?.(
    args.map((a) => emit(a, scope)),
    scope,
  ) ?? notPortable('ROUND')

/** A rounded average is the same everywhere if it is computed with digits to spare. */
function roundedAverage([value, digits]: readonly Sql[], scope: EmitScope): Printed | undefined {
  if (scope.to !== 'mysql' || scope.from !== 'postgres') return undefined
  if (value?.kind !== 'call' || value.name !== 'avg' || digits?.kind !== 'number') return undefined
  if (value.distinct || value.filter || value.over || !value.args[0]) return undefined
  const p = asNumber(emit(value.args[0], scope), scope.to)
  if (p.kind === 'float') return undefined
  return {
    sql: `round(SUM(CAST(${p.sql} AS DECIMAL(65,20))) / COUNT(${p.sql}), ${digits.text})`,
    kind: 'decimal',
    scale: Number(digits.text),
  }
}

const numeric = (p: Printed, { to }: EmitScope): boolean => {
  try {
    asNumber(p, to)
    return p.kind !== 'boolean'
  } catch {
    return false
  }
}

const newUuid: Readonly<Record<DatabaseSystem, string>> = {
  postgres: 'gen_random_uuid()',
  mysql: 'uuid()',
  sqlite:
    "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))",
  mssql: 'NEWID()',
}

function addTo(args: readonly Sql[], op: '+' | '-', scope: EmitScope): Printed {
  const [base, interval] = args
  return base && interval?.kind === 'interval'
    ? addInterval(base, interval, op, scope)
    : notPortable('this interval')
}

function moment(args: readonly Sql[], { to }: EmitScope): Printed {
  const [precision] = args
  const digits = precision?.kind === 'number' ? precision.text : ''
  const sql: Record<DatabaseSystem, string> = {
    postgres: `CURRENT_TIMESTAMP${digits && `(${digits})`}`,
    mysql: `CURRENT_TIMESTAMP${digits && `(${digits})`}`,
    sqlite: 'CURRENT_TIMESTAMP',
    mssql: 'SYSUTCDATETIME()',
  }
  return { sql: sql[to], kind: to === 'postgres' ? 'instant' : 'timestamp', scale: 6 }
}
