import type { DataType } from './data-type.ts'
import { double, formatType, text, timestamp } from './data-type.ts'
import type { Expression, LiteralExpression } from './expression.ts'
import { cast } from './expression.ts'
import { isLiteralText } from './literal-text.ts'

/** The decimal that holds every value of an integer type. */
export const integerDigits = { 8: 3, 16: 5, 32: 10, 64: 19 } as const

/** Equal without regard to a text's declared length: no cast is needed between them. */
export const sameStorage = (a: DataType, b: DataType): boolean =>
  (a.kind === 'text' && b.kind === 'text') || formatType(a) === formatType(b)

/**
 * The type that holds the values of both exactly, as operands of `=` or branches
 * of `case`; undefined where the two have nothing in common.
 * @example commonType(integer, decimal(5, 2)) // decimal(12,2)
 */
export function commonType(a: DataType, b: DataType): DataType | undefined {
  if (formatType(a) === formatType(b)) return a
  if (a.kind === 'text' && b.kind === 'text')
    return a.length && b.length ? { kind: 'text', length: Math.max(a.length, b.length) } : text
  if (a.kind === 'integer' && b.kind === 'integer') return a.bits > b.bits ? a : b
  if (a.kind === 'float' || b.kind === 'float')
    return isNumber(a) && isNumber(b) ? double : undefined
  const [da, db] = [asDecimal(a), asDecimal(b)]
  if (da && db) {
    const scale = Math.max(da.scale, db.scale)
    const whole = Math.max(da.precision - da.scale, db.precision - db.scale)
    return { kind: 'decimal', precision: Math.min(38, whole + scale), scale }
  }
  if (a.kind === 'list' && b.kind === 'list') {
    const item = commonType(a.item, b.item)
    return item && { kind: 'list', item }
  }
  const wallClock = [a, b].every((t) => t.kind === 'date' || (t.kind === 'timestamp' && !t.zone))
  return wallClock ? timestamp : undefined
}

const isNumber = (type: DataType) => type.kind === 'float' || asDecimal(type) !== undefined

export function asDecimal(
  type: DataType,
): { kind: 'decimal'; precision: number; scale: number } | undefined {
  if (type.kind === 'decimal') return type
  if (type.kind !== 'integer') return undefined
  return { kind: 'decimal', precision: integerDigits[type.bits], scale: 0 }
}

/** A text written out that reads as a value of `type`, as in `created > '2024-01-31'`. */
export function readsAs(expression: Expression, type: DataType): boolean {
  return isTextLiteral(expression) && type.kind !== 'text' && isLiteralText(expression.value, type)
}

export const isTextLiteral = (
  expression: Expression,
): expression is LiteralExpression & { value: string } =>
  expression.kind === 'literal' &&
  typeof expression.value === 'string' &&
  (expression.type === undefined || expression.type.kind === 'text')

export const isNumberLiteral = (
  expression: Expression,
): expression is LiteralExpression & { value: string } =>
  expression.kind === 'literal' &&
  typeof expression.value === 'string' &&
  (expression.type?.kind === 'integer' || expression.type?.kind === 'decimal')

/** Whether a number that is written out is a value of `type`, so that it need not widen it. */
export function holds(type: DataType, expression: Expression): boolean {
  if (!isNumberLiteral(expression)) return false
  const [whole = '', fraction = ''] = expression.value.replace('-', '').split('.')
  const digits = whole.replace(/^0+/, '').length
  if (type.kind === 'decimal')
    return fraction.length <= type.scale && digits <= type.precision - type.scale
  // One digit less than the type can have, so that every number of so many digits fits.
  return type.kind === 'integer' && fraction === '' && digits < integerDigits[type.bits]
}

/** The expression as a value of `type`: itself, a literal of that type, or a cast. */
export function coerce(expression: Expression, type: DataType): Expression {
  const own = expression.kind === 'cast' ? expression.to : expression.type
  if (expression.kind === 'literal') {
    if (expression.value === null)
      return own && sameStorage(own, type) ? expression : { ...expression, type }
    const exact = type.kind === 'float' && type.bits === 64 && own && asDecimal(own)
    if (exact || readsAs(expression, type)) return { ...expression, type }
  }
  if (own && sameStorage(own, type)) return expression
  return { ...cast(expression, type), ...(expression.range && { range: expression.range }) }
}

/** Whether `cast(… as to)` exists at all; single values may still fail. */
export function canCast(from: DataType, to: DataType): boolean {
  if (sameStorage(from, to)) return true
  if (from.kind === 'list' && to.kind === 'list') return canCast(from.item, to.item)
  const targets = castTargets[from.kind]
  return targets.includes(to.kind)
}

const numbers = ['integer', 'decimal', 'float'] as const
const castTargets: Readonly<Record<DataType['kind'], readonly DataType['kind'][]>> = {
  boolean: ['integer', 'text'],
  integer: [...numbers, 'boolean', 'text'],
  decimal: [...numbers, 'text'],
  float: [...numbers, 'text'],
  text: [...numbers, 'boolean', 'date', 'time', 'timestamp', 'interval', 'uuid', 'json'],
  binary: [],
  date: ['timestamp', 'text'],
  time: ['text'],
  timestamp: ['date', 'time', 'timestamp', 'text'],
  interval: ['text'],
  uuid: ['text'],
  json: ['text', 'list', 'struct'],
  list: ['json', 'text'],
  struct: ['json', 'text'],
}
