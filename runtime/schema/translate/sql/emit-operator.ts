import type { DatabaseSystem } from '../../model.ts'
import type { Sql } from './ast.ts'
import { notPortable } from './ast.ts'
import type { EmitScope } from './emit.ts'
import { emit, merged, numberSql } from './emit.ts'
import { addInterval, dayDifference } from './emit-date.ts'
import type { Printed } from './print.ts'
import { asCondition, asNumber, asText, asValue, isNumeric, textSql } from './print.ts'

const comparisons = new Set(['=', '<>', '<', '<=', '>', '>='])

export function emitBinary(
  { op, left, right }: Extract<Sql, { kind: 'binary' }>,
  scope: EmitScope,
): Printed {
  const { to } = scope
  if (comparisons.has(op)) return emitComparison(op, left, right, scope)
  switch (op) {
    case 'and':
    case 'or': {
      const sides = [left, right].map((s) => asCondition(emit(s, scope), to))
      return { sql: `(${sides.join(` ${op.toUpperCase()} `)})`, kind: 'boolean' }
    }
    case '<=>':
      return emit({ kind: 'distinct', left, right, not: true }, scope)
    case 'concat':
      return concat([emit(left, scope), emit(right, scope)], to)
    case '+':
    case '-':
      return emitSum(op, left, right, scope)
    case '*':
      return arithmetic('*', number(left, scope), number(right, scope), to)
    case '/':
      return divide(number(left, scope), number(right, scope), scope)
    case 'div':
      return wholeDivide(number(left, scope), number(right, scope), scope)
    case '%': {
      const [a, b] = [number(left, scope), number(right, scope)]
      if (a.kind === 'float' || b.kind === 'float')
        return notPortable('a remainder of inexact numbers')
      return { ...merged([a, b]), sql: `(${a.sql} % ${orNull(b, scope)})` }
    }
    case '&':
    case '|': {
      const [a, b] = [number(left, scope), number(right, scope)]
      if (a.kind === 'integer' && b.kind === 'integer')
        return { sql: `(${a.sql} ${op} ${b.sql})`, kind: 'integer', scale: 0 }
    }
  }
  return notPortable(`the operator ${op} is not portable`)
}

const number = (sql: Sql, scope: EmitScope) => asNumber(emit(sql, scope), scope.to)

/** MySQL and SQLite give NULL for a division by zero, the others fail. */
const orNull = (b: Printed, { from, to }: EmitScope) =>
  (from === 'mysql' || from === 'sqlite') && (to === 'postgres' || to === 'mssql') && !nonZero(b)
    ? `NULLIF(${b.sql}, 0)`
    : b.sql

const nonZero = ({ literal }: Printed) => literal !== undefined && Number(literal) !== 0

function emitSum(op: '+' | '-', left: Sql, right: Sql, scope: EmitScope): Printed {
  const { from, to } = scope
  if (right.kind === 'interval') return addInterval(left, right, op, scope)
  if (left.kind === 'interval' && op === '+') return addInterval(right, left, op, scope)
  // MariaDB prints DATEDIFF as a difference of TO_DAYS.
  const [earlier, later] = [daysOf(right), daysOf(left)]
  if (from === 'mysql' && op === '-' && earlier && later)
    return dayDifference(emit(later, scope), emit(earlier, scope), to)
  const [a, b] = [emit(left, scope), emit(right, scope)]
  if (from === 'mssql' && op === '+' && (a.kind === 'text' || b.kind === 'text'))
    return concat([a, b], to)
  if (from === 'postgres' && a.kind === 'date') {
    if (b.kind === 'date' && op === '-') return dayDifference(a, b, to)
    if (b.kind === 'integer')
      return addInterval(left, { kind: 'interval', amount: right, unit: 'day' }, op, scope)
  }
  return arithmetic(op, asNumber(a, to), asNumber(b, to), to)
}

const daysOf = (sql: Sql): Sql | undefined =>
  sql.kind === 'call' && sql.name === 'to_days' ? sql.args[0] : undefined

function arithmetic(op: string, a: Printed, b: Printed, to: DatabaseSystem): Printed {
  const both = merged([a, b])
  const known = a.scale !== undefined && b.scale !== undefined
  const scale = op === '*' && known ? (a.scale ?? 0) + (b.scale ?? 0) : both.scale
  if (to === 'sqlite' && both.kind === 'decimal')
    return { kind: 'float', sql: `(${a.sql} ${op} ${b.sql})` }
  return { kind: both.kind, scale, sql: `(${a.sql} ${op} ${b.sql})` }
}

/** MySQL divides exactly, with four digits more than the dividend; others divide whole numbers. */
function divide(a: Printed, b: Printed, scope: EmitScope): Printed {
  const { from, to } = scope
  const whole = a.kind === 'integer' && b.kind === 'integer'
  const divisor = orNull(b, scope)
  if (a.kind === 'float' || b.kind === 'float')
    return { sql: `(${a.sql} / ${divisor})`, kind: 'float' }
  if (from === 'mysql') {
    if (to !== 'postgres' || a.scale === undefined)
      return notPortable('a division of exact numbers')
    const scale = a.scale + 4
    return { sql: `round(${a.sql}::numeric / ${divisor}, ${scale})`, kind: 'decimal', scale }
  }
  if (!whole) return notPortable('a division of exact numbers')
  return to === 'mysql'
    ? { sql: `(${a.sql} DIV ${b.sql})`, kind: 'integer', scale: 0 }
    : { sql: `(${a.sql} / ${divisor})`, kind: 'integer', scale: 0 }
}

function wholeDivide(a: Printed, b: Printed, scope: EmitScope): Printed {
  if (a.kind !== 'integer' || b.kind !== 'integer')
    return notPortable('DIV of other than whole numbers')
  const op = scope.to === 'mysql' ? 'DIV' : '/'
  return { sql: `(${a.sql} ${op} ${orNull(b, scope)})`, kind: 'integer', scale: 0 }
}

/** With NULL where any part is. */
export function concat(parts: readonly Printed[], to: DatabaseSystem): Printed {
  const texts = parts.map((p) => asText(p, to))
  const sql = texts.map((t) => t.sql)
  const caseless = texts.some((t) => t.caseless)
  if (to === 'mysql') return { sql: `CONCAT(${sql.join(', ')})`, kind: 'text', caseless }
  return { sql: `(${sql.join(to === 'mssql' ? ' + ' : ' || ')})`, kind: 'text', caseless }
}

export function emitComparison(op: string, left: Sql, right: Sql, scope: EmitScope): Printed {
  const [a, b] = comparable(emit(left, scope), emit(right, scope), scope)
  const truth = truthTest(op, a, b) ?? truthTest(op, b, a)
  const [x, y] = [asValue(a, scope.to), asValue(b, scope.to)]
  return { sql: truth ?? `(${x.sql} ${op} ${y.sql})`, kind: 'boolean' }
}

/** `active = 1` of a boolean is the boolean itself. */
function truthTest(op: string, a: Printed, b: Printed): string | undefined {
  if (a.kind !== 'boolean' || (b.literal !== '0' && b.literal !== '1')) return undefined
  if (op !== '=' && op !== '<>') return undefined
  return (b.literal === '1') === (op === '=') ? a.sql : `(NOT ${a.sql})`
}

const times = new Set<Printed['kind']>(['date', 'timestamp', 'instant'])

/** Two values so that the target compares them as the source did. */
export function comparable(a: Printed, b: Printed, scope: EmitScope): [Printed, Printed] {
  const { from, to } = scope
  if (a.kind === 'null' || b.kind === 'null') return [a, b]
  if ((a.kind === 'text' || b.kind === 'text' || a.kind === 'enum') && (a.caseless || b.caseless))
    noteCase(scope)
  if (a.kind === b.kind) {
    if (a.kind === 'json' || a.kind === 'array' || a.kind === 'other')
      return notPortable(`values of kind ${a.kind} are compared`)
    return a.kind === 'enum' && to === 'postgres' ? [asText(a, to), asText(b, to)] : [a, b]
  }
  if (isNumeric(a) && isNumeric(b)) return [a, b]
  const swapped = (): [Printed, Printed] => {
    const [x, y] = comparable(b, a, scope)
    return [y, x]
  }
  if (a.literal !== undefined && b.literal === undefined) return swapped()
  if (a.textAffinity && /^-?\d{1,15}$/.test(b.literal ?? ''))
    return [a, textSql(b.literal ?? '', to)]
  if (a.kind === 'boolean' || a.kind === 'bit') {
    if (b.literal === '0' || b.literal === '1') return [a, b]
    if (isNumeric(b)) return [asNumber(a, to), b]
  }
  if ((b.kind === 'boolean' || b.kind === 'bit') && isNumeric(a)) return [a, asNumber(b, to)]
  if (b.kind === 'text' && b.literal !== undefined) return withLiteral(a, b, b.literal, scope)
  if (a.kind === 'enum' || b.kind === 'enum') return [asText(a, to), asText(b, to)]
  if (times.has(a.kind) && times.has(b.kind) && to !== 'sqlite') return [a, b]
  return notPortable(`${from} compares ${a.kind} with ${b.kind}`)
}

function withLiteral(
  a: Printed,
  b: Printed,
  text: string,
  { to, from }: EmitScope,
): [Printed, Printed] {
  if (isNumeric(a) && /^-?\d+(\.\d+)?$/.test(text)) return [a, numberSql(text)]
  if (a.kind === 'enum' || a.kind === 'uuid') return [a, b]
  const day = /^\d{4}-\d\d-\d\d$/.test(text)
  const moment = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)
  if (text.startsWith('0000') || /-00/.test(text)) return notPortable('a zero date is compared')
  if (a.kind === 'date' && day) return [a, b]
  if ((a.kind === 'timestamp' || a.kind === 'instant') && moment) return [a, b]
  if ((a.kind === 'timestamp' || a.kind === 'instant') && day)
    return [a, to === 'sqlite' ? textSql(`${text} 00:00:00`, to) : b]
  if (a.kind === 'date' && moment && to === 'postgres')
    return [{ ...a, sql: `${a.sql}::timestamp`, kind: 'timestamp' }, b]
  if (a.kind === 'time' && /^\d\d:\d\d(:\d\d)?$/.test(text)) return [a, b]
  return notPortable(`${from} compares ${a.kind} with the text '${text.slice(0, 20)}'`)
}

export function noteCase({ notes, to }: EmitScope): void {
  if (to === 'postgres' || to === 'sqlite')
    notes.add('texts that differ by case only were equal in the source and are not in the target')
}

/** Values of one column or list: numbers with numbers, texts with texts. */
export function unifyKinds(values: readonly Printed[], to: DatabaseSystem): Printed[] {
  const kinds = new Set(values.map((v) => v.kind).filter((k) => k !== 'null'))
  if (kinds.size <= 1) return [...values]
  if ([...kinds].every((k) => ['integer', 'decimal', 'float', 'boolean', 'bit'].includes(k)))
    return values.map((v) => asNumber(v, to))
  if ([...kinds].every((k) => k === 'text' || k === 'enum')) return values.map((v) => asText(v, to))
  if (
    values.every((v) => v.kind === 'null' || v.kind === 'date' || v.kind === 'timestamp') &&
    to === 'postgres'
  )
    return [...values]
  return notPortable(`values of kinds ${[...kinds].join(' and ')} stand in one place`)
}
