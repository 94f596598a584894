import { asDecimal, commonType } from '../coerce.ts'
import type { DataType } from '../data-type.ts'
import {
  bigint,
  date,
  decimal,
  double,
  integer,
  interval,
  isNumeric,
  timestamp,
} from '../data-type.ts'
import type { Resolver } from './define.ts'

/** A decimal result; DuckDB keeps 64-bit decimals at 18 digits and stops on overflow. */
function decimalOf(inputs: readonly number[], precision: number, scale: number): DataType {
  const fits64 = inputs.every((p) => p <= 18)
  const limit = fits64 && precision > 18 && scale < 18 ? 18 : 38
  return { kind: 'decimal', precision: Math.min(precision, limit), scale }
}

/** Two numbers as one common pair; a NULL takes the other's type. */
function pair(types: readonly (DataType | undefined)[]): [DataType, DataType] | undefined {
  const a = types[0] ?? types[1] ?? integer
  const b = types[1] ?? a
  return isNumeric(a) && isNumeric(b) && types.length === 2 ? [a, b] : undefined
}

type DecimalRule = (a: Decimal, b: Decimal) => DataType | undefined
type Decimal = NonNullable<ReturnType<typeof asDecimal>>

/** Integers stay integers, decimals follow `rule`, everything else is double. */
function arithmetic(rule: DecimalRule): Resolver {
  return (types) => {
    const numbers = pair(types)
    if (!numbers) return undefined
    const [a, b] = numbers
    const common = commonType(a, b)
    if (common && common.kind !== 'decimal') return { params: [common, common], returns: common }
    const [da, db] = [asDecimal(a), asDecimal(b)]
    const returns = da && db && rule(da, db)
    return returns && { params: [da, db], returns }
  }
}

const sum: DecimalRule = (a, b) => {
  const scale = Math.max(a.scale, b.scale)
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale)
  return decimalOf([a.precision, b.precision], whole + scale + 1, scale)
}

const product: DecimalRule = (a, b) =>
  a.scale + b.scale > 38
    ? undefined
    : decimalOf([a.precision, b.precision], a.precision + b.precision, a.scale + b.scale)

/** Clock arithmetic: dates and whole days, moments and intervals. */
function clock(sign: '+' | '-'): Resolver {
  return ([a, b]) => {
    if (a?.kind === 'date' && b?.kind === 'integer')
      return { params: [date, integer], returns: date }
    if (sign === '+' && a?.kind === 'integer' && b?.kind === 'date')
      return { params: [integer, date], returns: date }
    if (sign === '-' && a?.kind === 'date' && b?.kind === 'date')
      return { params: [date, date], returns: bigint }
    if (a?.kind === 'interval' && b?.kind === 'interval')
      return { params: [interval, interval], returns: interval }
    const moved = a && b?.kind === 'interval' ? movable(a) : undefined
    if (moved) return { params: [moved, interval], returns: moved }
    const other = sign === '+' && b && a?.kind === 'interval' ? movable(b) : undefined
    if (other) return { params: [interval, other], returns: other }
    const between = sign === '-' && a && b ? commonType(a, b) : undefined
    return between?.kind === 'timestamp'
      ? { params: [between, between], returns: interval }
      : undefined
  }
}

/** What moving a moment by an interval gives: a date becomes a timestamp. */
function movable(type: DataType): DataType | undefined {
  if (type.kind === 'date') return timestamp
  return type.kind === 'timestamp' || type.kind === 'time' ? type : undefined
}

const firstOf =
  (...resolvers: readonly Resolver[]): Resolver =>
  (types) => {
    for (const resolve of resolvers) {
      const found = resolve(types)
      if (found) return found
    }
    return undefined
  }

export const resolveAdd = firstOf(arithmetic(sum), clock('+'))
export const resolveSubtract = firstOf(arithmetic(sum), clock('-'))
export const resolveMultiply = firstOf(arithmetic(product), ([a, b]) =>
  a?.kind === 'interval' && b?.kind === 'integer'
    ? { params: [interval, bigint], returns: interval }
    : undefined,
)
/** Always a double, so that 1 / 2 is 0.5 in every engine. */
export const resolveDivide: Resolver = (types) =>
  pair(types) && { params: [double, double], returns: double }
/** Both sides in their common type. */
export const resolveMod: Resolver = (types) => {
  const numbers = pair(types)
  const common = numbers && commonType(...numbers)
  return common && { params: [common, common], returns: common }
}

/** Wide enough for any number of rows: whole numbers of up to 32 bits sum up to a bigint. */
export function sumType(type: DataType | undefined): DataType | undefined {
  switch (type?.kind) {
    case 'integer':
      return type.bits === 64 ? decimal(38, 0) : bigint
    case 'decimal':
      return decimal(38, type.scale)
    case 'float':
      return double
    default:
      return undefined
  }
}
