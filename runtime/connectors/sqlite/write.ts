import { existsSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream'
import { setImmediate as breathe } from 'node:timers/promises'
import { formatTable } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import type { Sink, SinkRequest } from '../connector.ts'
import { neverPrepared, stagingTable } from '../load.ts'
import { cancelled } from '../network-errors.ts'
import type { TargetColumn } from '../target.ts'
import { checkKey, makesTable, matchColumns, tableExists } from '../target.ts'
import {
  addChunk,
  claimLoad,
  committedChunks,
  fence,
  forgetChunks,
  forgetLoad,
} from './checkpoints.ts'
import type { Database } from './database.ts'
import {
  enterFile,
  leaveFile,
  openDatabase,
  openExisting,
  rows as select,
  transaction,
  whenFree,
} from './database.ts'
import type { ResolvedTable } from './describe.ts'
import { describeTarget, findTable, needTable } from './describe.ts'
import { sqliteError } from './errors.ts'
import { createPowers, floatAt, splitFloats } from './exact-floats.ts'
import { unmarkSql } from './marks.ts'
import { columnsSql, name } from './names.ts'
import type { Publishing } from './publish.ts'
import { publishLoads } from './publish.ts'
import { TextToJson } from './text-to-json.ts'
import { dataTypeOf, declarationFor, misfit, storedValue } from './types.ts'

export interface Load {
  readonly request: SinkRequest
  readonly existing: ResolvedTable | undefined
  readonly renames: boolean
  readonly columns: readonly TargetColumn[]
  /** Quoted names. */
  readonly staging: string
  readonly target: string
  /** Chunks go into the target itself. */
  readonly direct: boolean
}

const blockRows = 5000
const blockBytes = 4_000_000
const chunkTable = 'temp._migrateiq_chunk'

/**
 * A chunk gathers in a temporary table of its own connection, and then enters staging with
 * its checkpoint in one short transaction: the file is never locked while rows travel.
 */
export async function openSink(file: string, request: SinkRequest): Promise<Sink> {
  checkKey(request)
  const load = planLoad(file, request)
  const table = formatTable(request.table)
  let epoch = 0

  const idle: Database[] = []
  let entered = false

  /** Concurrent chunks have a connection each. */
  async function connected<T>(work: (db: Database) => Promise<T>): Promise<T> {
    const db = idle.pop() ?? openDatabase(file)
    try {
      // Tables of a whole database come in any order.
      if (load.direct) db.exec('PRAGMA foreign_keys = OFF')
      const result = await work(db)
      idle.push(db)
      return result
    } catch (error) {
      db.close()
      throw sqliteError(error, table)
    }
  }

  const sink: Sink = {
    formats: ['json', 'text'],

    async prepare() {
      if (!entered) await enterFile(file, 'writer')
      entered = true
      return connected((db) =>
        transaction(file, db, () => {
          const claimed = claimLoad(db, request.load)
          epoch = claimed.epoch
          const published = request.resume && claimed.state === 'published'
          if (published) return { committed: new Map<string, number>(), published }
          if (request.mode === 'create' && findTable(db, request.table))
            throw tableExists(request.table)
          const staged = select(
            db,
            `SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?`,
            load.direct ? (load.existing?.name ?? '') : stagingTable(request.load),
          )
          if (request.resume && claimed.state === 'loading' && staged.length > 0)
            return { committed: committedChunks(db, request.load), published }
          forgetChunks(db, request.load)
          removeRows(db, load)
          if (!load.direct) db.exec(createTable(load))
          return { committed: new Map<string, number>(), published }
        }),
      )
    },

    async write({ id, format, rows, signal }) {
      try {
        if (epoch === 0) throw neverPrepared()
        const input = format === 'text' ? toJson(rows) : rows
        if (format !== 'json' && format !== 'text')
          throw new MigrateError('INTERNAL', `SQLite does not read ${format}.`)
        return await connected(async (db) => {
          const chunk = await gather(db, load, input, signal)
          if (!request.sameSystem) await whenFree(() => refuseMisfits(db, load))
          return transaction(file, db, () => {
            fence(db, request.load, epoch)
            const before = committedChunks(db, request.load).get(id)
            if (before !== undefined) return { rows: before }
            const list = columnsSql(load.columns.map((c) => c.name))
            db.exec(`INSERT INTO ${load.staging} (${list}) SELECT ${list} FROM ${chunkTable}`)
            addChunk(db, request.load, { id, epoch, ...chunk })
            db.exec(`DELETE FROM ${chunkTable}`)
            return { rows: chunk.rows }
          })
        })
      } catch (error) {
        rows.destroy()
        if (signal.aborted) throw cancelled(error)
        throw sqliteError(error, table).at({ table, chunk: id })
      }
    },

    async publish() {
      if (epoch === 0) throw neverPrepared()
      return connected(async (db) => {
        const [published] = await publishLoads(file, db, [{ load, epoch }])
        return published ?? { rows: 0 }
      })
    },

    async discard() {
      if (epoch === 0) return
      await connected((db) =>
        transaction(file, db, () => {
          fence(db, request.load, epoch)
          removeRows(db, load)
          forgetLoad(db, request.load)
        }),
      )
    },

    async close() {
      for (const db of idle.splice(0)) db.close()
      if (entered) await leaveFile(file, 'writer')
      entered = false
    },
  }
  publishing.set(sink, () => ({ load, epoch }))
  return sink
}

/** What publishing has to know of each sink of ours. */
const publishing = new WeakMap<Sink, () => Publishing>()

export async function publishTogether(
  file: string,
  sinks: readonly Sink[],
): Promise<{ rows: number }[]> {
  const loads = sinks.flatMap((sink) => publishing.get(sink)?.() ?? [])
  const db = openDatabase(file)
  try {
    return await publishLoads(file, db, loads)
  } catch (error) {
    const table = loads.map(({ load }) => formatTable(load.request.table)).join(', ')
    throw sqliteError(error, table)
  } finally {
    db.close()
  }
}

function planLoad(file: string, request: SinkRequest): Load {
  if (!existsSync(file) && makesTable(request, undefined)) return plan(undefined, request)
  const db = openExisting(file)
  try {
    return plan(db, request)
  } catch (error) {
    throw sqliteError(error, formatTable(request.table))
  } finally {
    db.close()
  }
}

function plan(db: Database | undefined, request: SinkRequest): Load {
  const found = db && findTable(db, request.table)
  const target = found && describeTarget(db, found)
  const renames = makesTable(request, target)
  const existing = found ?? (renames || !db ? undefined : needTable(db, request.table))
  if (renames && target?.kind === 'view')
    throw new MigrateError('TARGET_MISMATCH', `“${formatTable(request.table)}” is a view.`, {
      hint: 'Choose the name of a table.',
    })
  return {
    request,
    existing,
    renames,
    columns: renames || !target ? newColumns(request) : matchColumns(request, target),
    staging: name(request.direct && existing ? existing.name : stagingTable(request.load)),
    target: name(existing?.name ?? request.table.name),
    direct: request.direct ?? false,
  }
}

const removeRows = (db: Database, { direct, staging }: Load) =>
  void db.exec(direct ? `DELETE FROM ${staging}` : `DROP TABLE IF EXISTS ${staging}`)

/** An input that breaks off must not look like one that ends. */
function toJson(rows: Readable): Readable {
  const json = new TextToJson()
  pipeline(rows, json, () => undefined)
  return json
}

function newColumns(request: SinkRequest): TargetColumn[] {
  return request.columns.map((c) => {
    const inKey = request.key.some((k) => k.toLowerCase() === c.name.toLowerCase())
    return {
      name: c.name,
      type: declarationFor(c.type),
      nullable: c.nullable && !inKey,
      hasDefault: false,
      generated: false,
    }
  })
}

function createTable({ staging, columns, renames, request }: Load): string {
  const parts = columns.map((c) => `${name(c.name)} ${c.type}${c.nullable ? '' : ' NOT NULL'}`)
  // SQLite cannot add a key later.
  if (renames && request.key.length > 0) parts.push(`PRIMARY KEY (${columnsSql(request.key)})`)
  return `CREATE TABLE ${staging} (${parts.join(', ')})`
}

/** Lines of JSON into the chunk's table, a block at a time. */
async function gather(
  db: Database,
  load: Load,
  input: Readable,
  signal: AbortSignal,
): Promise<{ rows: number; bytes: number }> {
  const parts = load.columns.map((c) => `${name(c.name)} ${c.type}`)
  // Even a temporary table's statements look into the file, so another load's commit may turn
  // them away; and they must not hold it up in turn: each is a transaction of its own.
  await whenFree(() => {
    db.exec(`CREATE TEMP TABLE IF NOT EXISTS _migrateiq_chunk (${parts.join(', ')})`)
    db.exec(`DELETE FROM ${chunkTable}`)
  })
  const floats = floatColumns(load)
  if (floats.length > 0) await whenFree(() => createPowers(db))
  const values = load.columns.map((c, i) => {
    const type = load.request.columns[i]?.type
    const value = floats.includes(i) ? floatAt(i) : `value ->> ${i}`
    const stored = type ? storedValue(`(${value})`, type, dataTypeOf(c.type)) : value
    return load.request.sameSystem ? unmarkSql(`(${value})`, stored) : stored
  })
  const sql = `INSERT INTO ${chunkTable} SELECT ${values.join(', ')} FROM json_each(?)`
  const insert = await whenFree(() => db.prepare(sql))
  const total = { rows: 0, bytes: 0 }
  const put = async (lines: Buffer) => {
    const text = lines.toString('utf8').trimEnd().replaceAll('\n', ',')
    const block = floats.length > 0 ? splitFloats(text, floats) : `[${text}]`
    total.rows += (await whenFree(() => insert.run(block))).changes
    await breathe()
  }
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of input) {
    if (signal.aborted) throw cancelled()
    total.bytes += chunk.length
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    if (rest.length < blockBytes / 8) continue
    for (let end = blockEnd(rest); end > 0; end = blockEnd(rest)) {
      await put(rest.subarray(0, end))
      rest = rest.subarray(end)
    }
  }
  if (signal.aborted) throw cancelled()
  while (rest.length > 0) {
    const end = blockEnd(rest) || rest.length
    await put(rest.subarray(0, end))
    rest = rest.subarray(end)
  }
  return total
}

/** Where numbers are stored as floating point, whatever they were before. */
const floatColumns = ({ columns, request }: Load): number[] =>
  columns.flatMap((c, i) => {
    const kind = dataTypeOf(c.type).kind
    const isNumber = request.columns[i]?.type.kind === 'float' || kind === 'float'
    return isNumber && kind !== 'text' ? [i] : []
  })

/** After at most as many whole lines as make a block; 0 where there is no whole line. */
function blockEnd(bytes: Buffer): number {
  let end = 0
  for (let line = 0; line < blockRows && end < blockBytes; line++) {
    const next = bytes.indexOf(10, end)
    if (next < 0) break
    end = next + 1
  }
  return end
}

/** SQLite takes any value into any column; a declared type is a promise nevertheless. */
function refuseMisfits(db: Database, load: Load): void {
  for (const column of load.columns) {
    const declared = dataTypeOf(column.type)
    const condition = misfit(name(column.name), declared, /TEXT|CHAR|CLOB/i.test(column.type))
    if (condition === undefined) continue
    const [bad] = select<{ value: string; line: number }>(
      db,
      `SELECT substr(CAST(${name(column.name)} AS TEXT), 1, 100) AS value, rowid AS line
       FROM ${chunkTable} WHERE ${condition} LIMIT 1`,
    )
    if (bad)
      throw new MigrateError(
        'VALUE_DOES_NOT_FIT',
        `A value does not fit “${column.name}”, which is ${column.type}.`,
        {
          hint: 'Cast or clean the value before the sink.',
          details: { column: column.name, value: bad.value, line: bad.line },
        },
      )
  }
}
