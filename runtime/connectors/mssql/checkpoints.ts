import { MigrateError } from '../../error.ts'
import { checkpointTable, takenOver } from '../load.ts'
import { emptySql } from './convert.ts'
import { createCheckpoints } from './ddl.ts'
import type { Links } from './links.ts'
import { rollback } from './links.ts'
import { literal, name } from './names.ts'
import type { Link } from './query.ts'
import { run, select, single } from './query.ts'
import type { Load } from './write.ts'

interface Claimed {
  readonly committed: ReadonlyMap<string, number>
  readonly published: boolean
  /** The staging table holds the committed chunks of an earlier attempt. */
  readonly goesOn: boolean
}

/**
 * Locks on the load's row, held to the end of the transaction also where readers are given
 * versions instead of locks. Chunks share it; who publishes or decides has it alone. No lock
 * spans a range of keys: loads of many tables publish for minutes beside each other.
 */
const hints = { shared: 'REPEATABLEREAD, ROWLOCK', exclusive: 'XLOCK, ROWLOCK' } as const

/** Every statement about the rows that say what is in; pure. `@load`, `@chunk`, … are bound. */
export const checkpointSql = (table: string) => ({
  enter: `INSERT INTO ${table} ([load], [chunk], [epoch], [state], [rows], [bytes])
SELECT @load, N'', 0, N'loading', 0, 0
WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE [load] = @load AND [chunk] = N'')`,
  claim: `UPDATE ${table} SET [epoch] = [epoch] + 1 OUTPUT inserted.[epoch], inserted.[state]
WHERE [load] = @load AND [chunk] = N''`,
  fence: (lock: keyof typeof hints) =>
    `SELECT [state] FROM ${table} WITH (${hints[lock]}) WHERE [load] = @load AND [chunk] = N'' AND [epoch] = @epoch`,
  startOver: `UPDATE ${table} SET [state] = N'loading', [rows] = 0, [bytes] = 0 WHERE [load] = @load AND [chunk] = N''`,
  addChunk: `INSERT INTO ${table} ([load], [chunk], [epoch], [rows], [bytes])
SELECT @load, @chunk, @epoch, @rows, @bytes
WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE [load] = @load AND [chunk] = @chunk)`,
  chunks: `SELECT [chunk], [rows] FROM ${table} WHERE [load] = @load AND [chunk] <> N''`,
  totals: `SELECT COALESCE(SUM([rows]), 0) AS [rows], COALESCE(SUM([bytes]), 0) AS [bytes] FROM ${table} WHERE [load] = @load`,
  publish: `UPDATE ${table} SET [state] = N'published', [rows] = @rows, [bytes] = @bytes, [committed_at] = SYSUTCDATETIME()
WHERE [load] = @load AND [chunk] = N''`,
  forgetChunks: `DELETE FROM ${table} WHERE [load] = @load AND [chunk] <> N''`,
  forget: `DELETE FROM ${table} WHERE [load] = @load`,
})

const duplicateKey = 2627

/** Of a row that another connection has inserted in the same moment. */
function isIn(error: { number?: number }): number {
  if (error.number === duplicateKey) return 0
  throw error
}

/** Whoever claims a load raises its epoch; a transaction of an older epoch rolls back. */
export class Checkpoints {
  readonly #links: Links
  readonly #load: Load
  readonly #sql: ReturnType<typeof checkpointSql>
  #epoch = 0

  constructor(links: Links, load: Load) {
    this.#links = links
    this.#load = load
    this.#sql = checkpointSql(`${name(load.schema)}.${name(checkpointTable)}`)
  }

  async claim(): Promise<Claimed> {
    const { load, resume } = this.#load.request
    if (load.length > 220)
      throw new MigrateError('INTERNAL', 'The name of a load is too long for SQL Server.')
    return this.#links.use(async (link) => {
      await this.#createTable(link)
      await run(link, this.#sql.enter, { load }).catch(isIn)
      const { epoch, state } = single(
        await select<{ epoch: string; state: string }>(link, this.#sql.claim, { load }),
      )
      this.#epoch = Number(epoch)
      await this.#endOthers(link)
      const published = resume && state === 'published'
      const goesOn = resume && state === 'loading' && (await this.#hasStaging(link))
      const committed = goesOn ? await this.#committed(link) : new Map<string, number>()
      return { committed, published, goesOn }
    })
  }

  /** An empty staging table, no chunks. */
  async startOver(stagingDdl: string): Promise<void> {
    const { load, table } = this.#load.request
    await this.#links.use(async (link) => {
      await run(link, 'BEGIN TRANSACTION')
      await this.fence(link, 'exclusive')
      await run(link, this.#sql.startOver, { load })
      await run(link, this.#sql.forgetChunks, { load })
      await this.#removeRows(link)
      if (!this.#load.direct) await run(link, stagingDdl)
      await run(link, 'COMMIT TRANSACTION')
    }, table.name)
  }

  /** Holds the load's row; throws where its epoch is not ours. @returns its state. */
  async fence(link: Link, lock: keyof typeof hints): Promise<string> {
    const { load } = this.#load.request
    const rows = await select<{ state: string }>(link, this.#sql.fence(lock), {
      load,
      epoch: this.#epoch,
    })
    const state = rows[0]?.state
    if (state === undefined) throw takenOver(load)
    return state
  }

  /** Ends the chunk's transaction. A chunk that was in already is left as it is. */
  async commit(link: Link, chunk: string, rows: number, bytes: number): Promise<number> {
    const { load } = this.#load.request
    await this.fence(link, 'shared')
    const added = await run(link, this.#sql.addChunk, {
      load,
      chunk,
      epoch: this.#epoch,
      rows,
      bytes,
    }).catch(isIn)
    if (added > 0) {
      await run(link, 'COMMIT TRANSACTION')
      return rows
    }
    await run(link, rollback)
    return (await this.#committed(link)).get(chunk) ?? rows
  }

  /** After a lost reply: the rows of the chunk if its transaction made it. */
  async decide(chunk: string): Promise<number | undefined> {
    return this.#links.use(async (link) => {
      // Waits for the lost transaction, which holds the load's row until it has ended.
      await run(link, 'BEGIN TRANSACTION')
      await this.fence(link, 'exclusive')
      const found = (await this.#committed(link)).get(chunk)
      await run(link, 'COMMIT TRANSACTION')
      return found
    })
  }

  async totals(link: Link): Promise<{ rows: number; bytes: number }> {
    const { load } = this.#load.request
    const total = single(
      await select<{ rows: string; bytes: string }>(link, this.#sql.totals, { load }),
    )
    return { rows: Number(total.rows), bytes: Number(total.bytes) }
  }

  /** The load's row stays as evidence; its chunks go. */
  async markPublished(link: Link): Promise<number> {
    const { load } = this.#load.request
    const { rows, bytes } = await this.totals(link)
    await run(link, this.#sql.publish, { load, rows, bytes })
    await run(link, this.#sql.forgetChunks, { load })
    return rows
  }

  async discard(): Promise<void> {
    if (this.#epoch === 0) return
    await this.#links.use(async (link) => {
      await run(link, 'BEGIN TRANSACTION')
      await this.fence(link, 'exclusive')
      await this.#removeRows(link)
      await run(link, this.#sql.forget, { load: this.#load.request.load })
      await run(link, 'COMMIT TRANSACTION')
    })
  }

  async #removeRows(link: Link): Promise<void> {
    const { direct, staging } = this.#load
    await run(
      link,
      direct
        ? emptySql(staging)
        : `IF OBJECT_ID(${literal(staging)}, N'U') IS NOT NULL DROP TABLE ${staging}`,
    )
  }

  async #createTable(link: Link): Promise<void> {
    // Two loads may create it at once; the one that comes second finds it there.
    await run(link, createCheckpoints(this.#load.schema)).catch((error: { number?: number }) => {
      if (error.number !== 2714) throw error
    })
  }

  /** Frees the locks of a predecessor that hangs in the middle of a chunk, where we may. */
  async #endOthers(link: Link): Promise<void> {
    const others = await select<{ id: number }>(
      link,
      `SELECT DISTINCT l.request_session_id AS [id] FROM sys.dm_tran_locks AS l
       JOIN sys.dm_exec_sessions AS s ON s.session_id = l.request_session_id
       WHERE l.resource_type = N'OBJECT' AND l.resource_database_id = DB_ID()
         AND l.resource_associated_entity_id = OBJECT_ID(@staging)
         AND l.request_session_id <> @@SPID AND s.program_name LIKE N'migrateiq%'`,
      { staging: this.#load.staging },
    ).catch(() => [])
    for (const { id } of others) await run(link, `KILL ${Math.trunc(id)}`).catch(() => undefined)
  }

  async #hasStaging(link: Link): Promise<boolean> {
    const row = single(
      await select<{ id: number | null }>(link, `SELECT OBJECT_ID(@staging, N'U') AS [id]`, {
        staging: this.#load.staging,
      }),
    )
    return row.id !== null
  }

  async #committed(link: Link): Promise<Map<string, number>> {
    const rows = await select<{ chunk: string; rows: string }>(link, this.#sql.chunks, {
      load: this.#load.request.load,
    })
    return new Map(rows.map((r) => [r.chunk, Number(r.rows)]))
  }
}
