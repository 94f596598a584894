import Libsql from 'libsql'
import { writerOf } from './writer-lock.ts'

type Callback = (this: unknown, error: Error | null, rows?: unknown) => void
type Parameters = readonly unknown[] | Readonly<Record<string, unknown>> | null | undefined

const writes = /^\s*(?:insert|update|delete|replace|create|drop|alter|vacuum|reindex)\b/i
const begins = /^\s*begin\b/i
const ends = /^\s*(?:commit|rollback)\b(?!\s+to\b)/i

/**
 * The part of node-sqlite3's API that Sequelize uses, over libsql, whose binary is inside npm.
 * Writers of one file wait for each other here, without blocking the event loop that the
 * writer before them needs to finish.
 */
class Database {
  readonly filename: string
  uuid?: string
  readonly #db: InstanceType<typeof Libsql>
  #release: (() => void) | undefined

  constructor(filename: string, _mode: number, opened: (error: Error | null) => void) {
    this.filename = filename
    this.#db = new Libsql(filename)
    this.#db.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL')
    queueMicrotask(() => opened(null))
  }

  serialize(work: () => void): void {
    work()
  }

  run(sql: string, ...rest: [Parameters?, Callback?] | [Callback]): this {
    return this.#start('run', sql, rest)
  }

  all(sql: string, ...rest: [Parameters?, Callback?] | [Callback]): this {
    return this.#start('all', sql, rest)
  }

  close(done?: (error: Error | null) => void): void {
    this.#release?.()
    this.#release = undefined
    this.#db.close()
    if (done) queueMicrotask(() => done(null))
  }

  #start(kind: 'run' | 'all', sql: string, rest: unknown[]): this {
    const callback = rest.find((it): it is Callback => typeof it === 'function')
    const parameters = typeof rest[0] === 'function' ? undefined : (rest[0] as Parameters)
    this.#execute(kind, sql, parameters).then(
      ({ context, rows }) => callback?.call(context, null, rows),
      (error: unknown) => callback?.call({}, toSqliteError(error)),
    )
    return this
  }

  async #execute(kind: 'run' | 'all', sql: string, parameters: Parameters) {
    const outside = this.#release === undefined
    const release =
      outside && (begins.test(sql) || writes.test(sql)) ? await writerOf(this.filename) : undefined
    try {
      const result = this.#executeNow(kind, sql, parameters)
      if (begins.test(sql)) this.#release = release
      return result
    } catch (error) {
      if (begins.test(sql)) release?.()
      throw error
    } finally {
      if (!begins.test(sql)) release?.()
      if (ends.test(sql)) {
        this.#release?.()
        this.#release = undefined
      }
    }
  }

  #executeNow(kind: 'run' | 'all', sql: string, parameters: Parameters) {
    const statement = this.#db.prepare(sql)
    const values = bind(parameters)
    if (statement.reader) return { context: {}, rows: statement.all(...values).map(withBuffers) }
    const { lastInsertRowid, changes } = statement.run(...values)
    const context = { lastID: Number(lastInsertRowid), changes }
    return { context, rows: kind === 'all' ? [] : undefined }
  }
}

function bind(parameters: Parameters): unknown[] {
  if (!parameters) return []
  if (Array.isArray(parameters)) return parameters.map(bindable)
  const entries = Object.entries(parameters)
  if (entries.length === 0) return []
  return [
    Object.fromEntries(
      entries.map(([name, value]) => [name.replace(/^[$:@]/, ''), bindable(value)]),
    ),
  ]
}

const bindable = (value: unknown): unknown =>
  typeof value === 'boolean' ? Number(value) : value instanceof Date ? value.toISOString() : value

/** libsql hands BLOBs out as ArrayBuffer; Sequelize expects Buffer. */
function withBuffers(row: unknown): unknown {
  for (const [name, value] of Object.entries(row as Record<string, unknown>))
    if (value instanceof ArrayBuffer) (row as Record<string, unknown>)[name] = Buffer.from(value)
  return row
}

/** Sequelize tells unique and foreign-key failures by node-sqlite3's codes and texts. */
function toSqliteError(thrown: unknown): Error {
  const error = thrown as Error & { code?: string }
  if (/constraint failed/i.test(error.message)) {
    error.code = 'SQLITE_CONSTRAINT'
    if (!error.message.startsWith('SQLITE_CONSTRAINT'))
      error.message = `SQLITE_CONSTRAINT: ${error.message}`
  } else if (error.code?.startsWith('SQLITE_BUSY')) error.code = 'SQLITE_BUSY'
  return error
}

/** For Sequelize's `dialectModule`. */
export const libsqlDialect = {
  Database,
  OPEN_READONLY: 1,
  OPEN_READWRITE: 2,
  OPEN_CREATE: 4,
}
