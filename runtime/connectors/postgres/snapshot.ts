import type pg from 'pg'
import { postgresError } from './errors.ts'
import type { Links } from './links.ts'
import { single } from './links.ts'
import { literal } from './names.ts'

const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

/** Begins a transaction that sees what another one has exported. */
export const joinSnapshot = (id: string): string =>
  `${begin}; SET TRANSACTION SNAPSHOT ${literal(id)}`

/** Holds the transaction whose snapshot all ranges share. */
export class SnapshotKeeper {
  readonly #links: Links
  readonly #shared: boolean
  #opened: Promise<{ client: pg.Client; snapshot: string }> | undefined

  constructor(links: Links, shared = false) {
    this.#links = links
    this.#shared = shared
  }

  /** A shared keeper asks beside its own transaction, which an error would end. */
  async ask<T>(question: (client: pg.Client) => Promise<T>): Promise<T> {
    const { client, snapshot } = await this.#open()
    if (this.#shared)
      return this.#links.use(async (other) => {
        await other.query(joinSnapshot(snapshot))
        const answer = await question(other)
        await other.query('COMMIT')
        return answer
      })
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
