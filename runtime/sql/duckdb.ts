import type { DataType } from '../../nodes/kit/data-type.ts'
import type { LiteralExpression } from '../../nodes/kit/expression.ts'
import { numberType } from '../../nodes/kit/expression.ts'
import { decimalFromText } from './decimal-from-text.ts'
import { printDuckDbType } from './duckdb-types.ts'
import { duckDbFunctions } from './functions-duckdb.ts'
import type { Dialect, PrintedArgument } from './printer.ts'
import { quoteLiteral, quoteName } from './quote.ts'

/** The engine's own dialect: it says everything, and defines what every function means. */
export const duckdb: Dialect = {
  name: 'duckdb',
  quote: (name) => quoteName(name, 'duckdb'),
  type: printDuckDbType,
  literal: printLiteral,
  cast: printCast,
  functions: duckDbFunctions,
}

function printLiteral({ value, type }: LiteralExpression): string {
  if (value === null) return type ? `CAST(NULL AS ${printDuckDbType(type)})` : 'NULL'
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  const quoted = quoteLiteral(value, 'duckdb')
  if (!type || type.kind === 'text') return quoted
  if (!isBareNumber(value, type)) return `CAST(${quoted} AS ${printDuckDbType(type)})`
  return value.startsWith('-') ? `(${value})` : value
}

/** Whether DuckDB gives the bare number the same type; it counts a leading 0 as a digit. */
function isBareNumber(value: string, type: DataType): boolean {
  if (type.kind !== 'integer' && type.kind !== 'decimal') return false
  if (!/^-?[1-9]\d*(\.\d+)?$|^0$/.test(value)) return false
  if (type.kind === 'decimal' && type.scale === 0) return false
  return printDuckDbType(numberType(value)) === printDuckDbType(type)
}

function printCast(
  { sql: plain, type }: PrintedArgument,
  to: DataType,
  onFailure: 'fail' | 'null',
): string {
  const sql = type?.kind === 'decimal' && to.kind === 'text' ? withLeadingZero(plain, type) : plain
  if (type?.kind === 'text' && to.kind === 'decimal') return decimalFromText(sql, to, onFailure)
  if (type?.kind === 'timestamp') {
    const zones = `${type.zone} ${to.kind === 'timestamp' && to.zone}`
    if (zones === 'true false' && to.kind !== 'text') return printInUtc(sql, to)
    if (zones === 'false true') return `timezone('UTC', ${sql})`
  }
  const cast = `${onFailure === 'fail' ? 'CAST' : 'TRY_CAST'}(${sql} AS ${printDuckDbType(to)})`
  if (to.kind === 'json' && type && type.kind !== 'text' && type.kind !== 'json')
    return `to_json(${sql})`
  if (to.kind !== 'text' || to.length === undefined) return cast
  if (type?.kind === 'text' && type.length !== undefined && type.length <= to.length) return sql
  const text = type?.kind === 'text' ? sql : cast
  const fits = `length(${text}) <= ${to.length}`
  // A text that is too long is a failure, not cut off: DuckDB itself ignores the length.
  return onFailure === 'null'
    ? `CASE WHEN ${fits} THEN ${text} END`
    : `CASE WHEN NOT ${fits} THEN error('text longer than ${to.length}: ' || ${text}) ELSE ${text} END`
}

/** DuckDB writes .05 for a decimal without whole digits. */
const withLeadingZero = (
  sql: string,
  { precision, scale }: { precision: number; scale: number },
) =>
  precision === scale && precision < 38 ? `CAST(${sql} AS DECIMAL(${precision + 1},${scale}))` : sql

/** An instant as a wall clock shows it in UTC, whatever the session's zone is. */
const printInUtc = (sql: string, to: DataType) =>
  to.kind === 'timestamp'
    ? `timezone('UTC', ${sql})`
    : `CAST(timezone('UTC', ${sql}) AS ${printDuckDbType(to)})`
