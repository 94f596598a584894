import type { Connection } from 'mysql2'
import type { TableName } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import type { SnapshotRequest } from '../connector.ts'
import { mysqlError } from './errors.ts'
import type { Links } from './links.ts'
import { run } from './links.ts'
import { tableName } from './names.ts'

const begin = 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY'

export async function openLink(links: Links): Promise<Connection> {
  const link = await links.take()
  await run(link, begin)
  return link
}

/** Connections whose transactions see the same rows. A reader's own pool is one, opened late. */
export class SnapshotPool {
  readonly #links: Links
  readonly #open: (() => Promise<Connection>) | undefined
  readonly #idle: Connection[]
  readonly #waiting: (() => void)[] = []
  /** Connections there are, idle or not yet opened ones included. */
  #size: number
  #busy = 0

  constructor(links: Links, opened: readonly Connection[] | (() => Promise<Connection>)) {
    this.#links = links
    this.#idle = typeof opened === 'function' ? [] : [...opened]
    this.#open = typeof opened === 'function' ? opened : undefined
    this.#size = typeof opened === 'function' ? 1 : opened.length
  }

  async use<T>(work: (link: Connection) => Promise<T>): Promise<T> {
    while (this.#busy >= this.#size && this.#size > 0)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#busy++
    let link: Connection | undefined
    try {
      link = this.#idle.pop() ?? (this.#size > 0 ? await this.#open?.() : undefined)
      if (!link) throw gone()
      const result = await work(link)
      this.#idle.push(link)
      return result
    } catch (error) {
      if (link && refusedOnly(error)) this.#idle.push(link)
      else if (link) {
        // Another connection would see other rows.
        this.#size--
        await this.#links.drop(link)
      }
      throw mysqlError(error, this.#links.where)
    } finally {
      this.#busy--
      for (const wake of this.#waiting.splice(0)) wake()
    }
  }

  async close(): Promise<void> {
    this.#size = 0
    for (const link of this.#idle.splice(0))
      await run(link, 'COMMIT').then(
        () => this.#links.give(link),
        () => this.#links.drop(link),
      )
  }
}

/** The server said no to one statement; connection and snapshot are as before. */
const refusedOnly = (error: unknown): boolean => {
  const { errno, sqlState, fatal } = error as { errno?: number; sqlState?: string; fatal?: boolean }
  return sqlState !== undefined && errno !== undefined && errno !== interrupted && fatal !== true
}
const interrupted = 1317

const gone = () =>
  new MigrateError('CONNECTION_LOST', 'The snapshot of this reader is gone.', {
    hint: 'Resume the run.',
  })

/**
 * Begins the transactions of all connections while nothing can be written: the tables are
 * locked for reading, or, where that is not allowed, the whole server for a moment. Where
 * neither is, one connection has to do.
 */
export async function openSnapshotPool(
  links: Links,
  { tables, links: wanted }: SnapshotRequest,
): Promise<{ pool: SnapshotPool; size: number; note?: string }> {
  if (wanted <= 1) return { pool: new SnapshotPool(links, [await openLink(links)]), size: 1 }
  const opened: Connection[] = []
  const keeper = await links.take()
  try {
    for (let i = 0; i < wanted; i++) opened.push(await links.take())
    const refusal = await lock(keeper, tables)
    if (refusal !== undefined) {
      for (const link of [keeper, ...opened]) links.give(link)
      const note = `Tables are read one after the other, because the login may not lock them for the moment of a snapshot: ${refusal}`
      return { pool: new SnapshotPool(links, [await openLink(links)]), size: 1, note }
    }
    await Promise.all(opened.map((link) => run(link, begin)))
    await run(keeper, 'UNLOCK TABLES')
    links.give(keeper)
    return { pool: new SnapshotPool(links, opened), size: opened.length }
  } catch (error) {
    await Promise.allSettled([keeper, ...opened].map((link) => links.drop(link)))
    throw mysqlError(error, links.where)
  }
}

/** @returns why neither lock can be had. */
async function lock(link: Connection, tables: readonly TableName[]): Promise<string | undefined> {
  const list = tables.map((t) => `${tableName(t)} READ`).join(', ')
  const ways = [...(list ? [`LOCK TABLES ${list}`] : []), 'FLUSH TABLES WITH READ LOCK']
  let refusal = ''
  await run(link, 'SET SESSION lock_wait_timeout = 15')
  for (const sql of ways)
    try {
      await run(link, sql)
      return undefined
    } catch (error) {
      if (!refusedOnly(error)) throw error
      refusal = error instanceof Error ? error.message : String(error)
    } finally {
      await run(link, 'SET SESSION lock_wait_timeout = 60')
    }
  return refusal
}
