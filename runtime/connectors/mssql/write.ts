import type { Readable, Transform } from 'node:stream'
import { formatTable } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import type { Sink, SinkRequest } from '../connector.ts'
import { byteCounter, neverPrepared, stagingTable } from '../load.ts'
import { cancelled, shorten } from '../network-errors.ts'
import { checkKey, makesTable, matchColumns, tableExists } from '../target.ts'
import type { BulkTarget } from './bulk-load.ts'
import { bulkLoad } from './bulk-load.ts'
import { Checkpoints } from './checkpoints.ts'
import {
  codePageChecks,
  fromInputSql,
  goesStraight,
  identityInsert,
  inputDdl,
  inputTable,
  travelType,
} from './convert.ts'
import type { LoadColumn } from './ddl.ts'
import { createTable, defaultSchema, describeTarget, newColumns } from './ddl.ts'
import type { ResolvedTable } from './describe.ts'
import { findTable, needTable } from './describe.ts'
import { isLost, mssqlError } from './errors.ts'
import type { Links } from './links.ts'
import { name } from './names.ts'
import { publishLoad } from './publish.ts'
import type { Link } from './query.ts'
import { run, select } from './query.ts'

/** What a load is about to do, settled before anything is created. */
export interface Load {
  readonly request: SinkRequest
  readonly schema: string
  /** The target, where it exists. */
  readonly existing: ResolvedTable | undefined
  /** Publishing renames the staging table instead of inserting from it. */
  readonly renames: boolean
  readonly columns: readonly LoadColumn[]
  /** Quoted names. */
  readonly staging: string
  readonly target: string
  /** Chunks go into the target itself. */
  readonly direct: boolean
  /** No index: bulk loads then share a lock on the table and are hardly logged. */
  readonly heap: boolean
}

export async function openSink(links: Links, request: SinkRequest): Promise<Sink> {
  checkKey(request)
  const load = await links.use((link) => planLoad(link, request))
  const checkpoints = new Checkpoints(links, load)
  const table = formatTable(request.table)
  let prepared = false

  return {
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
      if (format !== 'text')
        throw new MigrateError('INTERNAL', `SQL Server does not read ${format}.`)
      const link = await links.take().catch((error: unknown) => {
        rows.destroy()
        throw error
      })
      const stop = () => void links.drop(link)
      signal.addEventListener('abort', stop, { once: true })
      const counter = byteCounter()
      try {
        if (signal.aborted) throw cancelled()
        await run(link, 'BEGIN TRANSACTION')
        const written = await writeRows(link, load, rows, counter)
        const settled = await checkpoints.commit(link, id, written, counter.bytes)
        links.give(link)
        return { rows: settled }
      } catch (error) {
        rows.destroy()
        await links.drop(link)
        if (signal.aborted) throw cancelled(error)
        const failure = mssqlError(error, links.where, table)
        const decided = isLost(failure) ? await checkpoints.decide(id) : undefined
        if (decided !== undefined) return { rows: decided }
        throw failure.at({ table, chunk: id })
      } finally {
        signal.removeEventListener('abort', stop)
      }
    },

    async publish() {
      if (!prepared) throw neverPrepared()
      return publishLoad(links, load, checkpoints)
    },
    discard: () => checkpoints.discard(),
    close: async () => undefined,
  }
}

async function planLoad(link: Link, request: SinkRequest): Promise<Load> {
  const found = await findTable(link, request.table)
  const target = found && (await describeTarget(link, found))
  const renames = makesTable(request, target)
  const existing = found ?? (renames ? undefined : await needTable(link, request.table))
  if (renames && target?.kind === 'view')
    throw new MigrateError('TARGET_MISMATCH', `“${formatTable(request.table)}” is a view.`, {
      hint: 'Choose the name of a table.',
    })
  const columns =
    renames || !target
      ? newColumns(request)
      : (matchColumns(request, target) as readonly LoadColumn[])
  const schema = existing?.schema ?? request.table.schema ?? (await defaultSchema(link))
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
    heap: !direct || !existing || !(await hasIndex(link, existing)),
  }
}

async function hasIndex(link: Link, table: ResolvedTable): Promise<boolean> {
  const found = await select(
    link,
    'SELECT TOP (1) 1 AS x FROM sys.indexes WHERE object_id = @id AND index_id > 0',
    { id: table.id },
  )
  return found.length > 0
}

export const stagingDdl = ({ staging, columns }: Load): string => createTable(staging, columns)

/** Where the rows of a chunk go first. */
export function bulkTarget({ columns, staging, direct, heap }: Load): BulkTarget {
  const straight = goesStraight(columns)
  return {
    table: straight ? staging : inputTable,
    columns: columns.map((c, i) => ({
      name: straight ? c.name : `c${i}`,
      label: c.name,
      declared: c.type,
      type: travelType(c),
      nullable: straight ? c.nullable : true,
      required: !c.nullable,
    })),
    options: [
      ...(direct && straight ? (['CHECK_CONSTRAINTS'] as const) : []),
      'KEEP_NULLS',
      ...(heap || !straight ? (['TABLOCK'] as const) : []),
    ],
  }
}

/** Straight into the table, or through one of this transaction where the server converts. */
async function writeRows(
  link: Link,
  load: Load,
  rows: Readable,
  counter: Transform,
): Promise<number> {
  const { columns, staging, direct } = load
  const straight = goesStraight(columns)
  const on = direct ? identityInsert(staging, columns, true) : undefined
  const off = direct ? identityInsert(staging, columns, false) : undefined
  if (!straight) await run(link, inputDdl(columns))
  if (on) await run(link, on)
  const { rows: count, ascii } = await bulkLoad(link, bulkTarget(load), rows, counter)
  if (!straight) {
    if (!ascii) await checkCodePages(link, columns)
    await run(link, fromInputSql(staging, columns))
    await run(link, `DROP TABLE ${inputTable}`)
  }
  if (off) await run(link, off)
  return count
}

async function checkCodePages(link: Link, columns: readonly LoadColumn[]): Promise<void> {
  for (const { column, sql } of codePageChecks(columns)) {
    const [bad] = await select<{ value: string }>(link, sql)
    if (!bad) continue
    throw new MigrateError(
      'VALUE_DOES_NOT_FIT',
      `“${shorten(bad.value, 100)}” has characters that “${column.name}” (${column.type}) cannot hold.`,
      {
        hint: 'Make the column nvarchar, or give it a UTF-8 collation.',
        details: { column: column.name, value: shorten(bad.value, 100) },
      },
    )
  }
}
