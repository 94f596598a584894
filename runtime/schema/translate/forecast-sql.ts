import type { TableName } from '../../../nodes/kit/source.ts'
import { quoteLiteral, quoteName } from '../../sql/quote.ts'
import type { DatabaseSystem } from '../model.ts'
import type { Count } from './types/difference.ts'

/** A condition of the source's dialect that holds for the rows that are hurt. */
export function countCondition(
  count: Count,
  column: string,
  system: DatabaseSystem,
): string | undefined {
  const c = quoteName(column, system)
  switch (count.kind) {
    case 'longer':
      return `${characters(c, system)} > ${count.characters}`
    case 'more bytes':
      return `${byteLength(c, system)} > ${count.bytes}`
    case 'outside':
      return `${c} < ${count.min} OR ${c} > ${count.max}`
    case 'finer':
      return `${c} <> ${rounded(c, count.digits, system)}`
    case 'more digits':
      return `abs(${c}) >= ${power(count.integerDigits, system)}`
    case 'not finite':
      return notFinite(c, system)
    case 'zero date':
      return system === 'mysql'
        ? `YEAR(${c}) = 0 OR MONTH(${c}) = 0 OR DAYOFMONTH(${c}) = 0`
        : undefined
    case 'date outside':
      return system === 'postgres'
        ? `${c} < DATE '${count.from}' OR ${c} >= DATE '${count.before}'`
        : undefined
    case 'time outside day':
      return system === 'mysql' ? `${c} < '00:00:00' OR ${c} >= '24:00:00'` : undefined
    case 'not a date':
      return system === 'sqlite' ? `${c} IS NOT NULL AND julianday(${c}) IS NULL` : undefined
    case 'nul':
      return containsNul(c, system)
    case 'not boolean':
      return `${c} NOT IN (0, 1)`
    case 'empty enum':
      return `${c} + 0 = 0`
    case 'stored otherwise':
      return `typeof(${c}) NOT IN (${count.classes.map((k) => `'${k}'`).join(', ')}, 'null')`
    case 'unequal by case':
      return undefined
  }
}

function characters(c: string, system: DatabaseSystem): string {
  switch (system) {
    case 'postgres':
      return `char_length(${c}::text)`
    case 'mysql':
      return `CHAR_LENGTH(${c})`
    case 'sqlite':
      return `length(${c})`
    case 'mssql':
      return `LEN(CAST(${c} AS nvarchar(max)) + N'.') - 1`
  }
}

function byteLength(c: string, system: DatabaseSystem): string {
  switch (system) {
    case 'postgres':
      return `octet_length(${c})`
    case 'mysql':
      return `LENGTH(${c})`
    case 'sqlite':
      return `length(CAST(${c} AS BLOB))`
    case 'mssql':
      return `DATALENGTH(${c})`
  }
}

const rounded = (c: string, digits: number, system: DatabaseSystem) =>
  system === 'postgres' ? `round(${c}::numeric, ${digits})` : `round(${c}, ${digits})`

const power = (digits: number, system: DatabaseSystem) =>
  system === 'postgres' || digits > 60 ? `1e${digits}` : `1${'0'.repeat(digits)}`

function notFinite(c: string, system: DatabaseSystem): string | undefined {
  if (system === 'postgres') return `${c}::text IN ('NaN', 'Infinity', '-Infinity')`
  return system === 'sqlite'
    ? `typeof(${c}) = 'real' AND abs(${c}) > 1.7976931348623157e308`
    : undefined
}

function containsNul(c: string, system: DatabaseSystem): string | undefined {
  switch (system) {
    case 'mysql':
      return `LOCATE(X'00', CAST(${c} AS BINARY)) > 0`
    case 'sqlite':
      return `instr(${c}, char(0)) > 0`
    case 'mssql':
      return `CHARINDEX(NCHAR(0), CAST(${c} AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) > 0`
    case 'postgres':
      return undefined
  }
}

export const countAggregate = (condition: string): string =>
  `COUNT(CASE WHEN ${condition} THEN 1 END)`

export function countQuery(aggregate: string, table: TableName, system: DatabaseSystem): string {
  const name =
    table.schema === undefined || system === 'sqlite'
      ? quoteName(table.name, system)
      : `${quoteName(table.schema, system)}.${quoteName(table.name, system)}`
  return `SELECT ${aggregate} AS n FROM ${name}`
}

/** For texts that a person wrote. */
export const textLiteral = (text: string, system: DatabaseSystem): string =>
  quoteLiteral(text, system)
