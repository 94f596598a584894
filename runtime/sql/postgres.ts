import type { DataType } from '../../nodes/kit/data-type.ts'
import type { LiteralExpression } from '../../nodes/kit/expression.ts'
import { widens } from './exact.ts'
import { postgresFunctions } from './functions-postgres.ts'
import type { Dialect, PrintedArgument } from './printer.ts'
import { quoteLiteral, quoteName } from './quote.ts'

/** For running part of a pipeline in a PostgreSQL source. */
export const postgres: Dialect = {
  name: 'postgres',
  quote: (name) => quoteName(name, 'postgres'),
  type: printType,
  literal: printLiteral,
  cast: printCast,
  functions: postgresFunctions,
}

const words: Partial<Readonly<Record<DataType['kind'], string>>> = {
  boolean: 'boolean',
  text: 'text',
  binary: 'bytea',
  date: 'date',
  time: 'time',
  uuid: 'uuid',
}

function printType(type: DataType): string | undefined {
  switch (type.kind) {
    case 'integer':
      return type.bits === 8
        ? undefined
        : { 16: 'smallint', 32: 'integer', 64: 'bigint' }[type.bits]
    case 'decimal':
      return `numeric(${type.precision},${type.scale})`
    case 'float':
      return type.bits === 32 ? 'real' : 'double precision'
    case 'timestamp':
      return type.zone ? 'timestamptz' : 'timestamp'
    default:
      return words[type.kind]
  }
}

function printLiteral({ value, type }: LiteralExpression): string | undefined {
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  const word = type && printType(type)
  if (!word || !type) return undefined
  if (value === null) return `CAST(NULL AS ${word})`
  if (type.kind === 'float' && !isNormal(value, type.bits)) return undefined
  return `CAST(${quoteLiteral(value, 'postgres')} AS ${word})`
}

/** PostgreSQL refuses numbers too near to zero, DuckDB makes them 0. */
function isNormal(text: string, bits: 32 | 64): boolean {
  const value = Math.abs(Number(text))
  return bits === 64 && (value > 1e-300 || /^-?[0.]+(e|$)/i.test(text))
}

function printCast(
  { sql, type: from }: PrintedArgument,
  to: DataType,
  onFailure: 'fail' | 'null',
): string | undefined {
  const word = printType(to)
  if (!from || !word) return undefined
  if (onFailure === 'null' && !widens(from, to)) return undefined
  const cast = `CAST(${sql} AS ${word})`
  if (from.kind === 'text' && to.kind === 'text') return widens(from, to) ? sql : undefined
  if (from.kind === to.kind && ['integer', 'decimal'].includes(to.kind)) return cast
  if (from.kind === 'timestamp' && from.zone) {
    if (to.kind === 'timestamp') return to.zone ? sql : `(${sql} AT TIME ZONE 'UTC')`
    return to.kind === 'date' ? `CAST((${sql} AT TIME ZONE 'UTC') AS date)` : undefined
  }
  switch (`${from.kind} ${to.kind}`) {
    case 'integer decimal':
    case 'decimal integer':
      return cast
    case 'integer float':
      return to.kind === 'float' && to.bits === 64 ? cast : undefined
    case 'decimal float':
      return from.kind === 'decimal' && from.precision <= 15 && word !== 'real' ? cast : undefined
    case 'float float':
      return widens(from, to) ? cast : undefined
    case 'integer text':
    case 'decimal text':
    case 'boolean text':
    case 'uuid text':
      return to.kind === 'text' && to.length === undefined ? cast : undefined
    case 'integer boolean':
      return `(${sql} <> 0)`
    case 'boolean integer':
      return `CAST(CAST(${sql} AS integer) AS ${word})`
    case 'date timestamp':
    case 'timestamp date':
    case 'timestamp timestamp':
      return to.kind === 'timestamp' && to.zone ? undefined : cast
    default:
      return undefined
  }
}
