import type { DataType, TypeKind } from '../../nodes/kit/data-type.ts'
import type { Expression } from '../../nodes/kit/expression.ts'
import { columnsIn, typeOf } from '../../nodes/kit/expression.ts'
import type { PrintedArgument, PrintedCall, Printer } from './printer.ts'
import { applyPrinter } from './printer.ts'

/**
 * Building blocks of the dialects that say only what they say exactly: a printer that
 * applies under a condition, and conditions on arguments.
 */
export type Condition = (call: PrintedCall) => boolean

/** @example when(all('integer'), '($1 + $2)') */
export const when =
  (condition: Condition, printer: Printer): Printer =>
  (call) =>
    condition(call) ? applyPrinter(printer, call) : undefined

/** The first printer that applies. */
export const firstOf =
  (...printers: readonly Printer[]): Printer =>
  (call) => {
    for (const printer of printers) {
      const sql = applyPrinter(printer, call)
      if (sql !== undefined) return sql
    }
    return undefined
  }

/** Every argument has one of these kinds of type. */
export const all =
  (...kinds: readonly TypeKind[]): Condition =>
  ({ args }) =>
    args.every((a) => a.type !== undefined && kinds.includes(a.type.kind))

/** The argument at `index` is of one of these kinds. */
export const at =
  (index: number, ...kinds: readonly TypeKind[]): Condition =>
  ({ args }) => {
    const type = args[index]?.type
    return type !== undefined && kinds.includes(type.kind)
  }

export const both =
  (...conditions: readonly Condition[]): Condition =>
  (call) =>
    conditions.every((c) => c(call))

/** The whole number an argument is, where it is written out. */
export function wholeNumber(argument: PrintedArgument | undefined): number | undefined {
  const value = constantOf(argument?.expression)
  return value !== undefined && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined
}

/** The text an argument is, where it is written out. */
export const constantText = (argument: PrintedArgument | undefined): string | undefined =>
  argument?.type?.kind === 'text' ? constantOf(argument.expression) : undefined

/** A literal's text, behind the casts that typing has put around it. */
function constantOf(expression: Expression | undefined): string | undefined {
  if (expression?.kind === 'cast') return constantOf(expression.value)
  return expression?.kind === 'literal' && typeof expression.value === 'string'
    ? expression.value
    : undefined
}

/** The argument at `index` is a number from `low` to `high`, written out. */
export const within =
  (index: number, low: number, high: number): Condition =>
  ({ args }) => {
    if (args[index] === undefined) return true
    const value = wholeNumber(args[index])
    return value !== undefined && value >= low && value <= high
  }

/** The argument at `index` is a text that is not empty, written out. */
export const filled =
  (index: number): Condition =>
  ({ args }) =>
    (constantText(args[index]) ?? '') !== ''

export const isConstant = (argument: PrintedArgument | undefined): boolean =>
  argument !== undefined && columnsIn(argument.expression).length === 0

/** The type before the cast that typing has put around an argument, else its type. */
export function originalType(argument: PrintedArgument): DataType | undefined {
  const { expression } = argument
  return expression.kind === 'cast' ? typeOf(expression.value) : argument.type
}

/** Whether every value of one type is a value of the other: such a cast cannot fail. */
export function widens(from: DataType, to: DataType): boolean {
  if (from.kind === 'integer' && to.kind === 'integer') return from.bits <= to.bits
  if (from.kind === 'integer' && to.kind === 'decimal')
    return to.precision - to.scale >= { 8: 3, 16: 5, 32: 10, 64: 19 }[from.bits]
  if (from.kind === 'decimal' && to.kind === 'decimal')
    return to.scale >= from.scale && to.precision - to.scale >= from.precision - from.scale
  if (from.kind === 'float' && to.kind === 'float') return from.bits <= to.bits
  return (
    from.kind === 'text' &&
    to.kind === 'text' &&
    (to.length === undefined || (from.length ?? Number.POSITIVE_INFINITY) <= to.length)
  )
}
