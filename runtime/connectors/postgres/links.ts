import type { Duplex } from 'node:stream'
import pg from 'pg'
import { MigrateError } from '../../error.ts'
import { cancelled } from '../network-errors.ts'
import { describeNetwork, tlsOptions } from '../network-settings.ts'
import { postgresError } from './errors.ts'
import type { PostgresSettings } from './settings.ts'

/** Makes PostgreSQL's own output the canonical text wherever a setting can do it. */
const sessionSettings = [
  `SET client_encoding = 'UTF8'`,
  `SET TimeZone = 'UTC'`,
  `SET DateStyle = 'ISO, YMD'`,
  `SET IntervalStyle = 'postgres'`,
  `SET extra_float_digits = 3`,
  `SET bytea_output = 'hex'`,
  `SET standard_conforming_strings = on`,
  `SET statement_timeout = 0`,
  `SET lock_timeout = '60s'`,
  `SET idle_in_transaction_session_timeout = 0`,
].join('; ')

/** The physical connections of a session. */
export interface Links {
  readonly where: string
  take(): Promise<pg.Client>
  give(client: pg.Client): void
  /** Closes a connection in unknown state and stops its statement on the server. */
  drop(client: pg.Client): Promise<void>
  /** Runs `work` on a connection; one that fails inside a transaction is rolled back. */
  use<T>(work: (client: pg.Client) => Promise<T>, table?: string): Promise<T>
  cancel(): Promise<void>
  close(): Promise<void>
}

export function openLinks(settings: PostgresSettings, applicationName = 'migrateiq'): Links {
  const where = describeNetwork(settings)
  const open = new Set<pg.Client>()
  const idle: pg.Client[] = []
  let stopped = false

  const config: pg.ClientConfig = {
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: settings.user,
    password: settings.password ?? '',
    ssl: sslOf(settings),
    connectionTimeoutMillis: settings.connectTimeout * 1000,
    keepAlive: true,
    application_name: applicationName,
  }

  async function connect(): Promise<pg.Client> {
    if (stopped) throw cancelled()
    const client = new pg.Client(config)
    const forget = () => {
      open.delete(client)
      const at = idle.indexOf(client)
      if (at >= 0) idle.splice(at, 1)
    }
    client.on('error', forget)
    client.on('end', forget)
    open.add(client)
    try {
      await client.connect()
      await client.query(sessionSettings)
      return client
    } catch (error) {
      forget()
      client.end().catch(() => undefined)
      throw postgresError(error, where)
    }
  }

  /** Stops statements from outside: a busy connection does not listen. */
  async function stop(clients: readonly pg.Client[]): Promise<void> {
    const pids = clients.map(processId).filter((pid) => pid > 0)
    for (const client of clients) open.delete(client)
    try {
      if (pids.length > 0) await cancelBackends(config, pids)
    } finally {
      for (const client of clients) socketOf(client).destroy()
    }
  }

  const links: Links = {
    where,
    take: async () => idle.pop() ?? connect(),
    give(client) {
      if (stopped || !open.has(client)) socketOf(client).destroy()
      else idle.push(client)
    },
    drop: (client) => stop([client]),
    async use(work, table) {
      const client = await links.take()
      try {
        const result = await work(client)
        links.give(client)
        return result
      } catch (error) {
        const failure = stopped ? cancelled(error) : postgresError(error, where, table)
        await client.query('ROLLBACK').then(
          () => links.give(client),
          () => links.drop(client),
        )
        throw failure
      }
    },
    async cancel() {
      stopped = true
      await stop([...open])
    },
    async close() {
      stopped = true
      const busy = [...open].filter((client) => !idle.includes(client))
      await Promise.all(idle.map((client) => client.end().catch(() => undefined)))
      if (busy.length > 0) await stop(busy)
    },
  }
  return links
}

async function cancelBackends(config: pg.ClientConfig, pids: readonly number[]): Promise<void> {
  const control = new pg.Client({ ...config, connectionTimeoutMillis: 800 })
  control.on('error', () => undefined)
  try {
    await control.connect()
    await control.query('SELECT pg_cancel_backend(pid) FROM unnest($1::int[]) AS p(pid)', [pids])
  } catch {
    // The sockets are closed next; a server that does not answer now finds out by itself.
  } finally {
    control.end().catch(() => undefined)
  }
}

function sslOf(settings: PostgresSettings): pg.ClientConfig['ssl'] {
  const options = tlsOptions(settings)
  // `host` is what the certificate must name; the driver itself forgets it for addresses.
  return options ? { ...options, host: settings.host } : false
}

const inside = (client: pg.Client) =>
  client as unknown as { processID: number | null; connection: { stream: Duplex } }

const processId = (client: pg.Client): number => inside(client).processID ?? 0

export const socketOf = (client: pg.Client): Duplex => inside(client).connection.stream

/** @throws MigrateError with the server's own words when a name is missing. */
export const single = <Row>(rows: readonly Row[]): Row => {
  const [row] = rows
  if (row === undefined) throw new MigrateError('INTERNAL', 'PostgreSQL answered with no row.')
  return row
}
