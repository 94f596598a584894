import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { setImmediate as breathe } from 'node:timers/promises'
import { text as textType } from '../../../nodes/kit/data-type.ts'
import type { Column } from '../../../nodes/kit/schema.ts'
import { MigrateError } from '../../error.ts'
import { closedOutput } from '../closed-output.ts'
import type { KeyRange, Reader, ReadRequest } from '../connector.ts'
import { mutex } from '../load.ts'
import { cancelled } from '../network-errors.ts'
import { equalWidths, rangeCount, rangesBetween, wholeRange } from '../ranges.ts'
import { pickColumn } from '../target.ts'
import type { Database } from './database.ts'
import { enterFile, leaveFile, rows, whenFree } from './database.ts'
import type { ResolvedTable } from './describe.ts'
import { describeColumns, fromClause, hasIntegerKey, needTable } from './describe.ts'
import { sqliteError } from './errors.ts'
import type { Block, FileTable } from './file/file-table.ts'
import { fileBlocks, openFileTable } from './file/file-table.ts'
import { Sightings } from './file/sightings.ts'
import { canonicalSql, lineSql } from './lines.ts'
import type { Marks } from './marks.ts'
import { marksOf } from './marks.ts'
import { name } from './names.ts'

/** Rows per call into SQLite; the process does nothing else meanwhile. */
const blockRows = 5000

interface Where {
  readonly request: ReadRequest
  readonly columns: readonly Column[]
  readonly table: ResolvedTable | null
  readonly marks: ReadonlyMap<string, Marks>
}

/** What the readers of a snapshot share: one connection, begun already, and whose turn it is. */
export type Turns = ReturnType<typeof mutex>

/**
 * Reads in one read transaction: tables as they are from the pages of the file, everything else
 * in blocks of text that SQL puts together.
 */
export async function openReader(
  file: string,
  db: Database,
  request: ReadRequest,
  shared?: Turns,
): Promise<Reader> {
  const known = describeColumns(db, request.source)
  const columns = request.columns.map((c) => pickColumn(known, c.name))
  const table = request.source.kind === 'table' ? needTable(db, request.source.table) : null
  const where: Where = { request, columns, table, marks: marksIn(db, request, columns, table) }
  const next = shared ?? mutex()
  let begun = shared !== undefined
  let closed = shared !== undefined
  let fileTable: FileTable | undefined
  if (!shared) await enterFile(file, 'reader')

  // Begun late, so that a sink on the same file can prepare it first.
  const begin = async () => {
    if (!begun) await whenFree(() => db.exec('BEGIN; SELECT 1 FROM sqlite_master LIMIT 1'))
    begun = true
    if (table && isWhole(request))
      fileTable ??= openFileTable(db, table, columns, request.sameSystem)
  }

  return {
    formats: ['csv', 'text'],
    estimate: async () => estimateRows(db, where),
    ranges: async (count) =>
      table?.rowid !== undefined && request.limit === undefined
        ? splitTable(db, table.name, table.rowid, count)
        : wholeRange,
    async read({ range, format, output, signal }) {
      try {
        if (format !== 'csv' && format !== 'text')
          throw new MigrateError('INTERNAL', `SQLite does not write ${format}.`)
        await next(begin)
        if (fileTable) {
          const seen = new Sightings(columns.length, dateColumns(where))
          const rows = await send(fileBlocks(fileTable, range, format, seen), output, signal)
          return { rows, cleared: clearedDoubts(where, seen) }
        }
        return await next(async () => {
          const blocks =
            table?.rowid === undefined || request.limit !== undefined
              ? rowBlocks(db, where, format)
              : keyBlocks(db, where, table.rowid, range, format)
          return { rows: await send(blocks, output, signal) }
        })
      } catch (error) {
        output.destroy()
        throw signal.aborted ? cancelled(error) : sqliteError(error, table?.name)
      }
    },
    async close() {
      if (closed) return
      closed = true
      if (begun) db.exec('COMMIT')
      db.close()
      await leaveFile(file, 'reader')
    },
  }
}

const isWhole = ({ limit, where, computed }: ReadRequest): boolean =>
  limit === undefined && where === undefined && (computed?.size ?? 0) === 0

const dateColumns = ({ columns, request }: Where): number[] =>
  columns.flatMap((c, at) => {
    const isDoubted = request.doubts?.some(
      (d) => d.column === c.name && d.about.kind === 'not a date',
    )
    return isDoubted ? [at] : []
  })

function clearedDoubts({ columns, request }: Where, seen: Sightings): ReadonlySet<string> {
  const cleared = (request.doubts ?? []).filter((d) => {
    const at = columns.findIndex((c) => c.name === d.column)
    return at >= 0 && seen.clears(at, d.about)
  })
  return new Set(cleared.map((d) => d.id))
}

async function send(
  blocks: Iterable<Block>,
  output: Writable,
  signal: AbortSignal,
): Promise<number> {
  let total = 0
  for (const block of blocks) {
    total += block.rows
    if (signal.aborted) throw cancelled()
    if (output.destroyed) throw closedOutput()
    if (!output.write(block.bytes)) await once(output, 'drain', { signal })
    else await breathe()
  }
  const done = once(output, 'finish', { signal })
  output.end()
  await done
  return total
}

/** None where other systems read the rows. */
function marksIn(
  db: Database,
  { sameSystem }: ReadRequest,
  columns: readonly Column[],
  table: ResolvedTable | null,
): ReadonlyMap<string, Marks> {
  if (!sameSystem || !table) return new Map()
  const found = rows<{ name: string; type: string }>(
    db,
    'SELECT name, type FROM pragma_table_xinfo(?)',
    table.name,
  )
  const declared = new Map(found.map((c) => [c.name, c.type]))
  return new Map(columns.map((c) => [c.name, marksOf(c.type, declared.get(c.name) ?? '')]))
}

const line = ({ columns, request, marks }: Where, format: 'csv' | 'text') =>
  lineSql(
    columns.map((c) => {
      const compute = request.computed?.get(c.name)
      return compute
        ? { sql: `(${compute(canonicalSql(name(c.name), c.type))})`, type: textType }
        : { sql: name(c.name), type: c.type, marks: marks.get(c.name) }
    }),
    format,
  )

const filter = ({ request }: Where, before: 'AND' | 'WHERE') =>
  request.where === undefined ? '' : ` ${before} (${request.where})`

/** Blocks by row number. As BLOB: a text would end at its first NUL character. */
function* keyBlocks(
  db: Database,
  where: Where,
  rowid: string,
  range: KeyRange,
  format: 'csv' | 'text',
): Generator<Block> {
  const upper = range.to === undefined ? '' : ` AND ${rowid} <= ?`
  const after = (comparison: '>' | '>=') =>
    db
      .prepare(
        `SELECT CAST(max(k) AS TEXT), count(*), CAST(group_concat(line, '') AS BLOB)
         FROM (SELECT ${rowid} AS k, ${line(where, format)} AS line FROM ${fromClause(where.request.source, where.table)}
               WHERE ${rowid} ${comparison} ?${upper}${filter(where, 'AND')} ORDER BY ${rowid} LIMIT ${blockRows})`,
      )
      .raw(true)
  const toUtf8 = utf8Of(db)
  const next = after('>')
  // Nothing lies before the least number there is.
  let statement = range.from === undefined ? after('>=') : next
  let from = range.from === undefined ? -(2n ** 63n) : BigInt(range.from)
  for (;;) {
    const values = range.to === undefined ? [from] : [from, BigInt(range.to)]
    const [found] = statement.all(...values) as [string | null, number, Buffer | ArrayBuffer][]
    if (!found || found[0] === null) return
    yield { bytes: toUtf8(found[2]), rows: found[1] }
    if (found[1] < blockRows) return
    from = BigInt(found[0])
    statement = next
  }
}

/** Views, queries and tables without row numbers: line by line, gathered into blocks. */
function* rowBlocks(db: Database, where: Where, format: 'csv' | 'text'): Generator<Block> {
  const limit = where.request.limit === undefined ? '' : ` LIMIT ${Math.trunc(where.request.limit)}`
  const from = fromClause(where.request.source, where.table)
  const statement = db.prepare(
    `SELECT CAST(${line(where, format)} AS BLOB) FROM ${from}${filter(where, 'WHERE')}${limit}`,
  )
  const toUtf8 = utf8Of(db)
  const found = statement.raw(true).iterate()
  let lines: Buffer[] = []
  let ended = false
  try {
    for (;;) {
      const next = found.next()
      if (next.done) break
      lines.push(toUtf8((next.value as [Buffer | ArrayBuffer])[0]))
      if (lines.length < blockRows) continue
      yield { bytes: Buffer.concat(lines), rows: lines.length }
      lines = []
    }
    ended = true
    if (lines.length > 0) yield { bytes: Buffer.concat(lines), rows: lines.length }
  } finally {
    if (!ended) abandon(db, found)
  }
}

/** A statement left in the middle would hold its lock until it is garbage. */
function abandon(db: Database, found: Iterator<unknown>): void {
  try {
    db.interrupt()
    // The driver fetches a hundred rows ahead.
    for (let i = 0; i <= 100 && !found.next().done; i++);
  } catch {
    // Interrupted, as wanted.
  }
}

/** The bytes of a text are those of the file's encoding. */
function utf8Of(db: Database): (bytes: Buffer | ArrayBuffer) => Buffer {
  const [found] = rows<{ encoding: string }>(db, 'PRAGMA encoding')
  const encoding = found?.encoding ?? 'UTF-8'
  return (bytes) => {
    const text = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes)
    if (encoding === 'UTF-8') return text
    const little = encoding === 'UTF-16be' ? Buffer.from(text).swap16() : text
    return Buffer.from(little.toString('utf16le'))
  }
}

function estimateRows(db: Database, { request, table }: Where): number | null {
  const cap = (count: number) => Math.min(count, request.limit ?? Number.POSITIVE_INFINITY)
  if (table?.rowid === undefined) return request.limit ?? null
  const [span] = rows<{ rows: number | null }>(
    db,
    `SELECT max(${table.rowid}) - min(${table.rowid}) + 1.0 AS rows FROM ${name(table.name)}`,
  )
  return cap(span?.rows ?? 0)
}

function splitTable(
  db: Database,
  table: string,
  rowid: string,
  count: number,
): readonly KeyRange[] {
  const [outer] = rows<{ rows: number | null }>(
    db,
    `SELECT (SELECT max(${rowid}) FROM ${name(table)})
       - (SELECT min(${rowid}) FROM ${name(table)}) + 1.0 AS rows`,
  )
  // So few that they need not be counted.
  if ((outer?.rows ?? 0) <= count) return wholeRange
  const [span] = rows<{ total: number; min: string | null; max: string | null }>(
    db,
    // Apart, each is answered from the tree; together they read every row.
    `SELECT (SELECT count(*) FROM ${name(table)}) AS total,
       (SELECT CAST(min(${rowid}) AS TEXT) FROM ${name(table)}) AS min,
       (SELECT CAST(max(${rowid}) AS TEXT) FROM ${name(table)}) AS max`,
  )
  if (!span || span.min === null || span.max === null) return wholeRange
  const ranges = rangeCount(span.total, count)
  if (ranges === 1) return wholeRange
  const [min, max] = [BigInt(span.min), BigInt(span.max)]
  // Row numbers that are no key may be given anew by VACUUM.
  const mark = hasIntegerKey(db, table) ? '' : `${span.total}/${span.max}`
  if (max - min < BigInt(span.total) * 4n)
    return rangesBetween(rowid, equalWidths(min, max, ranges), mark)
  const bounds = rows<{ bound: string }>(
    db,
    `SELECT CAST(k AS TEXT) AS bound FROM (
       SELECT ${rowid} AS k, row_number() OVER (ORDER BY ${rowid}) AS n FROM ${name(table)})
     WHERE n % ${Math.ceil(span.total / ranges)} = 0`,
  )
  return rangesBetween(
    rowid,
    bounds.map((b) => b.bound),
    mark,
  )
}
