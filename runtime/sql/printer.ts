import type { DataType } from '../../nodes/kit/data-type.ts'
import type {
  CastExpression,
  ColumnExpression,
  Expression,
  LiteralExpression,
} from '../../nodes/kit/expression.ts'
import type { FunctionName } from '../../nodes/kit/functions/index.ts'
import type { DialectName } from './quote.ts'

/** One dialect of SQL: everything `printExpression` asks. */
export interface Dialect {
  readonly name: DialectName
  readonly quote: (name: string) => string
  /** How a column is read, where its quoted name is not enough. */
  readonly column?: (column: ColumnExpression) => string
  /** The dialect's word for a type; undefined where it has none with the same values. */
  readonly type: (type: DataType) => string | undefined
  readonly literal: (literal: LiteralExpression) => string | undefined
  readonly cast: (
    value: PrintedArgument,
    to: DataType,
    onFailure: CastExpression['onFailure'],
  ) => string | undefined
  /** A function that is missing, or whose printer gives undefined, cannot be said here. */
  readonly functions: Partial<Readonly<Record<FunctionName, Printer>>>
}

export interface PrintedArgument {
  readonly sql: string
  readonly expression: Expression
  /** Undefined where the expression has not been typed. */
  readonly type: DataType | undefined
}

export interface PrintedCall {
  readonly args: readonly PrintedArgument[]
  readonly type: DataType | undefined
  readonly distinct: boolean
  /** `OVER (…)` for an aggregate as a window function, with a space before it; else empty. */
  readonly over: string
  readonly dialect: Dialect
}

/**
 * How a call is written: a template or a function. In a template `$1` is the first
 * argument, `$*` all of them, `$2*` those from the second on, `$T` the type of the
 * result, `$D` an aggregate's DISTINCT and `$O` its OVER.
 */
export type Printer = string | ((call: PrintedCall) => string | undefined)

/** @example applyPrinter('upper($1)', call) */
export function applyPrinter(printer: Printer, call: PrintedCall): string | undefined {
  if (typeof printer === 'function') return printer(call)
  let missing = false
  const sql = printer.replace(/\$(?:(\d?)(\*)|(\d)|[TDO])/g, (placeholder, from, rest, at) => {
    if (placeholder === '$D') return call.distinct ? 'DISTINCT ' : ''
    if (placeholder === '$O') return call.over
    const tail = rest && call.args.slice(Number(from || 1) - 1).map((a) => a.sql)
    const printed =
      placeholder === '$T'
        ? call.type && call.dialect.type(call.type)
        : (tail?.join(', ') ?? call.args[Number(at) - 1]?.sql)
    missing ||= printed === undefined
    return printed ?? ''
  })
  return missing ? undefined : sql
}

/** The text of a literal argument, where it is one. */
export function literalOf(argument: PrintedArgument | undefined): string | undefined {
  const expression = argument?.expression
  return expression?.kind === 'literal' && typeof expression.value === 'string'
    ? expression.value
    : undefined
}
