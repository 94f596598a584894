import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mysql from 'mysql2/promise'
import pg from 'pg'
import type { Session, System } from '../../runtime/connectors/connector.ts'
import { connectors, parseConnectionUrl } from '../../runtime/connectors/registry.ts'
import { connectMssql } from './mssql.ts'
import { freshDatabase } from './services.ts'

/** An empty database of a test, reached by our connector and, beside it, by its driver. */
export interface TestEndpoint {
  readonly system: System
  readonly url: string
  readonly open: () => Promise<Session>
  readonly sql: (...statements: string[]) => Promise<void>
  /** Values as text, NULL as null. */
  readonly rows: (query: string) => Promise<(string | null)[][]>
  readonly close: () => Promise<void>
}

const asText = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value)

export const openUrl = (url: string, signal?: AbortSignal): Promise<Session> => {
  const { system, settings } = parseConnectionUrl(url)
  const connector = connectors.get(system)
  if (!connector) throw new Error(`no connector for ${system}`)
  return connector.open(settings, signal)
}

export async function postgresEndpoint(): Promise<TestEndpoint> {
  const url = await freshDatabase('postgres')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return {
    system: 'postgres',
    url,
    open: () => openUrl(url),
    async sql(...statements) {
      for (const statement of statements) await client.query(statement)
    },
    async rows(query) {
      const { rows } = await client.query({ text: query, rowMode: 'array' })
      return rows.map((row: unknown[]) => row.map(asText))
    },
    close: () => client.end(),
  }
}

export async function mysqlEndpoint(): Promise<TestEndpoint> {
  const url = await freshDatabase('mysql')
  const connection = await mysql.createConnection({ uri: url, charset: 'utf8mb4' })
  await connection.query("SET time_zone = '+00:00'")
  return {
    system: 'mysql',
    url,
    open: () => openUrl(url),
    async sql(...statements) {
      for (const statement of statements) await connection.query(statement)
    },
    async rows(query) {
      const [rows] = await connection.query({ sql: query, rowsAsArray: true })
      return (rows as unknown[][]).map((row) => row.map(asText))
    },
    close: () => connection.end(),
  }
}

export async function mssqlEndpoint(): Promise<TestEndpoint> {
  const url = await freshDatabase('mssql')
  const pool = await connectMssql(url)
  return {
    system: 'mssql',
    url,
    open: () => openUrl(url),
    async sql(...statements) {
      for (const statement of statements) await pool.batch(statement)
    },
    async rows(query) {
      const { recordset } = await pool.query(query)
      return (recordset as unknown as unknown[][]).map((row) => row.map(asText))
    },
    close: () => pool.close(),
  }
}

interface Libsql {
  prepare(sql: string): { raw(on: boolean): { all(): unknown[][] } }
  exec(sql: string): void
  close(): void
}

export async function sqliteEndpoint(): Promise<TestEndpoint> {
  const folder = mkdtempSync(join(tmpdir(), 'migrateiq-sqlite-'))
  const path = join(folder, 'test.db')
  const Database = createRequire(import.meta.url)('libsql') as new (path: string) => Libsql
  const use = <T>(work: (db: Libsql) => T): T => {
    const db = new Database(path)
    try {
      return work(db)
    } finally {
      db.close()
    }
  }
  use((db) => db.exec('PRAGMA user_version = 1'))
  const url = `sqlite://${path}`
  return {
    system: 'sqlite',
    url,
    open: () => openUrl(url),
    sql: async (...statements) => use((db) => statements.forEach((s) => void db.exec(s))),
    rows: async (query) =>
      use((db) =>
        db
          .prepare(query)
          .raw(true)
          .all()
          .map((row) => row.map(asText)),
      ),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Runs the same tests on every system; one whose server is missing is skipped by name. */
export const endpoints: readonly {
  readonly system: System
  readonly start: () => Promise<TestEndpoint>
}[] = [
  { system: 'postgres', start: postgresEndpoint },
  { system: 'mysql', start: mysqlEndpoint },
  { system: 'mssql', start: mssqlEndpoint },
  { system: 'sqlite', start: sqliteEndpoint },
]
