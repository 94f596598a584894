import type { Duplex } from 'node:stream'
import type { Connection, ConnectionOptions, QueryOptions } from 'mysql2'
import { createConnection } from 'mysql2'
import { MigrateError } from '../../error.ts'
import { cancelled } from '../network-errors.ts'
import { describeNetwork, isSocketPath, tlsOptions } from '../network-settings.ts'
import { mysqlError, refusedFile } from './errors.ts'
import { withPatience } from './patience.ts'
import type { MysqlSettings } from './settings.ts'

/** UTC, strict, and patient while the other side is slow. */
const sessionSettings = `SET NAMES utf8mb4, time_zone = '+00:00', autocommit = 1,
  sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO',
  SESSION net_write_timeout = 3600, SESSION net_read_timeout = 3600,
  SESSION lock_wait_timeout = 60, SESSION innodb_lock_wait_timeout = 60,
  SESSION transaction_isolation = 'REPEATABLE-READ'`

/** What an INSERT, UPDATE or LOAD DATA answers. */
export interface Outcome {
  readonly affectedRows: number
  readonly warningStatus: number
  readonly info?: string
}

/** The physical connections of a session. */
export interface Links {
  readonly where: string
  readonly database: string
  take(): Promise<Connection>
  give(link: Connection): void
  /** Closes a connection in unknown state and stops its statement on the server. */
  drop(link: Connection): Promise<void>
  /** Runs `work` on a connection; one that fails inside a transaction is rolled back. */
  use<T>(work: (link: Connection) => Promise<T>, table?: string): Promise<T>
  cancel(): Promise<void>
  close(): Promise<void>
}

/** Rows of a query; values are bound on the server. */
export const select = <Row>(
  link: Connection,
  sql: string,
  values: readonly (string | number)[] = [],
): Promise<Row[]> => run<Row[]>(link, sql, values)

export const run = <Result = Outcome>(
  link: Connection,
  sql: string,
  values: readonly (string | number)[] = [],
): Promise<Result> =>
  withPatience(sql, () =>
    answered<Result>((done) => {
      if (values.length > 0) link.execute(sql, [...values], done)
      else link.query(sql, done)
    }),
  )

export const ask = <Result>(link: Connection, options: QueryOptions): Promise<Result> =>
  withPatience(options.sql, () => answered<Result>((done) => link.query(options, done)))

type Done = (error: Error | null, result: unknown) => void

const answered = <Result>(start: (done: Done) => void): Promise<Result> =>
  new Promise((resolve, reject) => {
    start((error, result) => (error ? reject(error) : resolve(result as Result)))
  })

export function openLinks(settings: MysqlSettings): Links {
  const where = describeNetwork(settings)
  const open = new Set<Connection>()
  const idle: Connection[] = []
  let stopped = false

  async function connect(): Promise<Connection> {
    if (stopped) throw cancelled()
    const link = createConnection(optionsOf(settings))
    const forget = () => {
      open.delete(link)
      const at = idle.indexOf(link)
      if (at >= 0) idle.splice(at, 1)
    }
    link.on('error', forget)
    link.on('end', forget)
    open.add(link)
    const late = setTimeout(() => breakOff(link, 'ETIMEDOUT'), settings.connectTimeout * 1000)
    try {
      await new Promise<void>((resolve, reject) => {
        link.connect((error) => (error ? reject(error) : resolve()))
      })
      await run(link, await isolationSpelling(link, sessionSettings))
      return link
    } catch (error) {
      forget()
      breakOff(link)
      throw mysqlError(error, where)
    } finally {
      clearTimeout(late)
    }
  }

  async function stop(links: readonly Connection[]): Promise<void> {
    for (const link of links) open.delete(link)
    const ids = links.map((link) => link.threadId).filter((id) => id > 0)
    try {
      if (ids.length > 0) await killQueries(settings, ids)
    } finally {
      for (const link of links) breakOff(link)
    }
  }

  const links: Links = {
    where,
    database: settings.database,
    take: async () => idle.pop() ?? connect(),
    give(link) {
      if (stopped || !open.has(link)) breakOff(link)
      else idle.push(link)
    },
    drop: (link) => stop([link]),
    async use(work, table) {
      const link = await links.take()
      try {
        const result = await work(link)
        links.give(link)
        return result
      } catch (error) {
        const failure = stopped ? cancelled(error) : mysqlError(error, where, table)
        await run(link, 'ROLLBACK').then(
          () => links.give(link),
          () => links.drop(link),
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
      const busy = [...open].filter((link) => !idle.includes(link))
      await Promise.all(idle.map(end))
      if (busy.length > 0) await stop(busy)
    },
  }
  return links
}

/** Closes the socket so that what waits for an answer learns it; the driver's own way does not tell. */
export function breakOff(link: Connection, code = 'PROTOCOL_CONNECTION_LOST'): void {
  const { stream } = link as unknown as { stream: Duplex }
  link.on('error', () => undefined)
  stream.destroy(Object.assign(new Error('The connection was closed.'), { code }))
}

/** MariaDB before 11.1 knows the variable under its older name. */
async function isolationSpelling(link: Connection, sql: string): Promise<string> {
  const [row] = await select<{ Variable_name: string }>(
    link,
    `SHOW VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')`,
  )
  return row?.Variable_name === 'tx_isolation'
    ? sql.replace('transaction_isolation', 'tx_isolation')
    : sql
}

const end = (link: Connection): Promise<void> =>
  new Promise((resolve) => {
    link.end(() => resolve())
  })

async function killQueries(settings: MysqlSettings, ids: readonly number[]): Promise<void> {
  const control = createConnection({ ...optionsOf(settings), connectTimeout: 800 })
  control.on('error', () => undefined)
  try {
    for (const id of ids) await run(control, `KILL QUERY ${Math.trunc(id)}`).catch(() => undefined)
  } finally {
    breakOff(control)
  }
}

function optionsOf(settings: MysqlSettings): ConnectionOptions {
  const tls = tlsOptions(settings)
  return {
    ...(isSocketPath(settings.host)
      ? { socketPath: settings.host }
      : { host: settings.host, port: settings.port }),
    database: settings.database,
    user: settings.user,
    password: settings.password ?? '',
    connectTimeout: settings.connectTimeout * 1000,
    charset: 'utf8mb4',
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    infileStreamFactory: (path) => {
      throw refusedFile(path)
    },
    ...(tls
      ? {
          ssl: {
            ...(typeof tls.ca === 'string' ? { ca: tls.ca } : {}),
            rejectUnauthorized: tls.rejectUnauthorized ?? true,
            // The driver checks the certificate's name only when told to.
            verifyIdentity: tls.rejectUnauthorized ?? true,
          },
        }
      : {}),
  }
}

export const single = <Row>(rows: readonly Row[]): Row => {
  const [row] = rows
  if (row === undefined) throw new MigrateError('INTERNAL', 'The server answered with no row.')
  return row
}
