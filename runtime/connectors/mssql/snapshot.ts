import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import { mssqlError } from './errors.ts'
import type { Links } from './links.ts'
import { gone, rollback } from './links.ts'
import { tableName } from './names.ts'
import type { Link } from './query.ts'
import { run, select } from './query.ts'

export const beginSnapshot = 'SET TRANSACTION ISOLATION LEVEL SNAPSHOT; BEGIN TRANSACTION'
export const endSnapshot = `${rollback}; SET TRANSACTION ISOLATION LEVEL READ COMMITTED`

/** Shared locks on all tables: nobody writes while the snapshots begin. Who asks for no row locks nothing. */
export const lockSql = (tables: readonly TableName[]): string =>
  [
    'SET LOCK_TIMEOUT 10000; BEGIN TRANSACTION',
    ...tables.map((t) => `SELECT TOP (1) 1 AS x FROM ${tableName(t)} WITH (TABLOCK, HOLDLOCK)`),
  ].join(';\n')

/** A snapshot begins with the first row that is looked at, not with its transaction. */
export const touchSql = (table: TableName): string =>
  `SELECT TOP (1) 1 AS x FROM ${tableName(table)}`

export const unlockSql = `${rollback}; SET LOCK_TIMEOUT 60000`

const notAllowed =
  'The database does not allow snapshots: rows that change while they are read may be seen before or after. ' +
  'ALTER DATABASE … SET ALLOW_SNAPSHOT_ISOLATION ON makes reads consistent.'

/**
 * The connections of one or several readers. Where the database allows SNAPSHOT isolation,
 * each is in a transaction that sees one state; a snapshot belongs to its connection, so
 * that there is one, or as many as began while all tables were locked. Where it does not,
 * every read takes its own connection and sees what is committed.
 */
export class SnapshotLinks {
  readonly #links: Links
  readonly #wanted: number
  readonly #tables: readonly TableName[]
  readonly #waiting: ((link: Link | undefined) => void)[] = []
  #opened: Promise<boolean> | undefined
  #free: Link[] = []
  #all: Link[] = []
  #closed = false
  note: string | undefined

  constructor(links: Links, wanted = 1, tables: readonly TableName[] = []) {
    this.#links = links
    this.#wanted = wanted
    this.#tables = tables
  }

  /** How many reads run side by side. */
  async parallel(): Promise<number> {
    return (await this.#open()) ? this.#all.length : this.#wanted
  }

  /** A failed read ends its connection, and the snapshot on it. */
  async use<T>(work: (link: Link) => Promise<T>): Promise<T> {
    const snapshots = await this.#open()
    const link = snapshots ? await this.#next() : await this.#links.take()
    try {
      const result = await work(link)
      if (snapshots) this.#back(link)
      else this.#links.give(link)
      return result
    } catch (error) {
      await this.#lose(link)
      throw mssqlError(error, this.#links.where)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#opened?.catch(() => undefined)
    for (const wake of this.#waiting.splice(0)) wake(undefined)
    const free = this.#free.splice(0)
    for (const link of free)
      await run(link, endSnapshot).then(
        () => this.#links.give(link),
        () => this.#links.drop(link),
      )
  }

  #open(): Promise<boolean> {
    this.#opened ??= this.#begin()
    return this.#opened
  }

  async #begin(): Promise<boolean> {
    const allowed = await this.#links.use(snapshotsAllowed)
    if (!allowed) {
      this.note = notAllowed
      return false
    }
    try {
      const [first] = this.#tables
      if (this.#wanted > 1 && first) await this.#beginTogether(first)
      else this.#all = [await this.#beginOne()]
      this.#free = [...this.#all]
      return true
    } catch (error) {
      await Promise.all(this.#all.map((link) => this.#links.drop(link)))
      throw mssqlError(error, this.#links.where)
    }
  }

  async #beginTogether(first: TableName): Promise<void> {
    const lock = await this.#links.take()
    try {
      await run(lock, lockSql(this.#tables))
      for (let i = 0; i < this.#wanted; i++) {
        const link = await this.#beginOne()
        this.#all.push(link)
        await run(link, touchSql(first))
      }
    } catch (error) {
      const reason = mssqlError(error, this.#links.where).message
      this.note = `Tables are read one after the other, because they could not be locked for the moment in which several connections begin (${formatTable(first)} …: ${reason}).`
      const [, ...others] = this.#all.splice(0)
      for (const link of others) await this.#links.drop(link)
      this.#all = [await this.#beginOne()]
    } finally {
      await run(lock, unlockSql).then(
        () => this.#links.give(lock),
        () => this.#links.drop(lock),
      )
    }
  }

  async #beginOne(): Promise<Link> {
    const link = await this.#links.take()
    try {
      await run(link, beginSnapshot)
      return link
    } catch (error) {
      await this.#links.drop(link)
      throw error
    }
  }

  async #next(): Promise<Link> {
    const free = this.#free.pop()
    if (free) return free
    if (this.#closed || this.#all.length === 0) throw gone()
    const link = await new Promise<Link | undefined>((resolve) => this.#waiting.push(resolve))
    if (!link) throw gone()
    return link
  }

  #back(link: Link): void {
    const wake = this.#waiting.shift()
    if (wake) wake(link)
    else if (this.#closed) this.#links.drop(link).catch(() => undefined)
    else this.#free.push(link)
  }

  async #lose(link: Link): Promise<void> {
    this.#all = this.#all.filter((other) => other !== link)
    await this.#links.drop(link)
    if (this.#all.length === 0) for (const wake of this.#waiting.splice(0)) wake(undefined)
  }
}

export async function snapshotsAllowed(link: Link): Promise<boolean> {
  const [row] = await select<{ state: number }>(
    link,
    `SELECT CONVERT(int, snapshot_isolation_state) AS [state] FROM sys.databases WHERE database_id = DB_ID()`,
  )
  return row?.state === 1
}
