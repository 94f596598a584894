import type { ExecuteOptions, Snapshot, TextRows } from '../connector.ts'
import { mutex } from '../load.ts'
import type { Database } from './database.ts'
import { enterFile, leaveFile, openDatabase, transaction, whenFree } from './database.ts'
import { sqliteError } from './errors.ts'
import { openReader } from './read.ts'

/** Every value as text; bytes as hex. */
export function textRows(db: Database, sql: string): TextRows {
  const statement = db.prepare(sql)
  if (!returnsRows(sql)) {
    statement.run()
    return []
  }
  return (statement.raw(true).all() as unknown[][]).map((row) => row.map(toText))
}

const returnsRows = (sql: string) => /^\s*(select|with|values|pragma|explain)\b/i.test(sql)

const toText = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  if (value instanceof ArrayBuffer) return `\\x${Buffer.from(value).toString('hex')}`
  return Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : String(value)
}

/** The file comes into being with its first statement. */
export async function execute(
  file: string,
  statements: readonly string[],
  { atomic = false }: ExecuteOptions = {},
): Promise<TextRows> {
  const db = openDatabase(file)
  try {
    db.exec('PRAGMA foreign_keys = OFF')
    const all = () => statements.map((sql) => textRows(db, sql)).at(-1) ?? []
    if (atomic) return await transaction(file, db, all)
    let rows: TextRows = []
    for (const sql of statements) rows = await whenFree(() => textRows(db, sql))
    return rows
  } catch (error) {
    throw sqliteError(error)
  } finally {
    db.close()
  }
}

/** One connection and one read transaction, which all readers use in turn. */
export async function openSnapshot(file: string, db: Database): Promise<Snapshot> {
  const next = mutex()
  let closed = false
  await enterFile(file, 'reader')
  await whenFree(() => db.exec('BEGIN; SELECT 1 FROM sqlite_master LIMIT 1'))
  return {
    links: 1,
    reader: (request) => openReader(file, db, request, next),
    query: (sql) =>
      next(async () => {
        try {
          return textRows(db, sql)
        } catch (error) {
          throw sqliteError(error)
        }
      }),
    async close() {
      if (closed) return
      closed = true
      db.exec('COMMIT')
      db.close()
      await leaveFile(file, 'reader')
    },
  }
}
