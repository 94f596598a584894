import type { DataType } from '../../../nodes/kit/data-type.ts'
import type { Marks } from './marks.ts'
import { markSql } from './marks.ts'

/**
 * A REAL with as few digits as give the same number back; 15 mostly do, 17 always. SQLite reads
 * very large and very small numbers inexactly, so there it cannot tell whether 15 would do.
 */
const realText = (c: string) =>
  `CASE WHEN ${c} > 1.7976931348623157e308 THEN 'Infinity' WHEN ${c} < -1.7976931348623157e308 THEN '-Infinity'
   WHEN (${c} = 0 OR abs(${c}) BETWEEN 1e-20 AND 1e20) AND CAST(printf('%!.15g', ${c}) AS REAL) = ${c} THEN printf('%!.15g', ${c}) ELSE printf('%!.17g', ${c}) END`

/** A REAL in a decimal column has the column's scale, unless it has more digits than that. */
const decimalText = (c: string, scale: number) =>
  `CASE WHEN CAST(printf('%.${scale}f', ${c}) AS REAL) = ${c} THEN printf('%.${scale}f', ${c}) ELSE ${realText(c)} END`

const booleanText = (c: string) => `CASE ${c} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE ${c} END`

/** A whole number in a decimal column is written with the column's scale, too. */
function integerText(c: string, type: DataType): string {
  if (type.kind === 'boolean') return booleanText(c)
  if (type.kind === 'decimal' && type.scale > 0) return `${c} || '.${'0'.repeat(type.scale)}'`
  return c
}

/** Most texts need no change, and looking is cheaper than replacing. */
const quoted = (c: string) =>
  `CASE WHEN instr(${c}, '"') THEN replace(${c}, '"', '""') ELSE ${c} END`

const escaped = (c: string) =>
  `CASE WHEN instr(${c}, '\\') OR instr(${c}, char(10)) OR instr(${c}, char(9)) OR instr(${c}, char(13))
   THEN replace(replace(replace(replace(${c}, '\\', '\\\\'), char(9), '\\t'), char(10), '\\n'), char(13), '\\r')
   ELSE ${c} END`

/**
 * One column of a line. Any value may lie in any column: what is stored decides how it is
 * written, the declared type only what is expected.
 */
function fieldSql(c: string, type: DataType, format: 'text' | 'csv', marks?: Marks): string {
  const real = type.kind === 'decimal' ? decimalText(c, type.scale) : realText(c)
  const usual = `CASE typeof(${c}) WHEN 'text' THEN ${format === 'csv' ? quoted(c) : escaped(c)}
    WHEN 'integer' THEN ${integerText(c, type)} WHEN 'real' THEN ${real}
    WHEN 'null' THEN ${format === 'csv' ? 'NULL' : `'\\N'`}
    ELSE '${format === 'csv' ? '\\x' : '\\\\x'}' || lower(hex(${c})) END`
  return marks && format === 'text' ? markSql(c, marks, usual, escaped(c), realText(c)) : usual
}

/** The canonical text of a column, of any storage class. */
export const canonicalSql = (c: string, type: DataType): string =>
  `CASE typeof(${c}) WHEN 'text' THEN ${c} WHEN 'integer' THEN ${integerText(c, type)}
   WHEN 'real' THEN ${type.kind === 'decimal' ? decimalText(c, type.scale) : realText(c)}
   WHEN 'null' THEN NULL ELSE '\\x' || lower(hex(${c})) END`

/** A whole row as text with its newline, put together by SQLite itself. */
export function lineSql(
  columns: readonly {
    readonly sql: string
    readonly type: DataType
    readonly marks?: Marks | undefined
  }[],
  format: 'text' | 'csv',
): string {
  const values = columns.map(({ sql, type, marks }, i) => {
    const value = fieldSql(sql, type, format, marks)
    if (format === 'text') return i === 0 ? [value] : ['char(9)', value]
    const mark = `CASE WHEN ${sql} IS NULL THEN '' ELSE '"' END`
    return i === 0 ? [mark, value, mark] : [`','`, mark, value, mark]
  })
  return concat([...values.flat(), 'char(10)'])
}

const mostArguments = 100

/** One call copies every value once; a chain of || would copy the line again and again. */
function concat(values: readonly string[]): string {
  if (values.length <= mostArguments) return `concat(${values.join(', ')})`
  const groups: string[] = []
  for (let at = 0; at < values.length; at += mostArguments)
    groups.push(concat(values.slice(at, at + mostArguments)))
  return concat(groups)
}
