import { Readable } from 'node:stream'
import { MigrateError } from '../error.ts'

const lineFeed = 10

/** A stream of rows that each end with a line feed, handed out in pieces of equal row count. */
class RowStream {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer | undefined
  /** Rows and bytes handed out since the last `begin`. */
  rows = 0
  bytes = 0

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  async hasMore(): Promise<boolean> {
    if (this.#rest) return true
    const { value, done } = await this.#chunks.next()
    if (done || value === undefined) return false
    this.#rest = value
    return true
  }

  async *take(count: number): AsyncGenerator<Buffer> {
    this.rows = 0
    this.bytes = 0
    while (await this.hasMore()) {
      const chunk = this.#rest as Buffer
      this.#rest = undefined
      let end = 0
      while (this.rows < count) {
        const at = chunk.indexOf(lineFeed, end)
        if (at < 0) break
        end = at + 1
        this.rows++
      }
      const full = this.rows === count
      const piece = full ? chunk.subarray(0, end) : chunk
      if (full && end < chunk.length) this.#rest = chunk.subarray(end)
      this.bytes += piece.length
      yield piece
      if (full) return
    }
  }
}

export interface SegmentOptions {
  readonly rows: number
  /** Rows of the segments an earlier attempt has committed, by id. */
  readonly committed: ReadonlyMap<string, number>
  readonly write: (id: string, rows: Readable) => Promise<{ rows: number }>
  /** After each segment, written or found. */
  readonly done: (segment: { rows: number; bytes: number; resumed: boolean }) => void
}

/**
 * Cuts a stream whose rows come in the same order on every attempt into segments, and
 * writes those that are not in yet.
 */
export async function writeSegments(stream: Readable, options: SegmentOptions): Promise<void> {
  const source = new RowStream(stream)
  const strangers = new Map(options.committed)
  for (let index = 0; await source.hasMore(); index++) {
    const id = `segment-${String(index).padStart(6, '0')}`
    const known = options.committed.get(id)
    strangers.delete(id)
    const piece = source.take(options.rows)
    if (known === undefined) {
      const { rows } = await options.write(id, Readable.from(piece, { objectMode: false }))
      if (rows !== source.rows) throw countMismatch(id, source.rows, rows)
    } else {
      for await (const _ of piece);
      if (known !== source.rows) throw sourceChanged(id, known, source.rows)
    }
    options.done({ rows: source.rows, bytes: source.bytes, resumed: known !== undefined })
  }
  for (const [id, rows] of strangers) throw sourceChanged(id, rows, 0)
}

export const countMismatch = (chunk: string, read: number, written: number): MigrateError =>
  new MigrateError('COUNT_MISMATCH', `${read} rows were read, but ${written} were written.`, {
    chunk,
    hint: 'Nothing was published. Look for triggers or rules in the target that drop or add rows.',
    details: { read, written },
  })

export const sourceChanged = (chunk: string, before: number, now: number): MigrateError =>
  new MigrateError('SOURCE_CHANGED', 'The source has changed since the interrupted run.', {
    chunk,
    hint: 'Run it anew, so that everything is read from the start.',
    details: { before, now },
  })
