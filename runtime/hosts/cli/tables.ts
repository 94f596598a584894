import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import type { ReadTableOptions } from '../../engine/index.ts'
import { MigrateError } from '../../error.ts'
import type { TextTable } from '../../ml/table.ts'
import type { Pipeline } from '../../pipeline/schema.ts'
import { openConnections } from './connections.ts'
import { loadConnectors, loadEngine } from './load.ts'
import type { PipelineOptions } from './options.ts'
import { engineInput } from './options.ts'

/** One table of the place a command was pointed at; rows are read when asked for. */
export interface OpenTable {
  readonly name: string
  readonly source: 'file' | 'database'
  readonly read: (options?: ReadTableOptions) => Promise<TextTable>
}

export interface TableChoice {
  /** Tables of a connection, as `name` or `schema.name`; absent: all of them. */
  readonly table?: readonly string[] | undefined
  /** Whether the first line of CSV files names the columns; absent: found out. */
  readonly header?: boolean | undefined
}

/** Methods hold the values in memory anyway, so reading them may take some, too. */
const readingMemory = 1000

const dataFile = /\.(csv|tsv|parquet|json|ndjson|jsonl)(\.gz)?$/i

/**
 * The tables of a data file, of a folder of them, or of a connection (its name, or a URL).
 * CSV files are read as text: their columns have no declared type.
 * @throws MigrateError FILE_NOT_FOUND, UNKNOWN_CONNECTION, TABLE_NOT_FOUND
 */
export async function openTables(
  target: string,
  options: Partial<PipelineOptions> & TableChoice,
  signal: AbortSignal,
): Promise<OpenTable[]> {
  const path = resolve(target)
  if (existsSync(path) && statSync(path).isDirectory()) {
    const files = readdirSync(path).filter((file) => dataFile.test(file))
    if (files.length === 0) throw notFound(target, 'It holds no CSV, JSON or Parquet file.')
    return files.sort().map((file) => fileTable(join(path, file), options, signal))
  }
  if (existsSync(path) && dataFile.test(path)) return [fileTable(path, options, signal)]
  if (looksLikeFile(target)) throw notFound(target, 'Give a data file, a folder or a connection.')
  return databaseTables(target, options, signal)
}

const looksLikeFile = (target: string) =>
  !target.includes('://') && (dataFile.test(target) || /[/\\]/.test(target))

function fileTable(
  path: string,
  options: Partial<PipelineOptions> & TableChoice,
  signal: AbortSignal,
): OpenTable {
  const typed = /\.(parquet|json|ndjson|jsonl)(\.gz)?$/i.test(path)
  const file = basename(path).replace(/\.gz$/i, '')
  const name = file.slice(0, file.length - extname(file).length)
  const { header } = options
  const lines = header === undefined ? {} : { header: header ? 'yes' : 'no' }
  const config = { path, ...(typed ? {} : { types: 'text', ...lines }) }
  return {
    name,
    source: 'file',
    read: async (how) => {
      const read = await readOne('source.file', config, options, how, signal)
      const columns = typed ? read.columns : read.columns.map(({ type: _, ...column }) => column)
      return { ...read, name, columns }
    },
  }
}

async function databaseTables(
  target: string,
  options: Partial<PipelineOptions> & TableChoice,
  signal: AbortSignal,
): Promise<OpenTable[]> {
  const source = await openConnections({
    baseDir: process.cwd(),
    file: options.connections,
    server: options.server,
  })
  const { connectors } = await loadConnectors()
  const connection = await source.get(target)
  const connector = connectors.get(connection.system)
  const session = await connector?.open(connection.settings, signal)
  const catalog = (await session?.catalog()) ?? []
  await session?.close()
  const all = catalog.filter((t) => t.kind === 'table').map((t) => t.table)
  const chosen = options.table?.map((wanted) => pick(wanted, all)) ?? all
  return chosen.map((table) => ({
    name: formatTable(table),
    source: 'database',
    read: async (how) => {
      const config = { connection: target, read: 'table', table: { schema: '', ...table } }
      const read = await readOne('source.database', config, options, how, signal)
      return { ...read, name: formatTable(table) }
    },
  }))
}

function pick(wanted: string, all: readonly TableName[]): TableName {
  const same = (text: string) => text.toLowerCase() === wanted.toLowerCase()
  const found = all.find((t) => same(formatTable(t))) ?? all.find((t) => same(t.name))
  if (found) return found
  throw new MigrateError('TABLE_NOT_FOUND', `There is no table “${wanted}”.`, {
    hint: `There are: ${all.slice(0, 20).map(formatTable).join(', ')}.`,
  })
}

async function readOne(
  type: 'source.file' | 'source.database',
  config: object,
  options: Partial<PipelineOptions>,
  how: ReadTableOptions | undefined,
  signal: AbortSignal,
): Promise<TextTable> {
  const node = { id: 'source', type, version: 1, position: { x: 0, y: 0 }, config }
  const pipeline: Pipeline = {
    schemaVersion: 1,
    name: 'read',
    description: '',
    parameters: [],
    nodes: [node as Pipeline['nodes'][number]],
    edges: [],
  }
  const made = { pipeline, baseDir: process.cwd() }
  const given = await engineInput('', { output: 'text', ...options }, made)
  const input = { ...given, options: { ...given.options, usualMemory: readingMemory } }
  const { readTable } = await loadEngine()
  return readTable(input, 'source', 'out', how, signal)
}

const notFound = (target: string, hint: string) =>
  new MigrateError('FILE_NOT_FOUND', `“${target}” cannot be read as tables.`, { hint })
