import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from '../../../nodes/kit/data-type.ts'
import type { Schema } from '../../../nodes/kit/schema.ts'
import { column } from '../../../nodes/kit/schema.ts'
import type { FileOptions } from '../../../nodes/kit/source.ts'
import { quoteLiteral, quoteName } from '../../sql/quote.ts'
import type { CsvDialect, CsvFile } from './csv.ts'
import { readCsv, sampleRows, sniffCsv } from './csv.ts'
import { readBeginning } from './encoding.ts'
import { firstLine } from './first-line.ts'
import type { Query } from './place.ts'

/** From here on, DuckDB's own detection takes gigabytes: it tries every dialect on all columns at once. */
const wideColumns = 1000
/** A header may have lines above it. */
const firstLines = 20
const lookedBytes = 256 * 1024
/** Longer lines are refused when they are read. */
const longestLine = 4 * 1024 * 1024
/** Columns of one narrow copy. */
const columnsAtOnce = 500

export interface WideContext {
  readonly query: Query
  /** A folder for narrow copies; each is deleted before the next is made. */
  readonly workDir: string
  readonly makeRoom?: ((columns: number) => Promise<void>) | undefined
}

/** The first line of a wide table, and how to read it; `skip` lines are before it. */
export interface WideHead extends Pick<CsvDialect, 'delimiter' | 'quote' | 'escape' | 'skip'> {
  readonly cells: readonly string[]
}

/** Undefined where none of the first lines of a file has more than 1,000 columns. */
export async function readWideHead(
  path: string,
  options: FileOptions,
): Promise<WideHead | undefined> {
  const beginning = await readBeginning(path, lookedBytes)
  if (!wideHead(beginning.toString(), options)) return undefined
  return wideHead((await readBeginning(path, longestLine)).toString(), options)
}

function wideHead(beginning: string, options: FileOptions): WideHead | undefined {
  const quote = options.quote ?? '"'
  const lines = beginning.replace(/^\uFEFF/, '').split('\n')
  const delimiters = options.delimiter ? [options.delimiter] : [',', ';', '\t', '|']
  const first = options.skipLines ?? 0
  for (let skip = first; skip < Math.min(lines.length, firstLines); skip++)
    for (const delimiter of delimiters) {
      if ((lines[skip]?.split(delimiter, wideColumns + 1).length ?? 0) <= wideColumns) continue
      const form = { delimiter, quote, escape: options.escape ?? quote }
      const rest = lines.slice(skip).join('\n')
      const { cells, end } = firstLine(rest, form)
      if (cells.length > wideColumns && (skip === first || isLike(cells, rest.slice(end), form)))
        return { ...form, skip, cells }
    }
  return undefined
}

/** Further down, a line may be part of a text in quotes: then the next one looks different. */
function isLike(cells: readonly string[], rest: string, form: Omit<WideHead, 'cells' | 'skip'>) {
  const next = firstLine(rest, form)
  return rest === '' || next.end === rest.length || next.cells.length === cells.length
}

/** As `sniffCsv`, but by narrow copies: some hundred columns of the file at a time. */
export async function sniffWide(
  path: string,
  head: WideHead,
  options: FileOptions,
  { query, workDir, makeRoom }: WideContext,
): Promise<CsvFile> {
  const { cells, ...form } = head
  await makeRoom?.(cells.length)
  const raw = { ...form, header: false, dateFormat: null, timestampFormat: null, nullTexts: [] }
  const places = cells.map((_, i) => column(`c${i}`, text))
  const copy = join(workDir, 'narrow.csv')
  const own = { ...options, delimiter: ',', quote: '"', escape: '"', skipLines: undefined }
  const parts: CsvFile[] = []
  // Without types, the first columns tell whether there is a header, and nothing else is asked.
  const looked = options.types === 'text' ? columnsAtOnce : cells.length
  for (let at = 0; at < looked; at += columnsAtOnce) {
    const list = places.slice(at, at + columnsAtOnce).map((c) => quoteName(c.name, 'duckdb'))
    const from = readCsv([path], { dialect: raw, schema: places })
    const rows = `SELECT ${list.join(', ')} FROM ${from} LIMIT ${sampleRows}`
    await query(`COPY (${rows}) TO ${quoteLiteral(copy, 'duckdb')} (FORMAT csv, HEADER false)`)
    const part = await sniffCsv(copy, own, query)
    parts.push(part)
  }
  await rm(copy, { force: true })
  const dialect: CsvDialect = {
    ...form,
    header: parts.some((part) => part.dialect.header),
    dateFormat: firstFormat(parts, 'dateFormat'),
    timestampFormat: firstFormat(parts, 'timestampFormat'),
    nullTexts: options.nullTexts ?? [],
  }
  const names = uniqueNames(dialect.header ? cells : cells.map(() => ''))
  const types = parts.flatMap((part) => commonDates(part, dialect).map((c) => c.type))
  return { dialect, schema: names.map((name, i) => column(name, types[i] ?? text)) }
}

const firstFormat = (parts: readonly CsvFile[], key: 'dateFormat' | 'timestampFormat') =>
  parts.find((part) => part.dialect[key] !== null)?.dialect[key] ?? null

/** Reading knows one format of dates: columns in another stay text. */
function commonDates({ dialect, schema }: CsvFile, common: CsvDialect): Schema {
  const isOther = (kind: string) =>
    (kind === 'date' && dialect.dateFormat !== common.dateFormat) ||
    (kind === 'timestamp' && dialect.timestampFormat !== common.timestampFormat)
  return schema.map((c) => (isOther(c.type.kind) ? { ...c, type: text } : c))
}

/** As DuckDB names columns: by their place where they have no name, with a number where it is taken. */
function uniqueNames(cells: readonly string[]): string[] {
  const taken = new Set<string>()
  const tried = new Map<string, number>()
  const digits = String(cells.length - 1).length
  return cells.map((cell, i) => {
    const wanted = cell.trim() || `column${String(i).padStart(digits, '0')}`
    let name = wanted
    let n = tried.get(wanted) ?? 1
    while (taken.has(name.toLowerCase())) name = `${wanted}_${n++}`
    tried.set(wanted, n)
    taken.add(name.toLowerCase())
    return name
  })
}
