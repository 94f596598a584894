import type { DataType } from '../../nodes/kit/data-type.ts'
import type { LiteralExpression } from '../../nodes/kit/expression.ts'
import { widens } from './exact.ts'
import { sqliteFunctions } from './functions-sqlite.ts'
import type { Dialect, PrintedArgument } from './printer.ts'
import { quoteLiteral, quoteName } from './quote.ts'

/** For running part of a pipeline in an SQLite source. Booleans are 0 and 1. */
export const sqlite: Dialect = {
  name: 'sqlite',
  quote: (name) => quoteName(name, 'sqlite'),
  type: printType,
  literal: printLiteral,
  cast: printCast,
  functions: sqliteFunctions,
}

function printType(type: DataType): string | undefined {
  switch (type.kind) {
    case 'integer':
    case 'boolean':
      return 'INTEGER'
    case 'float':
      return type.bits === 64 ? 'REAL' : undefined
    case 'text':
      return 'TEXT'
    case 'binary':
      return 'BLOB'
    default:
      return undefined
  }
}

function printLiteral({ value, type }: LiteralExpression): string | undefined {
  if (value === null) return 'NULL'
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (type?.kind === 'text') return quoteLiteral(value, 'sqlite')
  if (type?.kind === 'float') return printDouble(value)
  return type?.kind === 'integer' ? bracketed(value) : undefined
}

/** With so few digits and so small an exponent, every engine reads the same number. */
function printDouble(value: string): string | undefined {
  const match = /^-?(\d*)(?:\.(\d+))?(?:e([+-]?\d{1,2}))?$/i.exec(value)
  if (!match || (match[1] ?? '').length + (match[2] ?? '').length > 15) return undefined
  if (Math.abs(Number(match[3] ?? 0)) > 7) return undefined
  return bracketed(match[2] || match[3] ? value : `${value}.0`)
}

const bracketed = (number: string) => (number.startsWith('-') ? `(${number})` : number)

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
    case 'integer float':
      return printType(to) && `CAST(${sql} AS REAL)`
    case 'integer text':
      return to.kind === 'text' && to.length === undefined ? `CAST(${sql} AS TEXT)` : undefined
    case 'integer boolean':
      return `(${sql} <> 0)`
    case 'boolean integer':
      return sql
    default:
      return undefined
  }
}
