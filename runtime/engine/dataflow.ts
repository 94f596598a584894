import type { Apply, Relation, Scan } from '../../nodes/kit/relation.ts'
import { inputsOf } from '../../nodes/kit/relation.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import type { Source } from '../../nodes/kit/source.ts'
import { sourceKey } from '../../nodes/kit/source.ts'
import type { KeyRange, Reader } from '../connectors/connector.ts'
import type { OpenFiles } from '../connectors/files/open-files.ts'
import { MigrateError } from '../error.ts'
import { printRelation } from '../sql/print-relation.ts'
import type { WithConnection } from './apply-step.ts'
import { applyStep } from './apply-step.ts'
import type { ColumnUse, Root } from './column-use.ts'
import { columnUse } from './column-use.ts'
import type { Counts } from './counts.ts'
import type { DuckDbSession } from './duckdb-session.ts'
import { relationsToStore, withinStatement } from './fan-out.ts'
import type { Pipes } from './pipes.ts'
import type { Sessions } from './sessions.ts'
import type { Feed } from './statement.ts'
import { runStatement } from './statement.ts'
import { name, readWire } from './wire-sql.ts'

export interface Parts {
  readonly session: DuckDbSession
  readonly pipes: Pipes
  readonly sessions: Sessions
  /** Opened files by source key. */
  readonly files: ReadonlyMap<string, OpenFiles>
  readonly counts: Counts
  readonly signal: AbortSignal
  /** Read at most this many rows of every source. */
  readonly sample?: number | undefined
}

export interface Select {
  readonly sql: string
  readonly feeds: readonly Feed[]
  /** Gives the pipes back; call when the statement has ended. */
  readonly release: () => void
}

/** The relations of a run, and how each becomes a SELECT of DuckDB with its feeds. */
export class Dataflow {
  readonly parts: Parts
  readonly use: ColumnUse
  readonly stored: ReadonlySet<Relation>
  /** What steps have learned. */
  readonly fitted = new Map<Apply, unknown>()
  #stored = 0
  readonly #tables = new Map<Relation, Promise<string>>()
  readonly #readers = new Map<Scan, Promise<Reader>>()

  constructor(parts: Parts, roots: readonly Root[]) {
    this.parts = parts
    this.use = columnUse(roots, isDatabaseScan)
    this.stored = relationsToStore(
      roots.map((r) => r.relation),
      (scan) => !isDatabaseScan(scan),
    )
  }

  readonly isText =
    (relation: Relation) =>
    (column: string): boolean =>
      this.use.isText(relation, column)

  /** `owner` keeps the counts of different statements apart; `range` limits database scans. */
  async select(relation: Relation, owner: unknown, range?: KeyRange): Promise<Select> {
    // What a step makes has no statement of its own.
    const own = relation.kind === 'apply' ? undefined : owner
    const fromTable = this.stored.has(relation) && relation !== own
    const inside = fromTable ? [] : withinStatement(relation, this.stored)
    const tables = new Map<Relation, string>()
    for (const other of this.stored)
      if (other !== own && this.#isInput(other, relation, inside))
        tables.set(other, await this.#store(other))
    const scans = new Map<Relation, { sql: string; feed?: Feed }>()
    for (const scan of inside)
      if (scan.kind === 'scan' && !tables.has(scan)) scans.set(scan, await this.#scan(scan, range))
    const tapped = new Set<Relation>()
    const sql = printRelation(relation, {
      scan: (scan) => scans.get(scan)?.sql ?? '',
      stored: (r) => tables.get(r),
      tap: (r, select) => {
        if (tapped.has(r)) return select
        tapped.add(r)
        return this.parts.counts.tap(r, select, owner)
      },
    })
    const feeds = [...scans.values()].flatMap((s) => s.feed ?? [])
    const release = () => {
      for (const feed of feeds) this.parts.pipes.giveBack(feed.path)
    }
    return { sql, feeds, release }
  }

  #isInput(stored: Relation, root: Relation, inside: readonly Relation[]): boolean {
    if (stored === root) return true
    return inside.some((r) => inputsOf(r).includes(stored))
  }

  /** Computes a relation once, into a table that all its users read. */
  #store(relation: Relation): Promise<string> {
    const known = this.#tables.get(relation)
    if (known) return known
    const table = `stored_${this.#stored++}`
    const work = async () => {
      if (relation.kind === 'apply') return this.#storeStep(relation, table)
      const { sql, feeds, release } = await this.select(relation, relation)
      await runStatement(
        this.parts.session,
        { sql: `CREATE TABLE ${name(table)} AS ${sql}`, feeds },
        this.parts.signal,
      )
      release()
      return name(table)
    }
    const stored = work()
    this.#tables.set(relation, stored)
    return stored
  }

  /** A step reads its whole input, and its rows have an order: that of the source. */
  async #storeStep(relation: Apply, output: string): Promise<string> {
    const { session, signal } = this.parts
    const input = `${output}_input`
    const values = `${output}_values`
    const { sql, feeds, release } = await this.select(relation.input, relation)
    await session.keepOrder(true)
    await runStatement(session, { sql: `CREATE TABLE ${name(input)} AS ${sql}`, feeds }, signal)
    release()
    const use: WithConnection = (work) => session.use(work, signal)
    const { select, fitted } = await applyStep(relation, { input, values }, use, signal)
    if (fitted !== undefined) this.fitted.set(relation, fitted)
    const counted = this.parts.counts.tap(relation, select, relation)
    await session.run(`CREATE TABLE ${name(output)} AS ${counted}`, signal)
    await session.run(`DROP TABLE ${name(input)}; DROP TABLE ${name(values)}`)
    return name(output)
  }

  async #scan(scan: Scan, range: KeyRange | undefined): Promise<{ sql: string; feed?: Feed }> {
    if (scan.source.kind === 'files') return { sql: this.#fileScan(scan) }
    const path = await this.parts.pipes.take()
    const wire = readWire(path, scan.schema, this.columnsOf(scan), this.isText(scan))
    const reader = await this.scanReader(scan)
    const write: Feed['write'] = (output, signal) =>
      reader.read({ range: range ?? { id: 'all' }, format: 'csv', output, signal })
    return { sql: wire, feed: { path, write } }
  }

  /** The columns a scan is asked for; at least one, so that its rows can be counted. */
  columnsOf(scan: Scan): Schema {
    const used = scan.schema.filter((c) => this.use.isUsed(scan, c.name))
    return used.length > 0 ? used : scan.schema.slice(0, 1)
  }

  #fileScan({ source }: Scan): string {
    const files = this.parts.files.get(sourceKey(source))
    if (!files) throw new MigrateError('INTERNAL', 'A file was not opened before it was read.')
    const { sample } = this.parts
    return sample === undefined ? files.from : `(SELECT * FROM ${files.from} LIMIT ${sample})`
  }

  /** The reader of a database scan; one for all its ranges, so that they share a snapshot. */
  scanReader(scan: Scan): Promise<Reader> {
    const known = this.#readers.get(scan)
    if (known) return known
    const opening = this.openReader(scan.source, this.columnsOf(scan))
    this.#readers.set(scan, opening)
    return opening
  }

  async openReader(source: Source, columns: Schema): Promise<Reader> {
    if (source.kind === 'files') throw new MigrateError('INTERNAL', 'Files have no reader.')
    const session = await this.parts.sessions.get(source.connection)
    return session.reader({ source, columns, limit: this.parts.sample })
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#readers.values()].map(async (r) => (await r).close()))
  }
}

export const isDatabaseScan = (scan: Scan): boolean => scan.source.kind !== 'files'
