import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { Relation } from '../../nodes/kit/relation.ts'
import { formatTable } from '../../nodes/kit/source.ts'
import type { Target } from '../../nodes/kit/stage.ts'
import type { KeyRange, Reader, Sink, WireFormat } from '../connectors/connector.ts'
import { wholeRange } from '../connectors/ranges.ts'
import { MigrateError } from '../error.ts'
import type { SinkReport } from '../report.ts'
import { chunkingOf } from './chunking.ts'
import { CountedPipe, copyRange } from './copy-range.ts'
import type { Dataflow } from './dataflow.ts'
import { countMismatch, writeSegments } from './segments.ts'
import type { SinkPath } from './sink-path.ts'
import { choosePath, computed } from './sink-path.ts'
import { runStatement } from './statement.ts'
import { writeWire } from './wire-sql.ts'
import type { Writer } from './writer.ts'

type TableTarget = Extract<Target, { kind: 'table' }>

/** Rows of one chunk: large enough for speed, small enough to lose little. */
export const chunkRows = 250_000
/** Two databases and a pipe between them: while one chunk commits, others move. */
const copiesAtOnce = 3
/** DuckDB has threads of its own, and each statement buffers. */
const statementsAtOnce = 2

export interface LoadName {
  readonly fingerprint: string
  readonly resume: boolean
}

/** Prepares a load into a table: path, staging table, checkpoints. */
export async function openTableWriter(
  node: string,
  input: Relation,
  target: TableTarget,
  flow: Dataflow,
  load: LoadName,
): Promise<Writer> {
  const session = await flow.parts.sessions.get(target.connection)
  const wanted = await choosePath(input, flow)
  const sink = await session.sink({
    table: target.table,
    columns: input.schema,
    mode: target.mode,
    key: target.key,
    load: `${load.fingerprint}:${node}`,
    resume: load.resume,
    ...(wanted.reader?.native ? { native: wanted.reader.native } : {}),
  })
  const path = canTake(sink, wanted) ? wanted : computed(wanted)
  const { committed, published } = await sink.prepare()
  const work = new TableLoad(input, flow, sink, path, committed)
  let visible = published ? sumOf(committed) : undefined

  return {
    now: () => work.now(),
    risk: riskOf(target),
    expected: (await path.reader?.estimate().catch(() => null)) ?? null,
    async run(signal) {
      if (published) return
      await work.run(signal).catch((error: unknown) => {
        throw error instanceof MigrateError ? error.at({ node }) : error
      })
    },
    async publish() {
      visible = (await sink.publish()).rows
    },
    async discard() {
      // With a chunk in, a resume need not read it again; without, there is nothing to keep.
      if (!published && work.chunks === 0) await sink.discard()
    },
    async close() {
      await path.close()
      await sink.close()
    },
    report: (): SinkReport => ({
      node,
      target: `${target.connection}: ${formatTable(target.table)}`,
      mode: target.mode,
      rows: visible ?? work.now().rows,
      bytes: work.now().bytes,
      chunks: work.chunks,
      resumedChunks: published ? committed.size : work.resumed,
      path: path.kind,
    }),
  }
}

const riskOf = ({ mode, key }: TableTarget) => {
  if (mode !== 'create' && mode !== 'replace') return 2
  return key.length > 0 ? 1 : 0
}

const sumOf = (committed: ReadonlyMap<string, number>) =>
  [...committed.values()].reduce((a, b) => a + b, 0)

const canTake = (sink: Sink, { reader }: SinkPath) =>
  reader?.formats.some((f) => sink.formats.includes(f)) ?? false

class TableLoad {
  readonly #input: Relation
  readonly #flow: Dataflow
  readonly #sink: Sink
  readonly #path: SinkPath
  readonly #committed: ReadonlyMap<string, number>
  /** Names this load among the statements that read a relation. */
  readonly #owner = {}
  /** The statements whose rows leave DuckDB for this load. */
  readonly #owners = new Set<object>()
  readonly #running = new Set<{ readonly bytesRead: number }>()
  #rows = 0
  #bytes = 0
  chunks = 0
  resumed = 0

  constructor(
    input: Relation,
    flow: Dataflow,
    sink: Sink,
    path: SinkPath,
    committed: ReadonlyMap<string, number>,
  ) {
    this.#input = input
    this.#flow = flow
    this.#sink = sink
    this.#path = path
    this.#committed = committed
  }

  now(): { rows: number; bytes: number } {
    const moving = [...this.#running].reduce((sum, r) => sum + r.bytesRead, 0)
    return { rows: Math.max(this.#rows, this.#counted()), bytes: this.#bytes + moving }
  }

  async run(signal: AbortSignal): Promise<void> {
    const { kind, reader } = this.#path
    if (kind !== 'duckdb' && reader) {
      const format = reader.formats.find((f) => this.#sink.formats.includes(f))
      if (format) return this.#copyRanges(reader, format, signal)
    }
    const chunking = chunkingOf(this.#input, this.#flow.stored)
    const format = this.#sink.formats.find((f) => f !== 'pg-binary')
    if (!format) throw new MigrateError('INTERNAL', 'The target accepts no format DuckDB writes.')
    if (chunking.kind === 'segments' && format !== 'csv') return this.#segments(format, signal)
    const ranges = chunking.kind === 'ranges' ? await this.#rangesOf(chunking.scan) : wholeRange
    await this.#each(ranges, statementsAtOnce, (range) => this.#computeRange(range, format, signal))
  }

  async #rangesOf(scan: Parameters<Dataflow['scanReader']>[0]): Promise<readonly KeyRange[]> {
    return (await this.#flow.scanReader(scan)).ranges(chunkRows, [...this.#committed.keys()])
  }

  /** Bytes from the source's reader into the target's writer, past DuckDB. */
  async #copyRanges(reader: Reader, format: WireFormat, signal: AbortSignal): Promise<void> {
    const ranges = await reader.ranges(chunkRows, [...this.#committed.keys()])
    await this.#each(ranges, copiesAtOnce, async (range) => {
      const pipe = new CountedPipe()
      this.#running.add(pipe)
      const sink = this.#sink
      const copying = copyRange({ reader, sink, range, format, pipe, signal })
      const { rows } = await copying.finally(() => this.#unwatch(pipe))
      this.#flow.parts.counts.add(this.#input, rows)
      return rows
    })
  }

  async #computeRange(range: KeyRange, format: WireFormat, signal: AbortSignal): Promise<number> {
    const owner = {}
    this.#owners.add(owner)
    const { result } = await this.#statement(owner, range, format, signal, (rows) =>
      this.#sink.write({ id: range.id, format, rows, signal }),
    )
    const written = result?.rows ?? 0
    const read = this.#flow.parts.counts.ofResult(owner)
    if (read !== written) throw countMismatch(range.id, read, written)
    return written
  }

  async #segments(format: WireFormat, signal: AbortSignal): Promise<void> {
    const owner = {}
    this.#owners.add(owner)
    await this.#statement(owner, undefined, format, signal, (stream) =>
      writeSegments(stream, {
        rows: chunkRows,
        committed: this.#committed,
        write: (id, rows) => this.#sink.write({ id, format, rows, signal }),
        done: ({ rows, resumed }) => this.#finished(rows, resumed),
      }),
    )
  }

  /** The input as a stream of `format`; what leaves DuckDB is counted for `owner`. */
  async #statement<T>(
    owner: object,
    range: KeyRange | undefined,
    format: WireFormat,
    signal: AbortSignal,
    read: (rows: Readable) => Promise<T>,
  ) {
    const { pipes, session, counts } = this.#flow.parts
    const { sql, feeds, release } = await this.#flow.select(this.#input, this.#owner, range)
    const counted = counts.tapResult(sql, owner)
    const isText = this.#flow.isText(this.#input)
    const wire = writeWire(counted, this.#input.schema, format, isText)
    const path = await pipes.take()
    const copy = `COPY (${wire.select}) TO '${path}' (${wire.options})`
    let stream: Socket | undefined
    const output = {
      path,
      read: (rows: Socket) => {
        stream = rows
        this.#running.add(rows)
        return read(rows)
      },
    }
    const done = await runStatement(session, { sql: copy, feeds, output }, signal)
    if (stream) this.#unwatch(stream)
    release()
    pipes.giveBack(path)
    return done
  }

  #counted(): number {
    let rows = 0
    for (const owner of this.#owners) rows += this.#flow.parts.counts.ofResult(owner)
    return rows
  }

  /** Chunks that are not in yet, `atOnce` side by side; the first failure stops the others. */
  async #each(
    ranges: readonly KeyRange[],
    atOnce: number,
    write: (range: KeyRange) => Promise<number>,
  ): Promise<void> {
    const waiting = [...ranges]
    this.#refuseStrangers(ranges)
    let failed = false
    const worker = async () => {
      for (let range = waiting.shift(); range && !failed; range = waiting.shift()) {
        const known = this.#committed.get(range.id)
        if (known === undefined) this.#finished(await write(range), false)
        else {
          this.#flow.parts.counts.add(this.#input, known)
          this.#finished(known, true)
        }
      }
    }
    const workers = Array.from({ length: Math.min(atOnce, ranges.length) }, () =>
      worker().catch((error: unknown) => {
        failed = true
        throw error
      }),
    )
    const results = await Promise.allSettled(workers)
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  /** A chunk of an earlier attempt that no range names would come twice, in another cut. */
  #refuseStrangers(ranges: readonly KeyRange[]): void {
    const names = new Set(ranges.map((r) => r.id))
    const stranger = [...this.#committed.keys()].find((id) => !names.has(id))
    if (stranger === undefined) return
    throw new MigrateError('SOURCE_CHANGED', 'The source has changed since the interrupted run.', {
      chunk: stranger,
      hint: 'Run it anew: the rows loaded so far are dropped and read again.',
    })
  }

  #finished(rows: number, resumed: boolean): void {
    this.#rows += rows
    this.chunks++
    if (resumed) this.resumed++
  }

  #unwatch(stream: { bytesRead: number }): void {
    this.#running.delete(stream)
    this.#bytes += stream.bytesRead
  }
}
