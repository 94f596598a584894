import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api'
import { MigrateError } from '../error.ts'
import { quoteLiteral } from '../sql/quote.ts'
import { duckDbError } from './duckdb-errors.ts'
import { countChangingOptimizers, RowCounters } from './row-counters.ts'
import { Slots } from './slots.ts'
import type { WideRows } from './wide-rows.ts'
import { affordable, explainWide, wideRows } from './wide-rows.ts'

export interface DuckDbOptions {
  /** Never exceeded. */
  readonly memoryLimit?: string | undefined
  /** In MB, where no limit is given; default 256. Rows of very many columns get more. */
  readonly usualMemory?: number | undefined
  readonly threads?: number | undefined
  readonly tempDir?: string | undefined
}

// A statement occupies one of libuv's four threads for as long as it runs; one stays free
// for name look-ups and files, without which a statement's feeder could not go on.
const slots = new Slots(3)

/**
 * One DuckDB in memory for one run, preview or plan; spills to disk above its limit. It is
 * loaded and opened for the first statement: rows that need no engine do not wait for one.
 */
export class DuckDbSession {
  readonly counters = new RowCounters()
  readonly #settings: Map<string, string>
  #instance: Promise<DuckDBInstance> | undefined
  readonly #spill: string
  readonly #idle: DuckDBConnection[] = []
  readonly #busy = new Set<DuckDBConnection>()
  /** In MB; undefined where a limit is given. */
  readonly #usualMemory: number | undefined
  #wide: WideRows | undefined
  #closed = false

  private constructor(
    settings: Readonly<Record<string, string>>,
    spill: string,
    usualMemory: number | undefined,
  ) {
    this.#settings = new Map(Object.entries(settings))
    this.#spill = spill
    this.#usualMemory = usualMemory
  }

  static async open(options: DuckDbOptions = {}): Promise<DuckDbSession> {
    const spill = await mkdtemp(join(options.tempDir ?? tmpdir(), 'migrateiq-spill-'))
    const { memoryLimit, usualMemory = 256 } = options
    const settings = {
      memory_limit: memoryLimit ?? `${usualMemory}MB`,
      threads: String(options.threads ?? Math.min(8, availableParallelism())),
      temp_directory: spill,
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    }
    return new DuckDbSession(settings, spill, memoryLimit ? undefined : usualMemory)
  }

  async #open(): Promise<DuckDBInstance> {
    const duckDb = await import('@duckdb/node-api')
    const instance = await duckDb.DuckDBInstance.create(
      ':memory:',
      Object.fromEntries(this.#settings),
    )
    const connection = await instance.connect()
    const off = countChangingOptimizers.join(',')
    await connection.run("SET GLOBAL TimeZone = 'UTC'")
    await connection.run(`SET GLOBAL disabled_optimizers = ${quoteLiteral(off, 'duckdb')}`)
    this.counters.register(connection, duckDb)
    this.#idle.push(connection)
    return instance
  }

  async #connection(): Promise<DuckDBConnection> {
    this.#instance ??= this.#open()
    const instance = await this.#instance
    return this.#idle.pop() ?? instance.connect()
  }

  async #set(setting: string, value: string): Promise<void> {
    if (this.#instance) await this.run(`SET GLOBAL ${setting} = '${value}'`)
    else this.#settings.set(setting, value)
  }

  /** Runs a statement; aborting interrupts it. Resolves with the rows it has written. */
  async run(sql: string, signal?: AbortSignal): Promise<number> {
    return this.#statement(signal, async (connection) => {
      const result = await connection.run(sql)
      const [row] = result.rowCount === 1 ? await result.getRows() : []
      return Number(row?.[0] ?? 0)
    })
  }

  /** All rows of a small result, every value as text or null. */
  async query(sql: string, signal?: AbortSignal): Promise<(string | null)[][]> {
    return this.#statement(signal, async (connection) => {
      const reader = await connection.runAndReadAll(sql)
      return reader.getRows().map((row) => row.map((v) => (v === null ? null : String(v))))
    })
  }

  /** A result of any size by columns, every value as text. */
  async columns(sql: string, signal?: AbortSignal): Promise<(string | null)[][]> {
    return this.#statement(signal, async (connection) => {
      const reader = await connection.streamAndReadAll(sql)
      return reader.getColumns().map((values) => values.map((v) => (v === null ? null : String(v))))
    })
  }

  /** Shows every value of a result of any size, without keeping any of it. */
  async visit(
    sql: string,
    look: (value: DuckDBValue, row: number, column: number) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#statement(signal, async (connection) => {
      let before = 0
      for await (const chunk of await connection.stream(sql)) {
        const first = before
        chunk.visitColumnMajor((value, row, column) => look(value, first + row, column))
        before += chunk.rowCount
      }
    })
  }

  /** For what has no SQL, such as appenders. */
  use<T>(work: (connection: DuckDBConnection) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#statement(signal, work)
  }

  /** Whether rows keep the order of their files, which costs memory. */
  async keepOrder(ordered: boolean): Promise<void> {
    await this.#set('preserve_insertion_order', String(ordered))
  }

  async setThreads(threads: number): Promise<void> {
    const most = this.#wide ? 1 : threads
    await this.#set('threads', String(Math.max(1, Math.trunc(most))))
  }

  /** To be called before rows of so many columns are read: wide ones need more, and one thread. */
  async makeRoom(columns: number): Promise<void> {
    const wide = wideRows(columns)
    if (!wide || wide.columns <= (this.#wide?.columns ?? 0)) return
    this.#wide = wide
    await this.setThreads(1)
    if (this.#usualMemory === undefined) return
    const limit = Math.max(this.#usualMemory, affordable(wide.needed))
    await this.#set('memory_limit', `${limit}MB`)
  }

  async #statement<T>(
    signal: AbortSignal | undefined,
    work: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    await slots.take(signal).catch(() => {
      throw cancelled(signal)
    })
    try {
      return await this.#withConnection(signal, work)
    } finally {
      slots.give()
    }
  }

  async #withConnection<T>(
    signal: AbortSignal | undefined,
    work: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    if (signal?.aborted || this.#closed) throw cancelled(signal)
    const connection = await this.#connection()
    this.#busy.add(connection)
    if (signal?.aborted || this.#closed) {
      this.#release(connection)
      throw cancelled(signal)
    }
    // Again and again: an interrupt that comes before a statement has begun is forgotten.
    let insisting: NodeJS.Timeout | undefined
    const interrupt = () => {
      connection.interrupt()
      insisting = setInterval(() => connection.interrupt(), 20)
    }
    signal?.addEventListener('abort', interrupt, { once: true })
    try {
      return await work(connection)
    } catch (error) {
      throw signal?.aborted ? cancelled(signal) : explainWide(duckDbError(error), this.#wide)
    } finally {
      signal?.removeEventListener('abort', interrupt)
      clearInterval(insisting)
      this.#release(connection)
    }
  }

  #release(connection: DuckDBConnection): void {
    this.#busy.delete(connection)
    this.#idle.push(connection)
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const connection of this.#busy) connection.interrupt()
    while (this.#busy.size > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    const instance = await this.#instance?.catch(() => undefined)
    for (const connection of this.#idle.splice(0)) connection.closeSync()
    instance?.closeSync()
    await rm(this.#spill, { recursive: true, force: true })
  }
}

/** The reason of an abort where it is ours, else the plain fact. */
export function cancelled(signal?: AbortSignal): MigrateError {
  if (signal?.reason instanceof MigrateError) return signal.reason
  return new MigrateError('CANCELLED', 'The run was cancelled.', {
    hint: 'Nothing of it is visible in the targets. Start it again when you are ready.',
  })
}
