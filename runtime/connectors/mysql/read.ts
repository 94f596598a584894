import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Connection } from 'mysql2'
import { MigrateError } from '../../error.ts'
import type { Count } from '../../schema/translate/index.ts'
import { closedOutput } from '../closed-output.ts'
import type { KeyRange, Reader, ReadRequest, WireFormat } from '../connector.ts'
import { cancelled } from '../network-errors.ts'
import { wholeRange } from '../ranges.ts'
import { pickColumn } from '../target.ts'
import type { NativeColumn, ResolvedTable } from './describe.ts'
import { describeColumns, fromClause, needTable } from './describe.ts'
import { mostSigned, RowEncoder } from './encode.ts'
import { mysqlError } from './errors.ts'
import type { Links } from './links.ts'
import { select } from './links.ts'
import { name } from './names.ts'
import { rangeSql, splitTable } from './ranges.ts'
import { streamRows, writeTo } from './row-stream.ts'
import { openLink, SnapshotPool } from './snapshot.ts'
import type { Encoding } from './types.ts'
import { canonicalSql } from './types.ts'

/**
 * Reads the text protocol's packets straight into bytes. A snapshot belongs to one
 * connection, so the ranges of a reader are read one after the other, unless it shares the
 * connections of a whole database's snapshot.
 */
export async function openReader(
  links: Links,
  request: ReadRequest,
  shared?: SnapshotPool,
): Promise<Reader> {
  const { all, columns, table } = await links.use(async (link) => {
    const known = await describeColumns(link, request.source)
    return {
      all: known,
      columns: request.columns.map((c) => computedColumn(request, pickColumn(known, c.name))),
      table: request.source.kind === 'table' ? await needTable(link, request.source.table) : null,
    }
  })
  const where: Where = { request, columns, all, table }
  const pool = shared ?? new SnapshotPool(links, () => openLink(links))

  return {
    formats: ['text', 'csv'],
    estimate: () =>
      links.use(async (link) => {
        const rows = await estimateRows(link, where)
        return rows === null ? null : Math.min(rows, request.limit ?? Number.POSITIVE_INFINITY)
      }),
    ranges: async (rows) =>
      table && request.limit === undefined
        ? pool.use((link) => splitTable(link, table, all, rows))
        : wholeRange,
    async read({ range, format, output, signal }) {
      const sql = selectSql(where, range)
      try {
        return await pool.use((link) => {
          if (signal.aborted) throw cancelled()
          return copyRows(link, sql, where, format, output, signal)
        })
      } catch (error) {
        output.destroy()
        throw signal.aborted ? cancelled(error) : mysqlError(error, links.where, table?.name)
      }
    },
    close: async () => {
      if (!shared) await pool.close()
    },
  }
}

interface Where {
  readonly request: ReadRequest
  readonly columns: readonly NativeColumn[]
  readonly all: readonly NativeColumn[]
  readonly table: ResolvedTable | null
}

function selectSql({ request, columns, all, table }: Where, range: KeyRange): string {
  const list = columns
    .map(({ native, name: column }) =>
      ((request.sameSystem && native.selectOwn) || native.select)(name(column)),
    )
    .join(', ')
  const limit = request.limit === undefined ? '' : ` LIMIT ${Math.trunc(request.limit)}`
  const conditions = rangeSql(range, all)
  if (request.where !== undefined) conditions.push(`(${request.where})`)
  const filter = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''
  return `SELECT ${list} FROM ${fromClause(request.source, table)}${filter}${limit}`
}

/** The same column, put together by the server out of its canonical text. */
function computedColumn({ computed }: ReadRequest, column: NativeColumn): NativeColumn {
  const compute = computed?.get(column.name)
  if (!compute) return column
  const { select, encoding } = column.native
  const native = {
    ...column.native,
    encoding: 'text' as const,
    select: (c: string) => compute(canonicalSql(select(c), encoding)),
  }
  return { ...column, native }
}

async function copyRows(
  link: Connection,
  sql: string,
  { columns, request }: Where,
  format: WireFormat,
  output: Writable,
  signal: AbortSignal,
): Promise<{ rows: number; cleared: ReadonlySet<string> }> {
  if (format !== 'text' && format !== 'csv')
    throw new MigrateError('INTERNAL', `MySQL does not write ${format}.`)
  const encodings = columns.map((c) => c.native.encoding)
  const { emit, release } = writeTo(link, output)
  const encoder = new RowEncoder(encodings, format, emit, {
    zeroDates: request.sameSystem === true,
  })
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
    return { rows: encoder.rows, cleared: clearedDoubts(encoder, columns, request) }
  } finally {
    stop.abort()
    release()
    aborted.catch(() => undefined)
    closed.catch(() => undefined)
  }
}

/** What the encoder would have met. */
const oddities: Readonly<Partial<Record<Count['kind'], readonly Encoding[]>>> = {
  'zero date': ['date', 'instant'],
  'not boolean': ['boolean'],
  'empty enum': ['text'],
}

const isSeen = (about: Count, encoding: Encoding): boolean =>
  about.kind === 'outside'
    ? encoding === 'unsigned' && BigInt(about.min) <= 0n && about.max === String(mostSigned)
    : (oddities[about.kind]?.includes(encoding) ?? false)

function clearedDoubts(
  { odd }: RowEncoder,
  columns: readonly NativeColumn[],
  { doubts = [], computed }: ReadRequest,
): ReadonlySet<string> {
  const cleared = doubts.filter(({ column, about }) => {
    const at = columns.findIndex((c) => c.name === column)
    const encoding = columns[at]?.native.encoding
    if (computed?.has(column)) return false
    return encoding && isSeen(about, encoding) && odd[at] === 0
  })
  return new Set(cleared.map((d) => d.id))
}

/** An output that closes before its end has nobody behind it any more. */
async function unless(closed: Promise<void>): Promise<never> {
  await closed
  throw closedOutput()
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
