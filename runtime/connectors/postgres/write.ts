import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { findColumn } from '../../../nodes/kit/schema.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import type { Sink, SinkRequest, WireFormat } from '../connector.ts'
import { byteCounter, neverPrepared, stagingTable } from '../load.ts'
import { cancelled } from '../network-errors.ts'
import { wholeRange } from '../ranges.ts'
import type { TargetColumn } from '../target.ts'
import { checkKey, makesTable, matchColumns, tableExists } from '../target.ts'
import { Checkpoints } from './checkpoints.ts'
import { convertedColumns, needsConversion } from './convert.ts'
import { createTable, defaultSchema, describeTarget, newColumns } from './ddl.ts'
import type { ResolvedTable } from './describe.ts'
import { findTable, needTable } from './describe.ts'
import { isLost, postgresError } from './errors.ts'
import type { Links } from './links.ts'
import { name } from './names.ts'
import type { Publishing } from './publish.ts'
import { publishLoads } from './publish.ts'
import { binaryFits } from './types.ts'

/** What a load is about to do, settled before anything is created. */
export interface Load {
  readonly request: SinkRequest
  readonly schema: string
  /** The target, where it exists. */
  readonly existing: ResolvedTable | undefined
  /** Publishing renames the staging table instead of inserting from it. */
  readonly renames: boolean
  readonly columns: readonly TargetColumn[]
  /** Quoted names. */
  readonly staging: string
  readonly target: string
  /** Chunks go into the target itself. */
  readonly direct: boolean
}

const copyOptions: Readonly<Partial<Record<WireFormat, string>>> = {
  text: '(FORMAT text)',
  csv: '(FORMAT csv)',
  'pg-binary': '(FORMAT binary)',
}

export async function openSink(links: Links, request: SinkRequest): Promise<Sink> {
  checkKey(request)
  const load = await links.use((client) => planLoad(client, request))
  const checkpoints = new Checkpoints(links, load)
  let prepared = false

  const sink: Sink = {
    formats: acceptsBinary(load) ? ['pg-binary', 'text', 'csv'] : ['text', 'csv'],

    async prepare() {
      const state = await checkpoints.claim()
      if (!state.published) {
        if (request.mode === 'create' && load.existing) throw tableExists(request.table)
        if (!state.goesOn) await checkpoints.startOver(stagingDdl(load))
      }
      prepared = true
      return { committed: state.committed, published: state.published }
    },

    async write({ id, format, rows, signal }) {
      if (!prepared) throw neverPrepared()
      const client = await links.take().catch((error: unknown) => {
        rows.destroy()
        throw error
      })
      const counter = byteCounter()
      try {
        await client.query(load.direct ? 'BEGIN; SET LOCAL synchronous_commit = off' : 'BEGIN')
        if (isWhole(load, id)) await client.query(`TRUNCATE TABLE ${load.target}`)
        const into = await copyTarget(client, load, format, isWhole(load, id))
        const stream = client.query(copyFrom(into.copy))
        await pipeline(rows, counter, stream, { signal })
        if (into.convert) await client.query(into.convert)
        const written = await checkpoints.commit(client, id, stream.rowCount, counter.bytes)
        links.give(client)
        return { rows: written }
      } catch (error) {
        rows.destroy()
        if (signal.aborted) {
          await links.drop(client)
          throw cancelled(error)
        }
        const failure = postgresError(error, links.where, formatTable(request.table))
        await client.query('ROLLBACK').then(
          () => links.give(client),
          () => links.drop(client),
        )
        const decided = isLost(failure) ? await checkpoints.decide(id) : undefined
        if (decided !== undefined) return { rows: decided }
        throw failure.at({ table: formatTable(request.table), chunk: id })
      }
    },

    publish: async () => {
      if (!prepared) throw neverPrepared()
      const [published] = await publishLoads(links, [{ load, checkpoints }])
      return published ?? { rows: 0 }
    },
    discard: () => checkpoints.discard(),
    close: async () => undefined,
  }
  publishing.set(sink, { load, checkpoints })
  return sink
}

/** What publishing has to know of each sink of ours. */
const publishing = new WeakMap<Sink, Publishing>()

export const publishTogether = (links: Links, sinks: readonly Sink[]) =>
  publishLoads(
    links,
    sinks.flatMap((sink) => publishing.get(sink) ?? []),
  )

async function planLoad(client: pg.Client, request: SinkRequest): Promise<Load> {
  const found = await findTable(client, request.table)
  const target = found && (await describeTarget(client, found))
  const renames = makesTable(request, target)
  const existing = found ?? (renames ? undefined : await needTable(client, request.table))
  if (renames && target?.kind === 'view')
    throw new MigrateError('TARGET_MISMATCH', `“${formatTable(request.table)}” is a view.`, {
      hint: 'Choose the name of a table.',
    })
  const columns = renames || !target ? newColumns(request) : matchColumns(request, target)
  const schema = existing?.schema ?? request.table.schema ?? (await defaultSchema(client, request))
  const direct = request.direct ?? false
  const into = `${name(schema)}.${name(existing?.name ?? request.table.name)}`
  return {
    request,
    schema,
    existing,
    renames,
    columns,
    staging: direct ? into : `${name(schema)}.${name(stagingTable(request.load))}`,
    target: into,
    direct,
  }
}

function stagingDdl({ renames, staging, target, columns }: Load): string {
  if (renames) return createTable(staging, columns)
  const list = columns.map((c) => name(c.name)).join(', ')
  return `CREATE TABLE ${staging} AS SELECT ${list} FROM ${target} WITH NO DATA`
}

/** The one chunk of a table that nobody has seen: its rows need not be frozen later. */
const isWhole = ({ direct, existing }: Load, chunk: string) =>
  direct && existing?.kind === 'r' && chunk === wholeRange[0]?.id

function acceptsBinary({ request, columns }: Load): boolean {
  if (request.native?.system !== 'postgres') return false
  const { types } = request.native
  return columns.every((c, i) => binaryFits(types[i] ?? '', c.type))
}

/** COPY straight into staging, or through a table of this transaction that converts JSON. */
async function copyTarget(
  client: pg.Client,
  load: Load,
  format: WireFormat,
  freeze: boolean,
): Promise<{ copy: string; convert?: string }> {
  const options = copyOptions[format]
  if (!options) throw new MigrateError('INTERNAL', `PostgreSQL does not read ${format}.`)
  // Names the load, so that a successor finds a predecessor that hangs in the middle.
  const mark = `/* ${stagingTable(load.request.load)} */`
  const list = load.columns.map((c) => name(c.name)).join(', ')
  const columns = load.columns.map((target, i) => {
    const column = load.request.columns[i] ?? findColumn(load.request.columns, target.name)
    return { target, json: column !== undefined && needsConversion(column, target) }
  })
  if (format === 'pg-binary' || !columns.some((c) => c.json))
    return {
      copy: `COPY ${load.staging} (${list}) FROM STDIN ${freeze ? options.replace(')', ', FREEZE)') : options} ${mark}`,
    }
  const input = '_migrateiq_input'
  const types = columns.map((c) => `${name(c.target.name)} ${c.json ? 'text' : c.target.type}`)
  await client.query(`CREATE TEMP TABLE ${input} (${types.join(', ')}) ON COMMIT DROP`)
  return {
    copy: `COPY ${input} (${list}) FROM STDIN ${options} ${mark}`,
    convert: `INSERT INTO ${load.staging} (${list}) OVERRIDING SYSTEM VALUE SELECT ${convertedColumns(load.staging, columns)} FROM ${input}`,
  }
}
