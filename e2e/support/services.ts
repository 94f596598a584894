import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { describe, test } from 'vitest'
import { startMariadb } from './mariadb.ts'
import { connectMssql } from './mssql.ts'
import { startPostgres } from './postgres.ts'
import type { Running, Service } from './process.ts'
import { which } from './process.ts'

export type { Service } from './process.ts'

type Database = 'postgres' | 'mysql' | 'mssql'
type Name = Database | 'chromium'

/** Nowhere installed by us, so that not even CI insists on it. */
const NO_MSSQL = 'MSSQL_URL is not set: name a SQL Server that tests may fill, to test it live'

/** Where the test processes ask for a service; it starts on the first question, not before. */
const CONTROL = 'MIGRATEIQ_TEST_SERVICES'

const started: Running[] = []
const created: { database: Database; name: string; on: string }[] = []

const SERVICES: Record<Name, () => Promise<Service>> = {
  async postgres() {
    const given = process.env.POSTGRES_URL
    return given ? { url: given } : remember(await startPostgres())
  },
  async mysql() {
    const given = process.env.MYSQL_URL
    if (given) return { url: given }
    const binary = which('mariadbd', 'mysqld')
    if (binary && which('mariadb-install-db')) return remember(await startMariadb(binary))
    return {
      missing: 'MariaDB is not installed (apt-get install mariadb-server) and MYSQL_URL is not set',
    }
  },
  async mssql() {
    const given = process.env.MSSQL_URL
    return given ? { url: given } : { missing: NO_MSSQL }
  },
  async chromium() {
    const path = process.env.CHROMIUM_PATH || which('chromium', 'chromium-browser', 'google-chrome')
    if (path) return { url: path }
    return {
      missing: 'Chromium is not installed (apt-get install chromium) and CHROMIUM_PATH is not set',
    }
  },
}

function remember(running: Running & { url: string }): Service {
  started.push(running)
  return { url: running.url }
}

/** vitest's globalSetup: one control server for all projects, asked by the functions below. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[CONTROL]) return undefined
  const known = new Map<Name, Promise<Service>>()
  const service = (name: Name) => {
    const answer = known.get(name) ?? SERVICES[name]()
    known.set(name, answer)
    return answer
  }

  const server = createServer((request, response) => {
    const [, name, fresh] = (request.url ?? '').split('/') as [string, Name, string?]
    const answer = fresh
      ? service(name).then((it) => createDatabase(name as Database, it))
      : service(name)
    answer.then(
      (it) => response.end(JSON.stringify(it)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env[CONTROL] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return async () => {
    delete process.env[CONTROL]
    server.closeAllConnections()
    server.close()
    await Promise.all([...known.values()].map((it) => it.catch(() => undefined)))
    // A server of ours goes with its folder; one that was lent is given back as it came.
    if (process.env.POSTGRES_URL || process.env.MYSQL_URL || process.env.MSSQL_URL)
      await dropCreated()
    await Promise.all(started.map((it) => it.stop()))
  }
}

async function createDatabase(database: Database, service: Service): Promise<Service> {
  if (!service.url) return service
  const name = `test_${randomBytes(6).toString('hex')}`
  await execute(database, service.url, `CREATE DATABASE ${name}`)
  if (database === 'mssql')
    await execute(database, service.url, `ALTER DATABASE ${name} SET ALLOW_SNAPSHOT_ISOLATION ON`)
  created.push({ database, name, on: service.url })
  const url = new URL(service.url)
  url.pathname = `/${name}`
  return { url: url.href }
}

async function dropCreated(): Promise<void> {
  for (const { database, name, on } of created) {
    const force = database === 'postgres' ? ' WITH (FORCE)' : ''
    if (database === 'mssql')
      await execute(
        database,
        on,
        `ALTER DATABASE ${name} SET SINGLE_USER WITH ROLLBACK IMMEDIATE`,
      ).catch(() => undefined)
    await execute(database, on, `DROP DATABASE IF EXISTS ${name}${force}`).catch(() => undefined)
  }
}

async function execute(database: Database, url: string, sql: string): Promise<void> {
  if (database === 'mysql') {
    const connection = await mysql.createConnection(url)
    await connection.query(sql).finally(() => connection.end())
    return
  }
  if (database === 'mssql') {
    const pool = await connectMssql(url)
    await pool.batch(sql).finally(() => pool.close())
    return
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

async function ask(path: string): Promise<Service> {
  const control = process.env[CONTROL]
  if (!control)
    throw new Error('No test services: run the tests by vitest, its globalSetup starts them')
  const response = await fetch(`${control}/${path}`)
  if (!response.ok) throw new Error(await response.text())
  const service = (await response.json()) as Service
  if (service.missing && service.missing !== NO_MSSQL && process.env.MIGRATEIQ_REQUIRE_ALL === '1')
    throw new Error(service.missing)
  return service
}

export const requirePostgres = (): Promise<Service> => ask('postgres')
export const requireMysql = (): Promise<Service> => ask('mysql')
export const requireMssql = (): Promise<Service> => ask('mssql')
/** Its `url` is the path of the browser's binary. */
export const requireChromium = (): Promise<Service> => ask('chromium')

export const postgresUrl = async (): Promise<string | null> => (await requirePostgres()).url ?? null
export const mysqlUrl = async (): Promise<string | null> => (await requireMysql()).url ?? null
export const chromiumPath = async (): Promise<string | null> =>
  (await requireChromium()).url ?? null

/** Creates an empty database for one test file or test; it is dropped when the whole run ends. */
export async function freshDatabase(database: Database): Promise<string> {
  const { url, missing } = await ask(`${database}/fresh`)
  if (!url) throw new Error(missing)
  return url
}

/**
 * `describe`, or one skipped test whose name says what is missing.
 *
 * @example
 * describeWith('copies rows', await requirePostgres(), (url) => { test(…) })
 */
export function describeWith(name: string, service: Service, tests: (url: string) => void): void {
  const { url } = service
  if (url) describe(name, () => tests(url))
  else test.skip(`${name}: ${service.missing}`, () => {})
}
