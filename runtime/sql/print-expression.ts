import type { CallExpression, ColumnExpression, Expression } from '../../nodes/kit/expression.ts'
import { typeOf } from '../../nodes/kit/expression.ts'
import type { FunctionName } from '../../nodes/kit/functions/index.ts'
import { findFunction } from '../../nodes/kit/functions/index.ts'
import type { Dialect, PrintedArgument } from './printer.ts'
import { applyPrinter } from './printer.ts'
import { SqlError } from './quote.ts'

export interface PrintExpressionOptions {
  /** Makes the outermost aggregate a window function: `OVER (PARTITION BY …)`. */
  readonly over?: string
  /**
   * How a column is read, where its quoted name does not give what the reader delivers:
   * `"code"::text` for citext, `"x"::numeric(38,10)` for a numeric without a precision.
   */
  readonly column?: (column: ColumnExpression) => string
}

/** Repeated arguments double with each level; nothing a person writes comes near. */
const maxLength = 500_000

/**
 * An expression in a dialect. It should come from `typeExpression`: what has not been
 * typed prints only where no type is needed.
 * @throws SqlError where the dialect cannot say it; ask `canPrint` first.
 * @example printExpression(call('upper', col('name')), duckdb) // upper("name")
 */
export function printExpression(
  expression: Expression,
  dialect: Dialect,
  options: PrintExpressionOptions = {},
): string {
  const sql = print(expression, dialect, options)
  if (sql !== undefined) return sql
  const what = expression.kind === 'call' ? expression.fn : expression.kind
  throw new SqlError('NOT_PRINTABLE', dialect.name, `${what}: not exact here, or not typed`)
}

/**
 * Whether a dialect says exactly the same: for every dialect but DuckDB's this decides
 * whether an expression may run in the source. It holds for columns of the dialect's own
 * type for theirs (`dialect.type`), or read by the `column` option so that they are.
 */
export function canPrint(expression: Expression, dialect: Dialect): boolean {
  try {
    return print(expression, dialect, {}) !== undefined
  } catch (error) {
    if (error instanceof SqlError) return false
    throw error
  }
}

function print(
  expression: Expression,
  dialect: Dialect,
  options: PrintExpressionOptions,
): string | undefined {
  switch (expression.kind) {
    case 'literal':
      return dialect.literal(expression)
    case 'column':
      return (options.column ?? dialect.column)?.(expression) ?? dialect.quote(expression.name)
    case 'cast': {
      const value = printArgument(expression.value, dialect, options)
      return value && dialect.cast(value, expression.to, expression.onFailure)
    }
    case 'case':
      return printCase(expression, dialect, options)
    case 'call':
      return printCall(expression, dialect, options)
  }
}

function printArgument(
  expression: Expression,
  dialect: Dialect,
  { column }: PrintExpressionOptions,
): PrintedArgument | undefined {
  const sql = print(expression, dialect, column ? { column } : {})
  if (sql !== undefined && sql.length > maxLength)
    throw new SqlError('SQL_TOO_LONG', dialect.name, `${sql.length} characters`)
  return sql === undefined ? undefined : { sql, expression, type: typeOf(expression) }
}

function printCase(
  { branches, otherwise }: Extract<Expression, { kind: 'case' }>,
  dialect: Dialect,
  options: PrintExpressionOptions,
): string | undefined {
  const parts = branches.flatMap((b) => [b.when, b.then])
  const printed = [...parts, ...(otherwise ? [otherwise] : [])].map((e) =>
    printArgument(e, dialect, options),
  )
  if (!printed.every((p) => p !== undefined)) return undefined
  const words = branches.map(
    (_, i) => `WHEN ${printed[i * 2]?.sql} THEN ${printed[i * 2 + 1]?.sql}`,
  )
  const last = otherwise ? ` ELSE ${printed.at(-1)?.sql}` : ''
  return `CASE ${words.join(' ')}${last} END`
}

function printCall(
  call: CallExpression,
  dialect: Dialect,
  options: PrintExpressionOptions,
): string | undefined {
  const name = findFunction(call.fn)?.name as FunctionName | undefined
  const printer = name && dialect.functions[name]
  if (!printer) return undefined
  const args = call.args.map((a) => printArgument(a, dialect, options))
  if (!args.every((a) => a !== undefined)) return undefined
  const over = options.over ? ` ${options.over}` : ''
  return applyPrinter(printer, {
    args,
    type: call.type,
    distinct: call.distinct ?? false,
    over,
    dialect,
  })
}
