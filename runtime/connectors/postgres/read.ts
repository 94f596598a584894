import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { MigrateError } from '../../error.ts'
import type { KeyRange, Reader, ReadRequest, WireFormat } from '../connector.ts'
import { cancelled } from '../network-errors.ts'
import { wholeRange } from '../ranges.ts'
import { pickColumn } from '../target.ts'
import type { NativeColumn, ResolvedTable } from './describe.ts'
import { describeColumns, fromClause, keyLiteral, needTable } from './describe.ts'
import { postgresError } from './errors.ts'
import type { Links } from './links.ts'
import { single } from './links.ts'
import { literal, name } from './names.ts'
import { estimateRows, splitTable } from './ranges.ts'
import { canonicalText, portableBinary } from './types.ts'

const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

const copyOptions: Readonly<Partial<Record<WireFormat, string>>> = {
  text: '(FORMAT text)',
  csv: '(FORMAT csv, FORCE_QUOTE *)',
  'pg-binary': '(FORMAT binary)',
}

/** Reads by COPY; every range on its own connection, all in one exported snapshot. */
export async function openReader(links: Links, request: ReadRequest): Promise<Reader> {
  const { columns, table } = await links.use(async (client) => {
    const known = await describeColumns(client, request.source)
    const resolved =
      request.source.kind === 'table' ? await needTable(client, request.source.table) : null
    return { table: resolved, columns: request.columns.map((c) => pickColumn(known, c.name)) }
  })
  const keeper = new SnapshotKeeper(links)
  const where = { links, request, columns, table }

  return {
    formats: ['pg-binary', 'text', 'csv'],
    native: {
      system: 'postgres',
      types: columns.map((c) => portableBinary('', c.native).type),
    },
    estimate: () => keeper.ask((client) => estimateRows(client, table, request, selectFrom(where))),
    ranges: async (rows) =>
      table && request.limit === undefined
        ? keeper.ask((client) => splitTable(client, table, rows))
        : wholeRange,
    async read({ range, format, output, signal }) {
      const sql = copySql(where, range, format)
      const client = await links.take()
      try {
        const snapshot = await keeper.id()
        await client.query(`${begin}; SET TRANSACTION SNAPSHOT ${literal(snapshot)}`)
        const stream = client.query(copyTo(sql))
        await pipeline(stream, output, { signal })
        await client.query('COMMIT')
        links.give(client)
        return { rows: stream.rowCount }
      } catch (error) {
        output.destroy()
        await links.drop(client)
        throw signal.aborted ? cancelled(error) : postgresError(error, links.where, table?.name)
      }
    },
    close: () => keeper.close(),
  }
}

interface Where {
  readonly request: ReadRequest
  readonly columns: readonly NativeColumn[]
  readonly table: ResolvedTable | null
}

const selectFrom = ({ request, table }: Where) => fromClause(request.source, table)

function copySql(where: Where, range: KeyRange, format: WireFormat): string {
  const options = copyOptions[format]
  if (!options) throw new MigrateError('INTERNAL', `PostgreSQL does not write ${format}.`)
  const list = where.columns.map((c) =>
    format === 'pg-binary'
      ? portableBinary(name(c.name), c.native).sql
      : canonicalText(name(c.name), c.native),
  )
  const limit = where.request.limit === undefined ? '' : ` LIMIT ${Math.trunc(where.request.limit)}`
  const rows = `SELECT ${list.join(', ')} FROM ${selectFrom(where)}${rangeSql(where, range)}${limit}`
  return `COPY (${rows}) TO STDOUT ${options}`
}

function rangeSql(where: Where, range: KeyRange): string {
  if (range.column === undefined) return ''
  const key = where.table?.keys.find((c) => c.name === range.column)
  const type = range.column === 'ctid' ? 'tid' : key?.type
  if (type === undefined)
    throw new MigrateError('INTERNAL', `“${range.column}” is no key of this table.`)
  const sql = range.column === 'ctid' ? 'ctid' : name(range.column)
  const bounds = [
    ...(range.from === undefined ? [] : [`${sql} > ${keyLiteral(range.from, type)}`]),
    ...(range.to === undefined ? [] : [`${sql} <= ${keyLiteral(range.to, type)}`]),
  ]
  return bounds.length > 0 ? ` WHERE ${bounds.join(' AND ')}` : ''
}

/** Holds the transaction whose snapshot all ranges share. */
class SnapshotKeeper {
  readonly #links: Links
  #opened: Promise<{ client: pg.Client; snapshot: string }> | undefined

  constructor(links: Links) {
    this.#links = links
  }

  async ask<T>(question: (client: pg.Client) => Promise<T>): Promise<T> {
    const { client } = await this.#open()
    try {
      return await question(client)
    } catch (error) {
      throw postgresError(error, this.#links.where)
    }
  }

  async id(): Promise<string> {
    return (await this.#open()).snapshot
  }

  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined)
    this.#opened = undefined
    if (!opened) return
    await opened.client.query('COMMIT').then(
      () => this.#links.give(opened.client),
      () => this.#links.drop(opened.client),
    )
  }

  #open() {
    this.#opened ??= this.#begin()
    return this.#opened
  }

  async #begin() {
    const client = await this.#links.take()
    try {
      await client.query(begin)
      const { rows } = await client.query<{ id: string }>('SELECT pg_export_snapshot() AS id')
      return { client, snapshot: single(rows).id }
    } catch (error) {
      await this.#links.drop(client)
      throw postgresError(error, this.#links.where)
    }
  }
}
