import type { TransformCallback } from 'node:stream'
import { PassThrough } from 'node:stream'
import type { KeyRange, Reader, Sink, WireFormat } from '../connectors/connector.ts'
import { isClosedPipe } from './pipes.ts'
import { countMismatch } from './segments.ts'

/** Bytes on their way from a reader to a sink; knows how many have passed. */
export class CountedPipe extends PassThrough {
  bytesRead = 0

  constructor() {
    super({ highWaterMark: 256 * 1024 })
  }

  override _transform(chunk: Buffer, encoding: BufferEncoding, done: TransformCallback): void {
    this.bytesRead += chunk.length
    super._transform(chunk, encoding, done)
  }
}

export interface CopyRange {
  readonly reader: Reader
  readonly sink: Sink
  readonly range: KeyRange
  readonly format: WireFormat
  readonly pipe: CountedPipe
  readonly signal: AbortSignal
}

export interface Copied {
  readonly rows: number
  /** Doubts that none of these rows gives cause for. */
  readonly cleared?: ReadonlySet<string> | undefined
}

/** One range as one chunk, byte for byte. Of two failures the one that came first is thrown. */
export async function copyRange(copy: CopyRange): Promise<Copied> {
  const { reader, sink, range, format, pipe, signal } = copy
  const [read, written] = await Promise.allSettled([
    reader.read({ range, format, output: pipe, signal }),
    sink.write({ id: range.id, format, rows: pipe, signal }),
  ])
  if (read.status === 'rejected' && !isClosed(read.reason)) throw read.reason
  if (written.status === 'rejected') throw written.reason
  if (read.status === 'rejected') throw read.reason
  if (read.value.rows !== written.value.rows)
    throw countMismatch(range.id, read.value.rows, written.value.rows)
  return read.value
}

const isClosed = (error: unknown): boolean =>
  isClosedPipe(error) || isClosedPipe((error as Error | undefined)?.cause)
