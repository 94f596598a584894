import { canCast, commonType, sameStorage } from './coerce.ts'
import type { DataType } from './data-type.ts'
import { formatType, text } from './data-type.ts'
import type { Expression } from './expression.ts'
import { call, cast, literal } from './expression.ts'

/** What happens to a value that is no value of the new type. */
export type OnFailure = 'fail' | 'null' | 'reject'

export interface Conversion {
  readonly value: Expression
  /** TRUE (else FALSE or NULL) for rows whose value cannot be converted; absent where none can fail or be refused. */
  readonly failed?: Expression
}

/**
 * A value as another type. A text that is longer than the new type allows counts as not
 * convertible; `fail` leaves finding it to the target.
 * @example convert(col('age'), text, integer, 'reject')
 */
export function convert(
  value: Expression,
  from: DataType,
  to: DataType,
  onFailure: OnFailure,
): Conversion {
  if (formatType(from) === formatType(to)) return { value }
  if (fits(from, to) || onFailure === 'fail') return { value: cast(value, to) }
  if (to.kind === 'text') return shorten(value, to, onFailure)
  const tried = cast(value, to, 'null')
  if (onFailure === 'null') return { value: tried }
  return { value: tried, failed: call('and', call('is_not_null', value), call('is_null', tried)) }
}

function shorten(value: Expression, to: DataType & { kind: 'text' }, onFailure: 'null' | 'reject') {
  const tooLong = call('gt', call('length', cast(value, text)), literal(to.length ?? 0))
  if (onFailure === 'reject') return { value: cast(value, to), failed: tooLong }
  return { value: call('if', tooLong, cast(literal(null), to), cast(value, to)) }
}

/** Whether every value of one type is a value of the other, unchanged. */
export function fits(from: DataType, to: DataType): boolean {
  if (to.kind === 'text')
    return canCast(from, to) && (to.length === undefined || longest(from) <= to.length)
  const common = commonType(from, to)
  return common !== undefined && sameStorage(common, to) && !losesDigits(from, to)
}

/** Characters the longest value of a type has. */
function longest(type: DataType): number {
  switch (type.kind) {
    case 'text':
      return type.length ?? Number.POSITIVE_INFINITY
    case 'boolean':
      return 5
    case 'integer':
      return { 8: 4, 16: 6, 32: 11, 64: 20 }[type.bits]
    case 'decimal':
      return type.precision + 3
    case 'uuid':
      return 36
    default:
      return Number.POSITIVE_INFINITY
  }
}

/** `commonType` takes double for any number, and caps decimals at 38 digits. */
function losesDigits(from: DataType, to: DataType): boolean {
  if (to.kind === 'float') {
    if (from.kind === 'float') return from.bits > to.bits
    return from.kind !== 'integer' || from.bits > (to.bits === 64 ? 32 : 16)
  }
  if (to.kind !== 'decimal') return false
  const whole = to.precision - to.scale
  if (from.kind === 'integer') return { 8: 3, 16: 5, 32: 10, 64: 19 }[from.bits] > whole
  return from.kind !== 'decimal' || from.scale > to.scale || from.precision - from.scale > whole
}
