import type { Connection } from 'mysql2'
import { checkpointTable, stagingTable, takenOver } from '../load.ts'
import { createCheckpoints } from './ddl.ts'
import type { Links } from './links.ts'
import { run, select, single } from './links.ts'
import { name } from './names.ts'
import type { Load } from './write.ts'

interface Claimed {
  readonly committed: ReadonlyMap<string, number>
  readonly published: boolean
  readonly goesOn: boolean
}

/** The comment of a staging table; a target that carries it is what this load has made. */
export const markerOf = (load: string): string => `migrateiq ${stagingTable(load).slice(-16)}`

const duplicate = 1062

/** As in PostgreSQL, but DDL ends transactions here, and so stands outside of them. */
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
    return this.#links.use(async (link) => {
      await run(link, createCheckpoints(this.#load.schema))
      await run(link, 'START TRANSACTION')
      await run(
        link,
        `INSERT INTO ${this.#table} (\`load\`, chunk, epoch, state, \`rows\`, bytes)
         VALUES (?, '', 1, 'loading', 0, 0) ON DUPLICATE KEY UPDATE epoch = epoch + 1`,
        [load],
      )
      const row = single(
        await select<{ epoch: string; state: string }>(
          link,
          `SELECT epoch, state FROM ${this.#table} WHERE \`load\` = ? AND chunk = ''`,
          [load],
        ),
      )
      await run(link, 'COMMIT')
      this.#epoch = Number(row.epoch)
      await this.#endOthers(link)
      const { direct } = this.#load
      const staged = direct || (await this.#has(link, stagingTable(load)))
      const swapped = !staged && row.state === 'loading' && (await this.#isMarked(link))
      if (resume && swapped) await this.#finish(link)
      const published = resume && (row.state === 'published' || swapped)
      const goesOn = resume && !published && staged
      const committed = goesOn ? await this.#committed(link) : new Map<string, number>()
      return { committed, published, goesOn }
    })
  }

  async startOver(stagingDdl: string): Promise<void> {
    await this.#links.use(async (link) => {
      await run(link, 'START TRANSACTION')
      await this.fence(link, 'FOR UPDATE')
      await run(
        link,
        `UPDATE ${this.#table} SET state = 'loading', \`rows\` = 0, bytes = 0 WHERE \`load\` = ? AND chunk = ''`,
        [this.#load.request.load],
      )
      await this.#forgetChunks(link)
      // Ends the transaction: from here on chunks of earlier epochs are refused.
      await this.#removeRows(link)
      if (!this.#load.direct) await run(link, stagingDdl)
    }, this.#load.request.table.name)
  }

  async fence(link: Connection, lock: 'LOCK IN SHARE MODE' | 'FOR UPDATE'): Promise<string> {
    const { load } = this.#load.request
    const rows = await select<{ state: string }>(
      link,
      `SELECT state FROM ${this.#table} WHERE \`load\` = ? AND chunk = '' AND epoch = ? ${lock}`,
      [load, this.#epoch],
    )
    const state = rows[0]?.state
    if (state === undefined) throw takenOver(load)
    return state
  }

  async commit(link: Connection, chunk: string, rows: number, bytes: number): Promise<number> {
    const { load } = this.#load.request
    await this.fence(link, 'LOCK IN SHARE MODE')
    try {
      await run(
        link,
        `INSERT INTO ${this.#table} (\`load\`, chunk, epoch, \`rows\`, bytes) VALUES (?, ?, ?, ?, ?)`,
        [load, chunk, this.#epoch, rows, bytes],
      )
    } catch (error) {
      if ((error as { errno?: number }).errno !== duplicate) throw error
      await run(link, 'ROLLBACK')
      return (await this.#committed(link)).get(chunk) ?? rows
    }
    await run(link, 'COMMIT')
    return rows
  }

  async decide(chunk: string): Promise<number | undefined> {
    return this.#links.use(async (link) => {
      // Waits for the lost transaction, which holds the load's row until it has ended.
      await run(link, 'START TRANSACTION')
      await this.fence(link, 'FOR UPDATE')
      const found = (await this.#committed(link)).get(chunk)
      await run(link, 'COMMIT')
      return found
    })
  }

  async totals(link: Connection): Promise<{ rows: number; bytes: number }> {
    const total = single(
      await select<{ rows: string; bytes: string }>(
        link,
        `SELECT COALESCE(SUM(\`rows\`), 0) AS \`rows\`, COALESCE(SUM(bytes), 0) AS bytes
         FROM ${this.#table} WHERE \`load\` = ?`,
        [this.#load.request.load],
      ),
    )
    return { rows: Number(total.rows), bytes: Number(total.bytes) }
  }

  /** The load's row stays as evidence; its chunks go. Part of the caller's transaction. */
  async markPublished(link: Connection): Promise<number> {
    const { rows, bytes } = await this.totals(link)
    await run(
      link,
      `UPDATE ${this.#table} SET state = 'published', \`rows\` = ?, bytes = ?, committed_at = CURRENT_TIMESTAMP
       WHERE \`load\` = ? AND chunk = ''`,
      [rows, bytes, this.#load.request.load],
    )
    await this.#forgetChunks(link)
    return rows
  }

  /** What a published load leaves behind; DDL, hence after its transaction. */
  async tidy(link: Connection): Promise<void> {
    if (this.#load.direct) return
    await run(link, `DROP TABLE IF EXISTS ${this.#load.staging}, ${this.#load.retired}`)
    if (await this.#isMarked(link)) await run(link, `ALTER TABLE ${this.#load.target} COMMENT = ''`)
  }

  async discard(): Promise<void> {
    if (this.#epoch === 0) return
    await this.#links.use(async (link) => {
      await run(link, 'START TRANSACTION')
      await this.fence(link, 'FOR UPDATE')
      await run(link, `DELETE FROM ${this.#table} WHERE \`load\` = ?`, [this.#load.request.load])
      await run(link, 'COMMIT')
      await this.#removeRows(link)
    })
  }

  async #removeRows(link: Connection): Promise<void> {
    const { direct, staging, retired } = this.#load
    if (!direct) await run(link, `DROP TABLE IF EXISTS ${staging}, ${retired}`)
    else {
      await run(link, 'SET SESSION foreign_key_checks = 0')
      await run(link, `TRUNCATE TABLE ${staging}`)
      await run(link, 'SET SESSION foreign_key_checks = 1')
    }
  }

  /** True between the swap and the end of its bookkeeping. */
  async wasSwapped(link: Connection): Promise<boolean> {
    const { load } = this.#load.request
    return !(await this.#has(link, stagingTable(load))) && (await this.#isMarked(link))
  }

  async #finish(link: Connection): Promise<void> {
    await run(link, 'START TRANSACTION')
    await this.fence(link, 'FOR UPDATE')
    await this.markPublished(link)
    await run(link, 'COMMIT')
    await this.tidy(link)
  }

  /** Frees the locks of a predecessor that hangs in the middle of a chunk. */
  async #endOthers(link: Connection): Promise<void> {
    const staging = stagingTable(this.#load.request.load)
    const others = await select<{ id: number }>(
      link,
      `SELECT id FROM information_schema.processlist
       WHERE id <> CONNECTION_ID() AND info LIKE '%${staging}%' AND info NOT LIKE '%processlist%'`,
    )
    for (const { id } of others) await run(link, `KILL ${Math.trunc(id)}`).catch(() => undefined)
  }

  async #has(link: Connection, table: string): Promise<boolean> {
    const rows = await select(
      link,
      'SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?',
      [this.#load.schema, table],
    )
    return rows.length > 0
  }

  async #isMarked(link: Connection): Promise<boolean> {
    const rows = await select(
      link,
      `SELECT 1 FROM information_schema.tables
       WHERE table_schema = ? AND table_name = ? AND table_comment = ?`,
      [this.#load.schema, this.#load.request.table.name, markerOf(this.#load.request.load)],
    )
    return rows.length > 0
  }

  async #committed(link: Connection): Promise<Map<string, number>> {
    const rows = await select<{ chunk: string; rows: string }>(
      link,
      `SELECT chunk, \`rows\` FROM ${this.#table} WHERE \`load\` = ? AND chunk <> ''`,
      [this.#load.request.load],
    )
    return new Map(rows.map((r) => [r.chunk, Number(r.rows)]))
  }

  async #forgetChunks(link: Connection): Promise<void> {
    await run(link, `DELETE FROM ${this.#table} WHERE \`load\` = ? AND chunk <> ''`, [
      this.#load.request.load,
    ])
  }
}
