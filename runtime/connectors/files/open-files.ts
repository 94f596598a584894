import { mkdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { text } from '../../../nodes/kit/data-type.ts'
import type { Schema } from '../../../nodes/kit/schema.ts'
import { column, findColumn } from '../../../nodes/kit/schema.ts'
import type { FileOptions, Source } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import { fromDuckDbType, printDuckDbType } from '../../sql/duckdb-types.ts'
import { quoteLiteral, quoteName } from '../../sql/quote.ts'
import type { NamedCsvFile } from './combine-csv.ts'
import { combineCsv, combinedSchema } from './combine-csv.ts'
import { fileNameColumn, sniffCsv } from './csv.ts'
import { textForm, transcode } from './encoding.ts'
import type { FilePlace, Query } from './place.ts'
import { findFiles } from './place.ts'
import { readWideHead, sniffWide } from './wide-csv.ts'

export type FilesSource = Extract<Source, { kind: 'files' }>

export interface OpenFiles {
  readonly schema: Schema
  /** A FROM item of DuckDB with exactly the columns of `schema`. */
  readonly from: string
  /** Size of the files as they are on disk. */
  readonly bytes: number
}

export interface FilesContext extends FilePlace {
  readonly query: Query
  /** A folder for copies of files that are not UTF-8. */
  readonly workDir: string
  /** Called before rows of so many columns are read. */
  readonly makeRoom?: ((columns: number) => Promise<void>) | undefined
  readonly signal?: AbortSignal | undefined
}

const literal = (value: string) => quoteLiteral(value, 'duckdb')
const name = (value: string) => quoteName(value, 'duckdb')

/** Finds the files, and how to read them: encoding, dialect, columns, types. */
export async function openFiles(source: FilesSource, context: FilesContext): Promise<OpenFiles> {
  const paths = await findFiles(source.path, context, context.query)
  const sizes = await Promise.all(paths.map((p) => stat(p).then((s) => s.size)))
  const bytes = sizes.reduce((a, b) => a + b, 0)
  if (sizes.every((size) => size === 0))
    throw new MigrateError('FILE_MALFORMED', `“${source.path}” is empty.`, {
      hint: 'Check how the file was made.',
    })
  const opened =
    source.format === 'csv'
      ? await openCsv(source, paths, context)
      : await openOther(source, paths, context)
  return { ...opened, bytes }
}

async function openCsv({ options }: FilesSource, paths: readonly string[], context: FilesContext) {
  const readable = await asUtf8(paths, options.encoding, context)
  const files: NamedCsvFile[] = []
  for (const path of readable) files.push({ path, ...(await sniffAny(path, options, context)) })
  const combine = options.combine ?? 'name'
  const schema = combinedSchema(files, combine)
  const added = options.fileNameColumn
  return {
    schema: added ? withFileName(schema, added) : schema,
    from: combineCsv(files, schema, combine, added),
  }
}

async function sniffAny(path: string, options: FileOptions, context: FilesContext) {
  const head = await readWideHead(path, options)
  return head ? sniffWide(path, head, options, context) : sniffCsv(path, options, context.query)
}

function withFileName(schema: Schema, added: string): Schema {
  if (findColumn(schema, added))
    throw new MigrateError('FILE_MALFORMED', `The files have a column “${added}” already.`, {
      hint: 'Choose another name for the column of file names.',
    })
  return [...schema, column(added, text, false)]
}

/** The paths themselves, or copies in UTF-8 under the same file names. */
async function asUtf8(
  paths: readonly string[],
  declared: string | undefined,
  { workDir, signal }: FilesContext,
): Promise<string[]> {
  const readable: string[] = []
  for (const path of paths) {
    const form = await textForm(path, declared)
    // DuckDB looks at the ending to see that a file is packed; an upload has none.
    const known = form.compression === 'none' || /\.(gz|zst)$/i.test(path)
    if (form.encoding === 'utf-8' && known) {
      readable.push(path)
      continue
    }
    const folder = join(workDir, `text-${copies++}`)
    await mkdir(folder, { recursive: true })
    const copy = join(folder, basename(path).replace(/\.gz$/i, ''))
    await transcode(path, form, copy, signal)
    readable.push(copy)
  }
  return readable
}

let copies = 0

async function openOther(source: FilesSource, paths: readonly string[], context: FilesContext) {
  const { fileNameColumn: added, recordsPath } = source.options
  const readable =
    source.format === 'parquet' ? [...paths] : await asUtf8(paths, source.options.encoding, context)
  const read = await readerOf(source, readable, added !== undefined)
  const rows = recordsPath
    ? recordsAt(read, recordsPath, added !== undefined)
    : `SELECT * FROM ${read}`
  const described = await describe(rows, context.query)
  const own = described.filter((c) => c.name !== fileNameColumn)
  if (added && own.some((c) => c.name.toLowerCase() === added.toLowerCase()))
    withFileName(
      own.map((c) => column(c.name, text)),
      added,
    )
  const schema = own.map((c) => column(c.name, fromDuckDbType(c.type)))
  const list = own.map(({ name: column, type }) => {
    const wanted = fromDuckDbType(type)
    const sql = name(column)
    if (printDuckDbType(wanted) === type) return sql
    const value = wanted.kind === 'json' ? `to_json(${sql})` : sql
    return `CAST(${value} AS ${printDuckDbType(wanted)}) AS ${sql}`
  })
  if (added) list.push(`parse_filename(${fileNameColumn}) AS ${name(added)}`)
  return {
    schema: added ? withFileName(schema, added) : schema,
    from: `(SELECT ${list.join(', ')} FROM (${rows}))`,
  }
}

async function readerOf(
  { format, options }: FilesSource,
  paths: readonly string[],
  fileName: boolean,
): Promise<string> {
  const list = `[${paths.map(literal).join(', ')}]`
  const byName = options.combine === 'position' ? 'false' : 'true'
  const common = [
    list,
    `union_by_name = ${byName}`,
    ...(fileName ? [`filename = ${literal(fileNameColumn)}`] : []),
  ].join(', ')
  if (format === 'parquet') return `read_parquet(${common})`
  const sizes = await Promise.all(paths.map((p) => stat(p).then((s) => s.size)))
  // A whole document with a records path is one object for DuckDB.
  const largest = options.recordsPath ? Math.max(...sizes) + 1024 : 16 * 1024 * 1024
  const layout = format === 'ndjson' ? 'newline_delimited' : 'auto'
  return `read_json(${common}, format = '${layout}', sample_size = -1, maximum_object_size = ${Math.max(largest, 1024 * 1024)})`
}

/** The records of `data.orders`: one row per item of that list, or the one object there. */
function recordsAt(read: string, path: string, fileName: boolean): string {
  const at = path
    .split('.')
    .map((part) => name(part.trim()))
    .join('.')
  const file = fileName ? `, ${fileNameColumn}` : ''
  return `SELECT unnest(_mq_record)${file} FROM (SELECT unnest(${at}) AS _mq_record${file} FROM ${read})`
}

async function describe(select: string, query: Query): Promise<{ name: string; type: string }[]> {
  const rows = await query(`DESCRIBE ${select}`)
  return rows.map(([column, type]) => ({ name: column ?? '', type: type ?? 'VARCHAR' }))
}
