import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { MigrateError } from '../../error.ts'
import { mutex } from '../load.ts'
import { isBusy, sqliteError } from './errors.ts'

/** As much of the driver as is used; its own types describe another package's. */
export interface Database {
  prepare(sql: string): Statement
  exec(sql: string): unknown
  close(): void
  interrupt(): void
}

interface Statement {
  all(...values: unknown[]): unknown[]
  run(...values: unknown[]): { changes: number }
  raw(on: boolean): Statement
  iterate(...values: unknown[]): IterableIterator<unknown>
}

type Open = new (path: string) => Database

/** CommonJS; bundlers must leave it and its binary where they are. */
const Libsql = createRequire(import.meta.url)('libsql') as Open

/** @throws MigrateError FILE_NOT_FOUND: the driver itself would create the file. */
export function openExisting(file: string): Database {
  const path = resolve(file)
  if (!existsSync(path))
    throw new MigrateError('FILE_NOT_FOUND', `There is no file “${file}”.`, {
      hint: 'Check the path; relative paths start at the folder of the run.',
    })
  return openDatabase(file)
}

export function openDatabase(file: string): Database {
  const path = resolve(file)
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (cause) {
    throw new MigrateError('FILE_UNREADABLE', `The folder “${dirname(file)}” cannot be made.`, {
      hint: 'Check the path and its permissions.',
      cause,
    })
  }
  if (existsSync(path) && !statSync(path).isFile())
    throw new MigrateError('FILE_UNREADABLE', `“${file}” is not a file.`, {
      hint: 'Name a SQLite database file.',
    })
  try {
    const db = new Libsql(path)
    // Waiting would stop this whole process: retries wait outside of the driver.
    db.exec('PRAGMA busy_timeout = 50; PRAGMA legacy_alter_table = ON; PRAGMA trusted_schema = OFF')
    return db
  } catch (error) {
    throw sqliteError(error)
  }
}

export const rows = <Row>(db: Database, sql: string, ...values: unknown[]): Row[] =>
  db.prepare(sql).all(...values) as Row[]

interface FileUse {
  readonly lock: ReturnType<typeof mutex>
  readonly users: { reader: number; writer: number }
  /** There is a log because of us. */
  logged: boolean
  /** The journal mode the file had when this process first changed it. */
  original?: string
}

const files = new Map<string, FileUse>()

function stateOf(file: string): FileUse {
  const path = resolve(file)
  const key = existsSync(path) ? realpathSync(path) : path
  const use = files.get(key) ?? {
    lock: mutex(),
    users: { reader: 0, writer: 0 },
    logged: false,
  }
  files.set(key, use)
  return use
}

/**
 * While a file is read and loaded at once it has a write-ahead log, or readers and writers
 * would wait for each other.
 */
export async function enterFile(file: string, as: 'reader' | 'writer'): Promise<void> {
  const use = stateOf(file)
  use.users[as]++
  if (use.users.reader === 0 || use.users.writer === 0 || use.logged) return
  await use.lock(async () => {
    if (use.logged) return
    const db = openDatabase(file)
    try {
      const [mode] = rows<{ journal_mode: string }>(db, 'PRAGMA journal_mode')
      await whenFree(() => rows(db, 'PRAGMA journal_mode = wal'))
      use.original ??= mode?.journal_mode ?? 'delete'
      use.logged = true
    } finally {
      db.close()
    }
  })
}

export async function leaveFile(file: string, as: 'reader' | 'writer'): Promise<void> {
  const use = stateOf(file)
  use.users[as]--
  if (use.users.reader + use.users.writer > 0 || !use.logged) return
  use.logged = false
  const db = openDatabase(file)
  try {
    // The driver closes connections when it pleases, so the mode may have to stay. With an
    // empty log the file is complete nevertheless.
    await emptyLog(db)
    if (use.original && use.original !== 'wal') rows(db, `PRAGMA journal_mode = ${use.original}`)
  } catch (error) {
    if (!isBusy(error)) throw error
  } finally {
    db.close()
  }
}

/** A connection that the driver has not quite closed may hold the log up for a moment. */
async function emptyLog(db: Database): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const [state] = rows<{ busy: number }>(db, 'PRAGMA wal_checkpoint(TRUNCATE)')
    if (state?.busy === 0) return
    await pause(25)
  }
}

const patience = 60_000

/** Repeats what another program's lock turned away. */
export async function whenFree<T>(work: () => T): Promise<T> {
  for (const start = performance.now(); ; await pause(25)) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() - start > patience) throw error
    }
  }
}

/** One transaction, all or nothing; `work` does not wait for anything. */
export const transaction = <T>(file: string, db: Database, work: () => T): Promise<T> =>
  stateOf(file).lock(async () => {
    await whenFree(() => db.exec('BEGIN IMMEDIATE'))
    try {
      const result = work()
      await whenFree(() => db.exec('COMMIT'))
      return result
    } catch (error) {
      try {
        db.exec('ROLLBACK')
      } catch {
        // Some errors have rolled back already.
      }
      throw error
    }
  })
