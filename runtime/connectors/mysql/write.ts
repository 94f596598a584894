import type { Connection } from 'mysql2'
import { formatTable } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import type { Sink, SinkRequest } from '../connector.ts'
import { byteCounter, neverPrepared, retiredTable, stagingTable } from '../load.ts'
import { cancelled } from '../network-errors.ts'
import type { TargetColumn } from '../target.ts'
import { checkKey, makesTable, matchColumns, tableExists } from '../target.ts'
import { Checkpoints } from './checkpoints.ts'
import { createTable, describeTarget, newColumns } from './ddl.ts'
import type { ResolvedTable } from './describe.ts'
import { findTable, needTable } from './describe.ts'
import { isLost, mysqlError } from './errors.ts'
import { insertBatches } from './insert-batches.ts'
import type { Links } from './links.ts'
import { run, select } from './links.ts'
import { loadData } from './load-data.ts'
import { columnsSql, name } from './names.ts'
import type { Publishing } from './publish.ts'
import { publishLoads } from './publish.ts'
import { fromCanonical } from './types.ts'

export interface LoadColumn extends TargetColumn {
  /** Canonical text to what the column accepts, where that is not the text itself. */
  readonly convert: ((v: string) => string) | undefined
}

export interface Load {
  readonly request: SinkRequest
  readonly schema: string
  readonly existing: ResolvedTable | undefined
  /** Publishing renames the staging table instead of inserting from it. */
  readonly renames: boolean
  readonly columns: readonly LoadColumn[]
  /** Quoted names. */
  readonly staging: string
  readonly retired: string
  readonly target: string
  /** The server takes LOAD DATA LOCAL. */
  readonly localInfile: boolean
  /** Chunks go into the target itself. */
  readonly direct: boolean
}

/** Nothing is there to check against: keys come with the rows of one table at a time. */
const directSettings =
  'SET SESSION unique_checks = 0, foreign_key_checks = 0, innodb_lock_wait_timeout = 3600'
const usualSettings =
  'SET SESSION unique_checks = 1, foreign_key_checks = 1, innodb_lock_wait_timeout = 60'

export async function openSink(links: Links, request: SinkRequest): Promise<Sink> {
  checkKey(request)
  const load = await links.use((link) => planLoad(link, links.database, request))
  const checkpoints = new Checkpoints(links, load)
  let prepared = false

  const sink: Sink = {
    formats: ['text'],

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
      if (format !== 'text') throw new MigrateError('INTERNAL', `MySQL does not read ${format}.`)
      const link = await links.take().catch((error: unknown) => {
        rows.destroy()
        throw error
      })
      const stop = () => void links.drop(link)
      signal.addEventListener('abort', stop, { once: true })
      const counter = byteCounter()
      // An input that breaks off must not look like one that ends.
      rows.once('error', (error) => counter.destroy(error))
      rows.once('close', () => {
        if (!rows.readableEnded) counter.destroy(cancelled())
      })
      try {
        if (signal.aborted) throw cancelled()
        if (load.direct) await run(link, directSettings)
        await run(link, 'START TRANSACTION')
        const send = load.localInfile ? loadData : insertBatches
        const written = await send(link, load, rows.pipe(counter), signal)
        const settled = await checkpoints.commit(link, id, written, counter.bytes)
        if (load.direct) await run(link, usualSettings)
        links.give(link)
        return { rows: settled }
      } catch (error) {
        rows.destroy()
        if (signal.aborted) throw cancelled(error)
        const failure = mysqlError(error, links.where, formatTable(request.table))
        await run(link, 'ROLLBACK').then(
          () => links.give(link),
          () => links.drop(link),
        )
        const decided = isLost(failure) ? await checkpoints.decide(id) : undefined
        if (decided !== undefined) return { rows: decided }
        throw failure.at({ table: formatTable(request.table), chunk: id })
      } finally {
        signal.removeEventListener('abort', stop)
      }
    },

    async publish() {
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

async function planLoad(link: Connection, database: string, request: SinkRequest): Promise<Load> {
  const found = await findTable(link, request.table)
  const target = found && (await describeTarget(link, found))
  const renames = makesTable(request, target)
  const existing = found ?? (renames ? undefined : await needTable(link, request.table))
  if (renames && target?.kind === 'view')
    throw new MigrateError('TARGET_MISMATCH', `“${formatTable(request.table)}” is a view.`, {
      hint: 'Choose the name of a table.',
    })
  const columns = renames || !target ? newColumns(request) : matchColumns(request, target)
  const schema = existing?.schema ?? request.table.schema ?? database
  const [setting] = await select<{ on: number | string }>(link, 'SELECT @@local_infile AS `on`')
  const direct = request.direct ?? false
  const into = `${name(schema)}.${name(existing?.name ?? request.table.name)}`
  return {
    request,
    schema,
    existing,
    renames,
    columns: columns.map((c, i) => {
      const type = request.columns[i]?.type
      return { ...c, convert: type && fromCanonical(type, c.type) }
    }),
    staging: direct ? into : `${name(schema)}.${name(stagingTable(request.load))}`,
    retired: `${name(schema)}.${name(retiredTable(request.load))}`,
    target: into,
    direct,
    localInfile: Number(setting?.on ?? 0) === 1,
  }
}

function stagingDdl({ renames, staging, target, columns, request }: Load): string {
  if (renames) return createTable(staging, columns, request.key)
  return `CREATE TABLE ${staging} ENGINE = InnoDB AS SELECT ${columnsSql(columns.map((c) => c.name))} FROM ${target} WHERE FALSE`
}
