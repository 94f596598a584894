import type { Connection } from 'mysql2'
import type { ExecuteOptions, Snapshot, SnapshotRequest, TextRows } from '../connector.ts'
import { mysqlError } from './errors.ts'
import type { Links } from './links.ts'
import { ask, run } from './links.ts'
import { openReader } from './read.ts'
import { openSnapshotPool } from './snapshot.ts'

/** Every value as the server writes it; bytes as hex. */
export async function textRows(link: Connection, sql: string): Promise<TextRows> {
  const rows = await ask<unknown>(link, {
    sql,
    rowsAsArray: true,
    typeCast: (field, next) => {
      const binary = field.type === 'BLOB' || field.type === 'BIT' || field.type === 'GEOMETRY'
      if (!binary) return field.string('utf8')
      const value = next()
      return Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value
    },
  })
  return Array.isArray(rows) ? (rows as TextRows) : []
}

/** A foreign key added under checks would copy the table; whoever loads looks for orphans. */
const buildSettings = 'SET SESSION foreign_key_checks = 0, unique_checks = 1'
const resetSettings = 'SET SESSION foreign_key_checks = 1'

/** DDL commits by itself here, so that only statements on rows can be atomic. */
export const execute = (
  links: Links,
  statements: readonly string[],
  { atomic = false, settings }: ExecuteOptions = {},
): Promise<TextRows> =>
  links.use(async (link) => {
    if (settings) await run(link, buildSettings)
    if (atomic) await run(link, 'START TRANSACTION')
    let rows: TextRows = []
    try {
      for (const sql of statements) rows = await textRows(link, sql)
      if (atomic) await run(link, 'COMMIT')
    } finally {
      if (settings) await run(link, resetSettings).catch(() => undefined)
    }
    return rows
  })

export async function openSnapshot(links: Links, request: SnapshotRequest): Promise<Snapshot> {
  const { pool, size, note } = await openSnapshotPool(links, request)
  return {
    links: size,
    ...(note === undefined ? {} : { note }),
    reader: (wanted) => openReader(links, wanted, pool),
    query: (sql) =>
      pool
        .use((link) => textRows(link, sql))
        .catch((error: unknown) => {
          throw mysqlError(error, links.where)
        }),
    close: () => pool.close(),
  }
}
