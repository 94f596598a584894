import type pg from 'pg'
import { checkpointTable, stagingTable, takenOver } from '../load.ts'
import { createCheckpoints } from './ddl.ts'
import { postgresError } from './errors.ts'
import type { Links } from './links.ts'
import { single } from './links.ts'
import { name } from './names.ts'
import type { Load } from './write.ts'

interface Claimed {
  readonly committed: ReadonlyMap<string, number>
  readonly published: boolean
  /** The staging table holds the committed chunks of an earlier attempt. */
  readonly goesOn: boolean
}

/**
 * The rows in the target that say what is in. Whoever claims a load raises its epoch; a
 * transaction of an older epoch finds that out under lock and rolls back.
 */
export class Checkpoints {
  readonly #links: Links
  readonly #load: Load
  readonly #table: string
  #epoch = 0

  constructor(links: Links, load: Load) {
    this.#links = links
    this.#load = load
    this.#table = `${name(load.schema)}.${name(checkpointTable)}`
  }

  async claim(): Promise<Claimed> {
    const { load, resume } = this.#load.request
    await this.#createTable()
    return this.#links.use(async (client) => {
      const { rows } = await client.query<{ epoch: string; state: string }>(
        `INSERT INTO ${this.#table} AS c (load, chunk, epoch, state, rows, bytes)
         VALUES ($1, '', 1, 'loading', 0, 0)
         ON CONFLICT (load, chunk) DO UPDATE SET epoch = c.epoch + 1
         RETURNING epoch, state`,
        [load],
      )
      const { epoch, state } = single(rows)
      this.#epoch = Number(epoch)
      await this.#endOthers(client)
      const published = resume && state === 'published'
      const goesOn = resume && state === 'loading' && (await this.#hasStaging(client))
      const committed = goesOn ? await this.#committed(client) : new Map<string, number>()
      return { committed, published, goesOn }
    })
  }

  /** An empty staging table, no chunks. */
  async startOver(stagingDdl: string): Promise<void> {
    await this.#links.use(async (client) => {
      await client.query('BEGIN')
      await this.fence(client, 'UPDATE')
      await client.query(
        `UPDATE ${this.#table} SET state = 'loading', rows = 0, bytes = 0 WHERE load = $1 AND chunk = ''`,
        [this.#load.request.load],
      )
      await this.#forgetChunks(client)
      await this.#removeRows(client)
      if (!this.#load.direct) await client.query(stagingDdl)
      await client.query('COMMIT')
    }, this.#load.request.table.name)
  }

  /** Holds the load's row; throws where its epoch is not ours. @returns its state. */
  async fence(client: pg.Client, lock: 'SHARE' | 'UPDATE'): Promise<string> {
    const { load } = this.#load.request
    const { rows } = await client.query<{ state: string }>(
      `SELECT state FROM ${this.#table} WHERE load = $1 AND chunk = '' AND epoch = $2 FOR ${lock}`,
      [load, this.#epoch],
    )
    const state = rows[0]?.state
    if (state === undefined) throw takenOver(load)
    return state
  }

  /** Ends the chunk's transaction. A chunk that was in already is left as it is. */
  async commit(client: pg.Client, chunk: string, rows: number, bytes: number): Promise<number> {
    await this.fence(client, 'SHARE')
    const inserted = await client.query(
      `INSERT INTO ${this.#table} (load, chunk, epoch, rows, bytes) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (load, chunk) DO NOTHING`,
      [this.#load.request.load, chunk, this.#epoch, rows, bytes],
    )
    if (inserted.rowCount === 1) {
      await client.query('COMMIT')
      return rows
    }
    await client.query('ROLLBACK')
    return (await this.#committed(client)).get(chunk) ?? rows
  }

  /** After a lost reply: the rows of the chunk if its transaction made it. */
  async decide(chunk: string): Promise<number | undefined> {
    return this.#links.use(async (client) => {
      const { load } = this.#load.request
      // Waits for the lost transaction, which holds the load's row until it has ended.
      await client.query('BEGIN')
      await this.fence(client, 'UPDATE')
      const { rows } = await client.query<{ rows: string }>(
        `SELECT rows FROM ${this.#table} WHERE load = $1 AND chunk = $2`,
        [load, chunk],
      )
      await client.query('COMMIT')
      return rows[0] === undefined ? undefined : Number(rows[0].rows)
    })
  }

  async totals(client: pg.Client): Promise<{ rows: number; bytes: number }> {
    const { rows } = await client.query<{ rows: string; bytes: string }>(
      `SELECT coalesce(sum(rows), 0) AS rows, coalesce(sum(bytes), 0) AS bytes
       FROM ${this.#table} WHERE load = $1`,
      [this.#load.request.load],
    )
    const total = single(rows)
    return { rows: Number(total.rows), bytes: Number(total.bytes) }
  }

  /** The load's row stays as evidence; its chunks go. */
  async markPublished(client: pg.Client): Promise<number> {
    const { rows, bytes } = await this.totals(client)
    await client.query(
      `UPDATE ${this.#table} SET state = 'published', rows = $2, bytes = $3, committed_at = now()
       WHERE load = $1 AND chunk = ''`,
      [this.#load.request.load, rows, bytes],
    )
    await this.#forgetChunks(client)
    return rows
  }

  async discard(): Promise<void> {
    if (this.#epoch === 0) return
    await this.#links.use(async (client) => {
      await client.query('BEGIN')
      await this.fence(client, 'UPDATE')
      await this.#removeRows(client)
      await client.query(`DELETE FROM ${this.#table} WHERE load = $1`, [this.#load.request.load])
      await client.query('COMMIT')
    })
  }

  async #removeRows(client: pg.Client): Promise<void> {
    const { direct, staging } = this.#load
    await client.query(direct ? `TRUNCATE TABLE ${staging}` : `DROP TABLE IF EXISTS ${staging}`)
  }

  async #createTable(): Promise<void> {
    const { schema } = this.#load
    await this.#links.use(async (client) => {
      const { rows } = await client.query('SELECT 1 WHERE to_regclass($1) IS NOT NULL', [
        this.#table,
      ])
      if (rows.length > 0) return
      // Two loads may create it at once; the one that comes second finds it there.
      await client.query(createCheckpoints(schema)).catch((error: { code?: string }) => {
        if (!['42P07', '42710', '23505'].includes(error.code ?? ''))
          throw postgresError(error, this.#links.where)
      })
    })
  }

  /** Frees the locks of a predecessor that hangs in the middle of a chunk. */
  async #endOthers(client: pg.Client): Promise<void> {
    await client
      .query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
           AND application_name LIKE 'migrateiq%' AND query LIKE $1`,
        [`%${stagingTable(this.#load.request.load)}%`],
      )
      .catch(() => undefined)
  }

  async #hasStaging(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query<{ there: boolean }>(
      'SELECT to_regclass($1) IS NOT NULL AS there',
      [this.#load.staging],
    )
    return single(rows).there
  }

  async #committed(client: pg.Client): Promise<Map<string, number>> {
    const { rows } = await client.query<{ chunk: string; rows: string }>(
      `SELECT chunk, rows FROM ${this.#table} WHERE load = $1 AND chunk <> ''`,
      [this.#load.request.load],
    )
    return new Map(rows.map((r) => [r.chunk, Number(r.rows)]))
  }

  async #forgetChunks(client: pg.Client): Promise<void> {
    await client.query(`DELETE FROM ${this.#table} WHERE load = $1 AND chunk <> ''`, [
      this.#load.request.load,
    ])
  }
}
