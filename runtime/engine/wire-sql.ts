import type { DataType } from '../../nodes/kit/data-type.ts'
import type { Column, Schema } from '../../nodes/kit/schema.ts'
import type { FileFormat } from '../../nodes/kit/source.ts'
import type { WireFormat } from '../connectors/connector.ts'
import { MigrateError } from '../error.ts'
import { fromCanonical, toCanonical } from '../sql/canonical.ts'
import { quoteLiteral, quoteName } from '../sql/quote.ts'

export const name = (text: string): string => quoteName(text, 'duckdb')
export const literal = (text: string): string => quoteLiteral(text, 'duckdb')

/** Rows up to this size come through a pipe; longer ones fail with their size. */
const maxRowBytes = 8 * 1024 * 1024
const maxWideRowBytes = 4 * maxRowBytes

/**
 * The FROM item that reads the wire rows of `columns` from a pipe, in format `csv`. The
 * other columns of `schema` are NULL; those that `isText` names stay canonical text.
 */
export function readWire(
  path: string,
  schema: Schema,
  columns: Schema,
  isText: (column: string) => boolean,
): string {
  const raw = columns.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ')
  const wide = columns.some((c) => ['binary', 'json'].includes(c.type.kind))
  const rowBytes = wide ? maxWideRowBytes : maxRowBytes
  const list = schema.map((column) => {
    const index = columns.indexOf(column)
    if (index < 0) return `NULL AS ${name(column.name)}`
    const value = isText(column.name) ? `c${index}` : fromCanonical(`c${index}`, column.type)
    return `${value} AS ${name(column.name)}`
  })
  return `(SELECT ${list.join(', ')} FROM read_csv(${literal(path)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, max_line_size = ${rowBytes}, buffer_size = ${rowBytes}, columns = {${raw}}))`
}

/** The SELECT and the COPY options that write rows in a wire format. */
export function writeWire(
  from: string,
  schema: Schema,
  format: WireFormat,
  isText: (column: string) => boolean,
): { select: string; options: string } {
  const values = schema.map((column) => ({ column, sql: canonical(column, isText) }))
  const select = (list: readonly string[]) => `SELECT ${list.join(', ')} FROM (${from})`
  switch (format) {
    case 'csv':
      return {
        select: select(values.map(({ sql }, i) => `${sql} AS c${i}`)),
        options: `FORMAT csv, HEADER false, DELIMITER ',', QUOTE '"', ESCAPE '"', FORCE_QUOTE *, NULL ''`,
      }
    case 'text':
      return {
        select: select(
          values.map(({ column, sql }, i) =>
            needsEscape(column.type) ? `${escaped(sql)} AS c${i}` : `${sql} AS c${i}`,
          ),
        ),
        options: `FORMAT csv, HEADER false, DELIMITER '\t', QUOTE '', ESCAPE '', NULL '\\N'`,
      }
    case 'json':
      return {
        select: select([
          `CAST(json_array(${values.map(({ sql }) => `CAST(${sql} AS VARCHAR)`).join(', ')}) AS VARCHAR) AS line`,
        ]),
        // One column, so the delimiter is never written; U+0001 is always escaped in JSON.
        options: `FORMAT csv, HEADER false, DELIMITER '\u0001', QUOTE '', ESCAPE '', NULL ''`,
      }
    case 'pg-binary':
      throw new MigrateError('INTERNAL', 'DuckDB does not write the binary format.')
  }
}

/** The SELECT whose rows COPY writes to a file for people and programs. */
export function writeFileRows(
  from: string,
  schema: Schema,
  format: Exclude<FileFormat, 'json'>,
  isText: (column: string) => boolean,
): string {
  if (format !== 'csv') return from
  const list = schema.map((c) => `${canonical(c, isText)} AS ${name(c.name)}`)
  return `SELECT ${list.join(', ')} FROM (${from})`
}

/** Canonical text, or a value that COPY itself writes as canonical text. */
function canonical({ name: column, type }: Column, isText: (column: string) => boolean): string {
  const sql = name(column)
  if (isText(column)) return sql
  const written = ['boolean', 'integer', 'decimal', 'time', 'uuid', 'text', 'interval']
  return written.includes(type.kind) ? sql : toCanonical(sql, type)
}

/** Types whose canonical text may hold a tab, a line end or a backslash. */
const needsEscape = (type: DataType) =>
  ['text', 'json', 'list', 'struct', 'binary'].includes(type.kind)

/** Most values hold nothing to escape; looking first makes this almost free. */
function escaped(sql: string): string {
  const special = ["'\\'", 'chr(9)', 'chr(10)', 'chr(13)']
  const text = `CAST(${sql} AS VARCHAR)`
  const replaced = [
    ['\\', '\\\\'],
    [9, '\\t'],
    [10, '\\n'],
    [13, '\\r'],
  ].reduce(
    (inner, [from, to]) =>
      `replace(${inner}, ${typeof from === 'number' ? `chr(${from})` : `'${from}'`}, '${to}')`,
    text,
  )
  const found = special.map((s) => `contains(${text}, ${s})`).join(' OR ')
  return `CASE WHEN ${found} THEN ${replaced} ELSE ${text} END`
}
