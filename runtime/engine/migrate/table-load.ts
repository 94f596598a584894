import { formatTable } from '../../../nodes/kit/source.ts'
import type { KeyRange, Reader, Session, Sink, Snapshot } from '../../connectors/connector.ts'
import type { MigrateError } from '../../error.ts'
import { MigrateError as Failure, toMigrateError } from '../../error.ts'
import type { Copied } from '../copy-range.ts'
import { CountedPipe, copyRange } from '../copy-range.ts'
import type { Computer } from './compute-range.ts'
import { computeRange } from './compute-range.ts'
import type { TableReport } from './input.ts'
import type { TableWork } from './settle.ts'

export interface LoadContext {
  readonly snapshot: Snapshot
  readonly target: Session
  readonly computer: Computer
  readonly fingerprint: string
  readonly resume: boolean
  readonly signal: AbortSignal
  /** Tells the user something that is no error. */
  readonly note: (text: string) => void
}

/** The load of one table: opened, chunk by chunk, and at the end published or given up. */
export class TableLoad {
  readonly work: TableWork
  readonly #context: LoadContext
  readonly #running = new Set<{ readonly bytesRead: number }>()
  #reader: Reader | undefined
  #sink: Sink | undefined
  #begun = 0
  #seconds = 0
  #rows = 0
  #bytes = 0
  #chunks = 0
  #resumed = 0
  #left = 0
  #published = false
  #cleared: ReadonlySet<string> | undefined
  error: MigrateError | undefined

  constructor(work: TableWork, context: LoadContext) {
    this.work = work
    this.#context = context
  }

  get name(): string {
    return formatTable(this.work.planned.source)
  }

  get state(): 'waiting' | 'running' | 'done' | 'failed' {
    if (this.error) return 'failed'
    if (this.#begun === 0) return 'waiting'
    return this.#left > 0 || !this.#published ? 'running' : 'done'
  }

  /** Doubts that none of the table's rows gives cause for, as far as all were read just now. */
  get cleared(): ReadonlySet<string> {
    return this.#left === 0 && this.#resumed === 0 && this.#cleared ? this.#cleared : new Set()
  }

  now(): { rows: number; bytes: number } {
    const moving = [...this.#running].reduce((sum, s) => sum + s.bytesRead, 0)
    const bytes = this.#bytes + moving
    // Rows of chunks under way are not known yet: what has passed so far tells about how many.
    const perRow = this.#rows > 0 ? this.#bytes / this.#rows : this.work.bytesPerRow
    return { rows: this.#rows + Math.round(moving / Math.max(1, perRow)), bytes }
  }

  /** Opens both ends. @returns the chunks that are not in yet. */
  async open(): Promise<readonly KeyRange[]> {
    this.#begun = performance.now()
    const { rows, planned } = this.work
    this.#reader = await this.#context.snapshot.reader(rows.read)
    const { resume } = this.#context
    const { committed, published } = await this.#openSink(this.#reader, resume)
    if (published) {
      this.#rows = (await this.#sink?.publish())?.rows ?? 0
      this.#published = true
      return []
    }
    const ranges = await this.#reader.ranges(planned.chunkRows, [...committed.keys()])
    const missing = isCutAlike(ranges, committed)
      ? this.#missing(ranges, committed)
      : await this.#startOver(this.#reader, ranges, committed.size)
    this.#left = missing.length
    return missing
  }

  async #openSink(reader: Reader, resume: boolean): ReturnType<Sink['prepare']> {
    const { rows, planned, key } = this.work
    const { target, fingerprint } = this.#context
    const native = rows.path === 'straight' ? reader.native : undefined
    this.#sink = await target.sink({
      table: planned.target,
      columns: rows.columns,
      mode: planned.mode === 'create' ? 'append' : modes[planned.mode],
      key: planned.mode === 'merge' ? key : [],
      load: `${fingerprint}:${formatTable(planned.target)}`,
      resume,
      direct: planned.mode === 'create',
      sameSystem: rows.read.sameSystem,
      ...(native ? { native } : {}),
    })
    return this.#sink.prepare()
  }

  #missing(ranges: readonly KeyRange[], committed: ReadonlyMap<string, number>): KeyRange[] {
    return ranges.filter((range) => {
      const known = committed.get(range.id)
      if (known === undefined) return true
      this.#finished(known)
      this.#resumed++
      return false
    })
  }

  /** Nobody has seen the chunks of the earlier attempt yet: they go, and all rows are read anew. */
  async #startOver(
    reader: Reader,
    ranges: readonly KeyRange[],
    dropped: number,
  ): Promise<readonly KeyRange[]> {
    await this.#sink?.close()
    await this.#openSink(reader, false)
    this.#context.note(
      `“${this.name}” has changed since the interrupted run: its ${dropped} loaded chunks are read again.`,
    )
    return ranges
  }

  /** One chunk. @returns true with the last one. */
  async chunk(range: KeyRange): Promise<boolean> {
    const [reader, sink] = [this.#reader, this.#sink]
    if (!reader || !sink) throw new Failure('INTERNAL', 'A chunk came before its table was opened.')
    const { rows } = this.work
    const { signal, computer } = this.#context
    const format = reader.formats.find((f) => sink.formats.includes(f))
    if (rows.path !== 'duckdb' && format) {
      const pipe = new CountedPipe()
      this.#running.add(pipe)
      const copying = copyRange({ reader, sink, range, format, pipe, signal })
      this.#copied(await copying.finally(() => this.#unwatch(pipe)))
    } else {
      const streams: { readonly bytesRead: number }[] = []
      const watch = (stream: { readonly bytesRead: number }) => {
        streams.push(stream)
        this.#running.add(stream)
      }
      const computing = computeRange(computer, { rows, reader, sink, range, signal, watch })
      this.#copied(
        await computing.finally(() => {
          for (const stream of streams) this.#unwatch(stream)
        }),
      )
    }
    this.#left--
    return this.#left === 0
  }

  /** Makes the rows count: at once where they lie in the table, else with all other tables. */
  async publish(): Promise<void> {
    if (this.error || this.#published || !this.#sink) return
    try {
      const { rows } = await this.#sink.publish()
      this.#rows = rows
      this.#published = true
    } catch (error) {
      this.fail(error)
    }
  }

  /** What `publish` would make visible, where that is still to be done. */
  get staged(): Sink | undefined {
    return this.error || this.#published ? undefined : this.#sink
  }

  /** Another made its rows count. */
  markPublished(rows: number): void {
    this.#rows = rows
    this.#published = true
  }

  fail(thrown: unknown): void {
    this.error ??= toMigrateError(thrown).at({ table: this.name })
    this.#seconds ||= this.#since()
  }

  /** After the last chunk, or the failure. Chunks that are in stay for a resume. */
  async close(): Promise<void> {
    this.#seconds ||= this.#since()
    const [reader, sink] = [this.#reader, this.#sink]
    this.#reader = undefined
    await reader?.close().catch(() => undefined)
    if (!this.error && !this.#published) return
    this.#sink = undefined
    await sink?.close().catch(() => undefined)
  }

  report(): TableReport {
    const { planned } = this.work
    return {
      source: formatTable(planned.source),
      target: formatTable(planned.target),
      mode: planned.mode,
      path: this.work.rows.path,
      state: this.error ? 'failed' : this.#published ? 'done' : 'skipped',
      rows: this.#rows,
      bytes: this.#bytes,
      chunks: this.#chunks,
      resumedChunks: this.#resumed,
      seconds: this.#seconds,
      counted: null,
      checksums: null,
      ...(this.error ? { error: this.error.toData() } : {}),
    }
  }

  #since(): number {
    return this.#begun === 0 ? 0 : (performance.now() - this.#begun) / 1000
  }

  #copied({ rows, cleared = new Set() }: Copied): void {
    this.#finished(rows)
    const before = this.#cleared
    this.#cleared = before ? new Set([...before].filter((id) => cleared.has(id))) : cleared
  }

  #finished(rows: number): void {
    this.#rows += rows
    this.#chunks++
  }

  #unwatch(stream: { readonly bytesRead: number }): void {
    if (this.#running.delete(stream)) this.#bytes += stream.bytesRead
  }
}

/** A chunk of an earlier attempt that no range names would come twice, in another cut. */
function isCutAlike(ranges: readonly KeyRange[], committed: ReadonlyMap<string, number>): boolean {
  const names = new Set(ranges.map((r) => r.id))
  return [...committed.keys()].every((id) => names.has(id))
}

const modes = { append: 'append', replace: 'truncate', merge: 'merge' } as const

/** Loads that count together or not at all, where the target can do that. */
export async function publishLoads(loads: readonly TableLoad[], target: Session): Promise<void> {
  const open = loads.filter((l) => l.staged)
  if (open.length < 2 || !target.publishTogether) {
    for (const load of open) await load.publish()
    return
  }
  try {
    const rows = await target.publishTogether(open.flatMap((l) => l.staged ?? []))
    for (const [i, load] of open.entries()) load.markPublished(rows[i]?.rows ?? 0)
  } catch (error) {
    for (const load of open) load.fail(error)
  }
}
