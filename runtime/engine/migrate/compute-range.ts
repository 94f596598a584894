import type { Readable } from 'node:stream'
import type { KeyRange, Reader, Sink, WireFormat } from '../../connectors/connector.ts'
import { MigrateError } from '../../error.ts'
import { printRelation } from '../../sql/print-relation.ts'
import type { Copied } from '../copy-range.ts'
import { DuckDbSession } from '../duckdb-session.ts'
import { Pipes } from '../pipes.ts'
import { countMismatch } from '../segments.ts'
import { runStatement } from '../statement.ts'
import { readWire, writeWire } from '../wire-sql.ts'
import type { MigrationInput } from './input.ts'
import type { TableRows } from './table-rows.ts'

/** DuckDB, opened when the first table needs it. */
export class Computer {
  readonly #options: NonNullable<MigrationInput['engine']>
  #opened: Promise<{ session: DuckDbSession; pipes: Pipes }> | undefined

  constructor(options: MigrationInput['engine'] = {}) {
    this.#options = options
  }

  open(): Promise<{ session: DuckDbSession; pipes: Pipes }> {
    this.#opened ??= this.#begin()
    return this.#opened
  }

  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined)
    await Promise.allSettled([opened?.session.close(), opened?.pipes.close()])
  }

  async #begin() {
    const { memoryLimit, threads, tempDir } = this.#options
    const session = await DuckDbSession.open({ memoryLimit, threads, tempDir })
    return { session, pipes: await Pipes.open(tempDir) }
  }
}

export interface ComputeRange {
  readonly rows: TableRows
  readonly reader: Reader
  readonly sink: Sink
  readonly range: KeyRange
  readonly signal: AbortSignal
  /** Told of the stream into the target. */
  readonly watch: (stream: { readonly bytesRead: number }) => void
}

/** One range through DuckDB as one chunk. */
export async function computeRange(computer: Computer, work: ComputeRange): Promise<Copied> {
  const { rows, reader, sink, range, signal } = work
  const format = sink.formats.find((f): f is WireFormat => f !== 'pg-binary')
  if (!rows.relation || !format)
    throw new MigrateError('INTERNAL', 'The target accepts no format DuckDB writes.')
  const { session, pipes } = await computer.open()
  const [input, output] = [await pipes.take(), await pipes.take()]
  const { rows: relation, scan } = rows.relation
  const isText = (column: string) => !rows.typed.has(column)
  const from = readWire(input, scan.schema, scan.schema, isText)
  const select = printRelation(relation, { scan: () => from })
  const plain = new Map(rows.columns.map((c, i) => [c.name, rows.read.columns[i]?.name ?? '']))
  const wire = writeWire(select, relation.schema, format, (c) => isText(plain.get(c) ?? c))
  let read: Copied = { rows: 0 }
  const statement = {
    sql: `COPY (${wire.select}) TO '${output}' (${wire.options})`,
    feeds: [
      {
        path: input,
        write: async (pipe: NodeJS.WritableStream, stop: AbortSignal) => {
          read = await reader.read({
            range,
            format: 'csv',
            output: pipe as never,
            signal: stop,
          })
        },
      },
    ],
    output: {
      path: output,
      read: (stream: Readable & { bytesRead: number }, stop: AbortSignal) => {
        work.watch(stream)
        return sink.write({ id: range.id, format, rows: stream, signal: stop })
      },
    },
  }
  const done = await runStatement(session, statement, signal)
  pipes.giveBack(input)
  pipes.giveBack(output)
  const written = done.result?.rows ?? 0
  if (relation.input.kind === 'scan' && read.rows !== written)
    throw countMismatch(range.id, read.rows, written)
  return { ...read, rows: written }
}
