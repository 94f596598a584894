import type { DataType } from '../../nodes/kit/data-type.ts'
import type { ColumnExpression, LiteralExpression } from '../../nodes/kit/expression.ts'
import { widens } from './exact.ts'
import { mysqlFunctions } from './functions-mysql.ts'
import type { Dialect, PrintedArgument } from './printer.ts'
import { quoteLiteral, quoteName } from './quote.ts'

/** For running part of a pipeline in a MySQL or MariaDB source. */
export const mysql: Dialect = {
  name: 'mysql',
  quote: (name) => quoteName(name, 'mysql'),
  column: printColumn,
  type: printType,
  literal: printLiteral,
  cast: printCast,
  functions: mysqlFunctions,
}

/** Columns may have any character set; from here on everything is utf8mb4. */
function printColumn({ name, type }: ColumnExpression): string {
  const quoted = quoteName(name, 'mysql')
  return type?.kind === 'text' ? `CONVERT(${quoted} USING utf8mb4)` : quoted
}

/** What CAST takes; there are no other types here. */
function printType(type: DataType): string | undefined {
  switch (type.kind) {
    case 'integer':
      return 'SIGNED'
    case 'decimal':
      return type.scale <= 30 ? `DECIMAL(${type.precision},${type.scale})` : undefined
    case 'text':
      return 'CHAR'
    default:
      return undefined
  }
}

function printLiteral({ value, type }: LiteralExpression): string | undefined {
  if (value === null) return 'NULL'
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (type?.kind === 'text') return quoteLiteral(value, 'mysql')
  if (type?.kind !== 'integer' && type?.kind !== 'decimal') return undefined
  return value.startsWith('-') ? `(${value})` : value
}

function printCast(
  { sql, type: from }: PrintedArgument,
  to: DataType,
  onFailure: 'fail' | 'null',
): string | undefined {
  if (!from || (onFailure === 'null' && !widens(from, to))) return undefined
  switch (`${from.kind} ${to.kind}`) {
    case 'integer integer':
    case 'text text':
      return widens(from, to) ? sql : undefined
    // A value too large would be cut to the largest one, without an error.
    case 'integer decimal':
    case 'decimal decimal':
      return widens(from, to) && printType(to) ? `CAST(${sql} AS ${printType(to)})` : undefined
    case 'integer text':
    case 'decimal text':
      return to.kind === 'text' && to.length === undefined ? `CAST(${sql} AS CHAR)` : undefined
    case 'integer boolean':
    case 'boolean integer':
      return `(${sql} <> 0)`
    default:
      return undefined
  }
}
