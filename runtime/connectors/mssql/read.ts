import { MigrateError } from '../../error.ts'
import type { KeyRange, Reader, ReadRequest } from '../connector.ts'
import { cancelled } from '../network-errors.ts'
import { wholeRange } from '../ranges.ts'
import { pickColumn } from '../target.ts'
import type { Encoding } from './canonical.ts'
import { canonicalSql, readingOf } from './canonical.ts'
import type { NativeColumn, ResolvedTable, Rows } from './describe.ts'
import { describeRows, needTable } from './describe.ts'
import { mssqlError } from './errors.ts'
import type { Links } from './links.ts'
import { name } from './names.ts'
import { run } from './query.ts'
import { catalogRows, rangeConditions, splitTable } from './ranges.ts'
import { streamRows } from './row-stream.ts'
import { SnapshotLinks } from './snapshot.ts'
import { typeName } from './types.ts'

export interface Where {
  readonly request: ReadRequest
  /** The columns that are read, in their order. */
  readonly columns: readonly NativeColumn[]
  readonly rows: Rows
  readonly table: ResolvedTable | null
}

/** Reads with the server's own conversions to canonical text, row by row, into bytes. */
export async function openReader(
  links: Links,
  request: ReadRequest,
  shared?: SnapshotLinks,
): Promise<Reader> {
  const where = await links.use(async (link): Promise<Where> => {
    const { source } = request
    const table = source.kind === 'table' ? await needTable(link, source.table) : null
    const rows = await describeRows(link, source, table)
    return {
      request,
      rows,
      table,
      columns: request.columns.map((c) => pickColumn(rows.columns, c.name)),
    }
  })
  const { table, columns } = where
  const snapshot = shared ?? new SnapshotLinks(links)

  return {
    formats: ['text', 'csv'],
    native: { system: 'mssql', types: columns.map((c) => nativeType(c)) },
    estimate: async () => {
      const rows = table ? await links.use((link) => catalogRows(link, table)) : null
      return rows === null ? null : Math.min(rows, request.limit ?? Number.POSITIVE_INFINITY)
    },
    ranges: async (rows) =>
      table && request.limit === undefined
        ? snapshot.use((link) => splitTable(link, table, where.rows.columns, rows))
        : wholeRange,
    async read({ range, format, output, signal }) {
      try {
        if (format !== 'text' && format !== 'csv')
          throw new MigrateError('INTERNAL', `SQL Server is not read as ${format}.`)
        if (signal.aborted) throw cancelled()
        const { sql, encodings } = selectSql(where, range)
        return await snapshot.use(async (link) => {
          for (const statement of where.rows.before) await run(link, statement)
          const read = await streamRows(link, sql, encodings, format, output, signal)
          for (const statement of where.rows.after) await run(link, statement)
          return read
        })
      } catch (error) {
        output.destroy()
        throw signal.aborted ? cancelled(error) : mssqlError(error, links.where, table?.name)
      }
    },
    close: async () => {
      if (!shared) await snapshot.close()
    },
  }
}

/** Of a copy: what the server numbers by itself comes as the bytes it was. */
const nativeType = (c: NativeColumn): string =>
  c.native.base === 'timestamp' ? 'binary(8)' : typeName(c.native)

/** Pure: the statement of one range, and what remains to be done with its values. */
export function selectSql(
  { request, columns, rows }: Where,
  range: KeyRange,
): { sql: string; encodings: Encoding[] } {
  const readings = columns.map((c) => {
    const computed = request.computed?.get(c.name)
    return computed
      ? { sql: computed(canonicalSql(name(c.name), c.native)), encoding: 'text' as const }
      : readingOf(name(c.name), c.native)
  })
  const top = request.limit === undefined ? '' : `TOP (${Math.trunc(request.limit)}) `
  const list = readings.map((r, i) => `${r.sql} AS [c${i}]`).join(', ')
  const conditions = [
    ...rangeConditions(range, rows.columns),
    ...(request.where === undefined ? [] : [`(${request.where})`]),
  ]
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''
  return {
    // Nothing chosen is still a row.
    sql: `SELECT ${top}${list || '1 AS [c0]'} FROM ${rows.from}${where}`,
    encodings: readings.map((r) => r.encoding),
  }
}
