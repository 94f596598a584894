import { stat } from 'node:fs/promises'
import type { DataType } from '../../../nodes/kit/data-type.ts'
import { text as plainText } from '../../../nodes/kit/data-type.ts'
import type { Schema } from '../../../nodes/kit/schema.ts'
import { column } from '../../../nodes/kit/schema.ts'
import type { FileOptions } from '../../../nodes/kit/source.ts'
import { fromDuckDbType, printDuckDbType } from '../../sql/duckdb-types.ts'
import { quoteLiteral, quoteName } from '../../sql/quote.ts'
import type { Query } from './place.ts'

/** What `read_csv` must be told so that it detects nothing by itself. */
export interface CsvDialect {
  readonly delimiter: string
  readonly quote: string
  readonly escape: string
  readonly header: boolean
  readonly skip: number
  readonly dateFormat: string | null
  readonly timestampFormat: string | null
  readonly nullTexts: readonly string[]
}

export interface CsvFile {
  readonly dialect: CsvDialect
  readonly schema: Schema
}

const literal = (text: string) => quoteLiteral(text, 'duckdb')
const name = (text: string) => quoteName(text, 'duckdb')

/** Files up to this size are looked at as a whole, so that no later row can surprise. */
const wholeBytes = 64 * 1024 * 1024
export const sampleRows = 100_000

/** Finds dialect, columns and types of one CSV file. */
export async function sniffCsv(path: string, options: FileOptions, query: Query): Promise<CsvFile> {
  const { size } = await stat(path)
  const rows = size <= wholeBytes ? -1 : sampleRows
  const { dialect, schema } = await sniff(path, options, rows, query)
  if (options.types === 'text') return { dialect, schema }
  return { dialect, schema: await keepCodes(path, { dialect, schema }, rows, query) }
}

/**
 * A single broken line makes DuckDB find no dialect, or one with a single column. Then it
 * may look past errors: reading will stop at the line and name it.
 */
async function sniff(
  path: string,
  options: FileOptions,
  rows: number,
  query: Query,
): Promise<CsvFile> {
  const strict = await sniffOnce(path, options, rows, '', query).catch(() => undefined)
  const [only, ...others] = strict?.schema ?? []
  if (strict && only && (others.length > 0 || !/[,;|\t]/.test(only.name))) return strict
  const lenient = await sniffOnce(path, options, rows, ', ignore_errors = true', query)
  return strict && strict.schema.length >= lenient.schema.length ? strict : lenient
}

async function sniffOnce(
  path: string,
  options: FileOptions,
  rows: number,
  more: string,
  query: Query,
): Promise<CsvFile> {
  const given = [
    literal(path),
    ...option('delim', options.delimiter),
    ...option('quote', options.quote),
    ...option('escape', options.escape),
    ...(options.header === undefined ? [] : [`header = ${options.header}`]),
    ...(options.skipLines ? [`skip = ${options.skipLines}`] : []),
    ...(options.types === 'text' ? ['all_varchar = true'] : []),
    nullTexts(options.nullTexts ?? []),
    `sample_size = ${rows}`,
  ]
  const [found = []] = await query(
    `SELECT Delimiter, Quote, Escape, SkipRows, HasHeader, DateFormat, TimestampFormat, CAST(to_json(Columns) AS VARCHAR) FROM sniff_csv(${given.join(', ')}${more})`,
  )
  const [delimiter, quote, escaped, skip, header, dateFormat, timestampFormat, columns] = found
  // A sample without quotes says nothing about the rows behind it: then the standard counts.
  const quotes = options.quote ?? (mark(quote) || '"')
  const dialect: CsvDialect = {
    delimiter: mark(delimiter) || ',',
    quote: quotes,
    escape: options.escape ?? (mark(escaped) || quotes),
    header: header === 'true',
    skip: Number(skip ?? 0),
    dateFormat: dateFormat ?? null,
    timestampFormat: timestampFormat ?? null,
    nullTexts: options.nullTexts ?? [],
  }
  const sniffed = JSON.parse(columns ?? '[]') as { name: string; type: string }[]
  const schema = sniffed.map((c) => column(c.name, portable(fromDuckDbType(c.type))))
  return { dialect, schema }
}

const option = (key: string, value: string | undefined) =>
  value === undefined ? [] : [`${key} = ${literal(value)}`]

/** DuckDB writes “(empty)” for no character. */
const mark = (found: string | null | undefined) => (found && found !== '(empty)' ? found : '')

const nullTexts = (texts: readonly string[]) =>
  `nullstr = [${['', ...texts].map(literal).join(', ')}], allow_quoted_nulls = false`

/** Types a CSV file can have; others DuckDB might find are read as text. */
const portable = (type: DataType): DataType =>
  ['boolean', 'integer', 'float', 'decimal', 'date', 'time', 'timestamp'].includes(type.kind)
    ? type
    : plainText

/**
 * Numbers that would not come back as they are written are codes, not numbers: leading
 * zeros (postal codes), a plus sign, more digits than a double holds (card numbers).
 */
async function keepCodes(path: string, file: CsvFile, rows: number, query: Query): Promise<Schema> {
  const numbers = file.schema.filter((c) => ['integer', 'float', 'decimal'].includes(c.type.kind))
  if (numbers.length === 0) return file.schema
  const text = file.schema.map((c) => ({ ...c, type: plainText }))
  const tests = numbers.map((c) => {
    const digits = c.type.kind === 'float' ? '|^-?[0-9]{16,}$' : ''
    return `bool_or(regexp_matches(${name(c.name)}, '^[+-]?0[0-9]|^[+]${digits}'))`
  })
  const from = readCsv([path], { ...file, schema: text })
  const limit = rows < 0 ? '' : ` LIMIT ${rows}`
  const [found] = await query(`SELECT ${tests.join(', ')} FROM (SELECT * FROM ${from}${limit})`)
  const codes = new Set(numbers.filter((_, i) => found?.[i] === 'true').map((c) => c.name))
  return file.schema.map((c) => (codes.has(c.name) ? { ...c, type: plainText } : c))
}

/** The FROM item of files that share this dialect and these columns. */
export function readCsv(
  paths: readonly string[],
  { dialect, schema }: CsvFile,
  fileName = false,
): string {
  const types = schema.map((c) => `${literal(c.name)}: ${literal(printDuckDbType(c.type))}`)
  const parts = [
    `[${paths.map(literal).join(', ')}]`,
    `auto_detect = false, columns = {${types.join(', ')}}`,
    `delim = ${literal(dialect.delimiter)}`,
    `quote = ${literal(dialect.quote)}`,
    `escape = ${literal(dialect.escape)}`,
    `header = ${dialect.header}`,
    `skip = ${dialect.skip}`,
    nullTexts(dialect.nullTexts),
    ...(dialect.dateFormat ? [`dateformat = ${literal(dialect.dateFormat)}`] : []),
    ...(dialect.timestampFormat ? [`timestampformat = ${literal(dialect.timestampFormat)}`] : []),
    'max_line_size = 4194304, buffer_size = 4194304',
    ...(fileName ? [`filename = ${literal(fileNameColumn)}`] : []),
  ]
  return `read_csv(${parts.join(', ')})`
}

/** Where `read_csv` and its like put the path of each row's file. */
export const fileNameColumn = '_mq_file'
