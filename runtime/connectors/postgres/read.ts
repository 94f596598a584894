import { MigrateError } from '../../error.ts'
import type { KeyRange, Reader, ReadRequest, WireFormat } from '../connector.ts'
import { cancelled } from '../network-errors.ts'
import { wholeRange } from '../ranges.ts'
import { pickColumn } from '../target.ts'
import { copyOut } from './copy-out.ts'
import type { NativeColumn, ResolvedTable } from './describe.ts'
import { describeColumns, fromClause, keyLiteral, needTable } from './describe.ts'
import { postgresError } from './errors.ts'
import type { Links } from './links.ts'
import { name } from './names.ts'
import { estimateRows, splitTable } from './ranges.ts'
import { joinSnapshot, SnapshotKeeper } from './snapshot.ts'
import { canonicalText, portableBinary } from './types.ts'

const copyOptions: Readonly<Partial<Record<WireFormat, string>>> = {
  text: '(FORMAT text)',
  csv: '(FORMAT csv, FORCE_QUOTE *)',
  'pg-binary': '(FORMAT binary)',
}

/**
 * Reads by COPY; every range on its own connection, all in one exported snapshot. Readers of
 * a whole database share the snapshot of `keeper`, and leave children of a table out.
 */
export async function openReader(
  links: Links,
  request: ReadRequest,
  shared?: SnapshotKeeper,
): Promise<Reader> {
  const { columns, table } = await links.use(async (client) => {
    const known = await describeColumns(client, request.source)
    const resolved =
      request.source.kind === 'table' ? await needTable(client, request.source.table) : null
    return { table: resolved, columns: request.columns.map((c) => pickColumn(known, c.name)) }
  })
  const keeper = shared ?? new SnapshotKeeper(links)
  const where = { request, columns, table, alone: shared !== undefined }

  return {
    formats: request.computed?.size ? ['text', 'csv'] : ['pg-binary', 'text', 'csv'],
    native: {
      system: 'postgres',
      types: columns.map((c) => portableBinary('', c.native).type),
    },
    estimate: () => keeper.ask((client) => estimateRows(client, table, request, selectFrom(where))),
    ranges: async (rows, known = []) =>
      table && request.limit === undefined
        ? keeper.ask((client) => splitTable(client, table, rows, known))
        : wholeRange,
    async read({ range, format, output, signal }) {
      const sql = copySql(where, range, format)
      const client = await links.take()
      try {
        const snapshot = await keeper.id()
        await client.query(joinSnapshot(snapshot))
        const rows = await copyOut(client, sql, output, signal)
        await client.query('COMMIT')
        links.give(client)
        return { rows }
      } catch (error) {
        output.destroy()
        await links.drop(client)
        throw signal.aborted ? cancelled(error) : postgresError(error, links.where, table?.name)
      }
    },
    close: async () => {
      if (!shared) await keeper.close()
    },
  }
}

interface Where {
  readonly request: ReadRequest
  readonly columns: readonly NativeColumn[]
  readonly table: ResolvedTable | null
  /** Without the rows of tables that inherit from this one. */
  readonly alone: boolean
}

const selectFrom = ({ request, table, alone }: Where) =>
  `${alone && table?.kind === 'r' ? 'ONLY ' : ''}${fromClause(request.source, table)}`

function copySql(where: Where, range: KeyRange, format: WireFormat): string {
  const options = copyOptions[format]
  if (!options) throw new MigrateError('INTERNAL', `PostgreSQL does not write ${format}.`)
  const list = where.columns.map((c) => {
    if (format === 'pg-binary') return portableBinary(name(c.name), c.native).sql
    const text = canonicalText(name(c.name), c.native)
    return where.request.computed?.get(c.name)?.(`CAST(${text} AS text)`) ?? text
  })
  const limit = where.request.limit === undefined ? '' : ` LIMIT ${Math.trunc(where.request.limit)}`
  const rows = `SELECT ${list.join(', ')} FROM ${selectFrom(where)}${whereSql(where, range)}${limit}`
  return `COPY (${rows}) TO STDOUT ${options}`
}

function whereSql(where: Where, range: KeyRange): string {
  const conditions = rangeSql(where, range)
  if (where.request.where !== undefined) conditions.push(`(${where.request.where})`)
  return conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''
}

function rangeSql(where: Where, range: KeyRange): string[] {
  if (range.column === undefined) return []
  const key = where.table?.keys.find((c) => c.name === range.column)
  const type = range.column === 'ctid' ? 'tid' : key?.type
  if (type === undefined)
    throw new MigrateError('INTERNAL', `“${range.column}” is no key of this table.`)
  const sql = range.column === 'ctid' ? 'ctid' : name(range.column)
  return [
    ...(range.from === undefined ? [] : [`${sql} > ${keyLiteral(range.from, type)}`]),
    ...(range.to === undefined ? [] : [`${sql} <= ${keyLiteral(range.to, type)}`]),
  ]
}
