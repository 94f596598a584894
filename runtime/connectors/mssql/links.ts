import type { ConnectionPool } from 'mssql'
import type { Connection } from 'tedious'
import { MigrateError } from '../../error.ts'
import { cancelled } from '../network-errors.ts'
import { driverConfig, refuseDowngrade } from './driver.ts'
import { mssqlError } from './errors.ts'
import type { Link } from './query.ts'
import { run } from './query.ts'
import type { MssqlSettings } from './settings.ts'
import { describeMssql } from './settings.ts'

/** The physical connections of a session. */
export interface Links {
  readonly where: string
  take(): Promise<Link>
  give(link: Link): void
  /** Closes a connection in unknown state; the server rolls back what it was doing. */
  drop(link: Link): Promise<void>
  /** Runs `work` on a connection; one that fails inside a transaction is rolled back. */
  use<T>(work: (link: Link) => Promise<T>, table?: string): Promise<T>
  cancel(): Promise<void>
  close(): Promise<void>
}

/** What the driver's own first statements leave open. Locks are waited for one minute. */
export const sessionSettings =
  'SET LOCK_TIMEOUT 60000; SET NOCOUNT OFF; SET TRANSACTION ISOLATION LEVEL READ COMMITTED'

/** Also after an error that has rolled back already. */
export const rollback = 'IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION'

const attentionPatience = 800

export function openLinks(settings: MssqlSettings, applicationName = 'migrateiq'): Links {
  const where = describeMssql(settings)
  const config = driverConfig(settings, applicationName)
  const taken = new Map<Connection, Link>()
  const ready = new WeakSet<Connection>()
  /** The number of the first error before the login was through: the driver forgets it. */
  let refusal: { number: number; message: string } | undefined
  let stopped = false
  /** Ends the wait for a connection that is being made. */
  let interrupt = () => {}
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(cancelled())
  })
  interrupted.catch(() => undefined)
  let opening: Promise<ConnectionPool> | undefined

  async function open(): Promise<ConnectionPool> {
    const { default: mssql } = await import('mssql')
    const pool = new mssql.ConnectionPool({
      ...config,
      pool: {
        min: 0,
        max: 64,
        idleTimeoutMillis: 30_000,
        createTimeoutMillis: 600_000,
        acquireTimeoutMillis: 600_000,
      },
      validateConnection: 'socket',
      beforeConnect(connection: Connection) {
        if (config.options.encrypt) refuseDowngrade(connection)
        connection.on('errorMessage', (message: { number: number; message: string }) => {
          // The first one tells; “Login failed” follows whatever was wrong.
          if (!ready.has(connection)) refusal ??= message
        })
        // Whoever uses the connection hears of its failures by its requests.
        connection.on('error', () => undefined)
      },
    } as never)
    pool.on('error', () => undefined)
    await pool.connect()
    return pool
  }

  const failed = (error: unknown, table?: string): MigrateError => {
    if (stopped) return cancelled(error)
    const told = refusal && Object.assign(new Error(refusal.message), { number: refusal.number })
    const fresh = told && error instanceof Error && /ELOGIN/.test(codeOf(error)) ? told : error
    refusal = undefined
    return mssqlError(fresh, where, table)
  }

  async function take(): Promise<Link> {
    if (stopped) throw cancelled()
    try {
      opening ??= open().catch((error: unknown) => {
        opening = undefined
        throw error
      })
      const pool = await Promise.race([opening, interrupted])
      const acquired = pool.pool.acquire().promise
      // One that comes too late goes back.
      acquired.then((late) => stopped && pool.pool.release(late)).catch(() => undefined)
      const connection = await Promise.race([acquired, interrupted])
      const link = { connection, tedious: await import('tedious') }
      taken.set(connection, link)
      if (!ready.has(connection)) {
        ready.add(connection)
        await run(link, sessionSettings).catch(async (error: unknown) => {
          await links.drop(link)
          throw error
        })
      }
      if (stopped) {
        await links.drop(link)
        throw cancelled()
      }
      return link
    } catch (error) {
      throw failed(error)
    }
  }

  async function release({ connection }: Link): Promise<void> {
    if (!taken.delete(connection)) return
    const pool = await opening?.catch(() => undefined)
    pool?.pool.release(connection)
  }

  const links: Links = {
    where,
    take,
    give(link) {
      if (stopped) void links.drop(link)
      else void release(link)
    },
    async drop(link) {
      await halt(link.connection)
      await release(link)
    },
    async use(work, table) {
      const link = await take()
      try {
        const result = await work(link)
        links.give(link)
        return result
      } catch (error) {
        const failure = failed(error, table)
        await run(link, rollback).then(
          () => links.give(link),
          () => links.drop(link),
        )
        throw failure
      }
    },
    async cancel() {
      stopped = true
      interrupt()
      await Promise.all([...taken.values()].map(links.drop))
      // A connection that is being made ends by itself.
      void shut()
    },
    async close() {
      stopped = true
      await Promise.all([...taken.values()].map(links.drop))
      await shut()
    },
  }

  async function shut(): Promise<void> {
    const pool = await opening?.catch(() => undefined)
    opening = undefined
    await pool?.close().catch(() => undefined)
  }
  return links
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '')

/** Asks the server to stop the statement, then closes the socket whether it has or not. */
async function halt(connection: Connection): Promise<void> {
  const inside = connection as unknown as { request?: object; closed: boolean }
  if (inside.closed) return
  if (inside.request && connection.cancel()) {
    const until = performance.now() + attentionPatience
    while (inside.request && !inside.closed && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 10))
  }
  if (!inside.closed) connection.close()
}

/** @throws MigrateError where something of ours was used after its end. */
export const gone = (): MigrateError =>
  new MigrateError('CONNECTION_LOST', 'The snapshot of this reader is gone.', {
    hint: 'Resume the run.',
  })
