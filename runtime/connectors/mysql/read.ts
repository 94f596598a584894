import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Connection } from 'mysql2'
import { MigrateError } from '../../error.ts'
import type { KeyRange, Reader, ReadRequest, WireFormat } from '../connector.ts'
import { mutex } from '../load.ts'
import { cancelled } from '../network-errors.ts'
import { wholeRange } from '../ranges.ts'
import { pickColumn } from '../target.ts'
import type { NativeColumn, ResolvedTable } from './describe.ts'
import { describeColumns, fromClause, needTable } from './describe.ts'
import { RowEncoder } from './encode.ts'
import { mysqlError } from './errors.ts'
import type { Links } from './links.ts'
import { run, select } from './links.ts'
import { name } from './names.ts'
import { rangeSql, splitTable } from './ranges.ts'
import { streamRows, writeTo } from './row-stream.ts'

/**
 * Reads the text protocol's packets straight into bytes. A snapshot belongs to one
 * connection, so the ranges of a reader are read one after the other.
 */
export async function openReader(links: Links, request: ReadRequest): Promise<Reader> {
  const { all, columns, table } = await links.use(async (link) => {
    const known = await describeColumns(link, request.source)
    return {
      all: known,
      columns: request.columns.map((c) => pickColumn(known, c.name)),
      table: request.source.kind === 'table' ? await needTable(link, request.source.table) : null,
    }
  })
  const where: Where = { request, columns, all, table }
  const keeper = new SnapshotKeeper(links)
  const next = mutex()

  return {
    formats: ['text', 'csv'],
    estimate: () =>
      links.use(async (link) => {
        const rows = await estimateRows(link, where)
        return rows === null ? null : Math.min(rows, request.limit ?? Number.POSITIVE_INFINITY)
      }),
    ranges: (rows) =>
      next(async () =>
        table && request.limit === undefined
          ? splitTable(await keeper.link(), table, all, rows)
          : wholeRange,
      ),
    read: ({ range, format, output, signal }) =>
      next(async () => {
        const sql = selectSql(where, range)
        try {
          if (signal.aborted) throw cancelled()
          return await keeper.use((link) => copyRows(link, sql, where, format, output, signal))
        } catch (error) {
          output.destroy()
          throw signal.aborted ? cancelled(error) : mysqlError(error, links.where, table?.name)
        }
      }),
    close: () => keeper.close(),
  }
}

interface Where {
  readonly request: ReadRequest
  readonly columns: readonly NativeColumn[]
  readonly all: readonly NativeColumn[]
  readonly table: ResolvedTable | null
}

function selectSql({ request, columns, all, table }: Where, range: KeyRange): string {
  const list = columns.map((c) => c.native.select(name(c.name))).join(', ')
  const limit = request.limit === undefined ? '' : ` LIMIT ${Math.trunc(request.limit)}`
  return `SELECT ${list} FROM ${fromClause(request.source, table)}${rangeSql(range, all)}${limit}`
}

async function copyRows(
  link: Connection,
  sql: string,
  { columns }: Where,
  format: WireFormat,
  output: Writable,
  signal: AbortSignal,
): Promise<{ rows: number }> {
  if (format !== 'text' && format !== 'csv')
    throw new MigrateError('INTERNAL', `MySQL does not write ${format}.`)
  const encodings = columns.map((c) => c.native.encoding)
  const { emit, release } = writeTo(link, output)
  const encoder = new RowEncoder(encodings, format, emit)
  const stop = new AbortController()
  const closed = finished(output, { readable: false, signal: stop.signal })
  const aborted = once(signal, 'abort', { signal: stop.signal }).then(() => {
    throw cancelled()
  })
  try {
    // Whatever ends first: the rows, the reader of the output, or the run.
    await Promise.race([streamRows(link, sql, encoder), unless(closed), aborted])
    output.end()
    await closed
    return { rows: encoder.rows }
  } finally {
    stop.abort()
    release()
    aborted.catch(() => undefined)
    closed.catch(() => undefined)
  }
}

/** An output that closes before its end has nobody behind it any more. */
async function unless(closed: Promise<void>): Promise<never> {
  await closed
  throw new MigrateError('INTERNAL', 'The output of a reader closed too early.')
}

/** The table's own estimate; for a query nothing cheap is known. */
async function estimateRows(link: Connection, { request, table }: Where): Promise<number | null> {
  if (table && table.kind === 'table' && table.estimatedRows !== null)
    return Number(table.estimatedRows)
  const plan = await select<{ rows: string | number | null }>(
    link,
    `EXPLAIN SELECT 1 FROM ${fromClause(request.source, table)}`,
  )
  const rows = plan.map((p) => Number(p.rows ?? 0))
  return rows.length > 0 ? Math.max(...rows) : null
}

/** The one connection whose transaction holds the snapshot. */
class SnapshotKeeper {
  readonly #links: Links
  #opened: Promise<Connection> | undefined
  #broken = false

  constructor(links: Links) {
    this.#links = links
  }

  link(): Promise<Connection> {
    if (this.#broken)
      return Promise.reject(
        new MigrateError('CONNECTION_LOST', 'The snapshot of this reader is gone.', {
          hint: 'Run again with --resume.',
        }),
      )
    this.#opened ??= this.#begin()
    return this.#opened
  }

  async use<T>(work: (link: Connection) => Promise<T>): Promise<T> {
    const link = await this.link()
    try {
      return await work(link)
    } catch (error) {
      this.#broken = true
      this.#opened = undefined
      await this.#links.drop(link)
      throw error
    }
  }

  async close(): Promise<void> {
    const link = await this.#opened?.catch(() => undefined)
    this.#opened = undefined
    this.#broken = true
    if (!link) return
    await run(link, 'COMMIT').then(
      () => this.#links.give(link),
      () => this.#links.drop(link),
    )
  }

  async #begin(): Promise<Connection> {
    const link = await this.#links.take()
    await run(link, 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')
    return link
  }
}
