import { Transform } from 'node:stream'
import { MigrateError } from '../../error.ts'
import { shorten } from '../network-errors.ts'
import type { BulkType } from './bulk-types.ts'
import { ByteWriter } from './byte-writer.ts'

/** A column of a bulk load, as the table it goes to has it. */
export interface BulkColumn {
  /** In the bulk load's table. */
  readonly name: string
  /** In messages. */
  readonly label: string
  readonly type: BulkType
  /** Of the bulk load's table: the server refuses metadata that says otherwise. */
  readonly nullable: boolean
  /** The column's own type, in messages. */
  readonly declared: string
  /** Refuses NULL here already, with a place. */
  readonly required: boolean
}

const tab = 9
const newline = 10
const backslash = 92
const letterN = 78
const rowToken = 0xd1
const columnsToken = 0x81
/** DONE, final, no count. */
const done = Buffer.from([0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
const blockSize = 128 * 1024

/** COLMETADATA: what the rows of the bulk load look like. */
export function bulkMetadata(columns: readonly BulkColumn[], collation: Buffer): Buffer {
  const out = new ByteWriter(4096)
  out.u8(columnsToken)
  out.uint(columns.length, 2)
  for (const { name, type, nullable } of columns) {
    out.uint(0, 4)
    // Updateable, and nullable exactly where the table's column is.
    out.uint(nullable ? 0x05 : 0x04, 2)
    out.bytes(type.typeInfo(collation))
    out.u8(name.length)
    out.utf16(name)
  }
  return out.take()
}

/** Turns rows of the `text` format into the messages of a bulk load, bytes to bytes. */
export class BulkRows extends Transform {
  rows = 0
  /** False once a character came that some code pages lack. */
  ascii = true
  readonly #columns: readonly BulkColumn[]
  readonly #out = new ByteWriter()
  #rest: Buffer = Buffer.alloc(0)

  constructor(columns: readonly BulkColumn[], collation: Buffer) {
    super()
    this.#columns = columns
    this.push(bulkMetadata(columns, collation))
  }

  override _transform(chunk: Buffer, _encoding: string, next: (error?: Error) => void): void {
    try {
      const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
      let from = 0
      for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
        this.#row(bytes, from, at)
        from = at + 1
        if (this.#out.length >= blockSize) this.push(this.#out.take())
      }
      this.#rest = bytes.subarray(from)
      next()
    } catch (error) {
      next(error as Error)
    }
  }

  override _flush(next: (error?: Error) => void): void {
    if (this.#rest.length > 0) {
      next(new MigrateError('INTERNAL', 'The rows of a chunk end in the middle of a row.'))
      return
    }
    this.#out.bytes(done)
    this.push(this.#out.take())
    next()
  }

  #row(bytes: Buffer, start: number, end: number): void {
    const out = this.#out
    this.rows++
    out.u8(rowToken)
    let from = start
    for (const column of this.#columns) {
      const found = bytes.indexOf(tab, from)
      const to = found < 0 || found > end ? end : found
      if (to - from === 2 && bytes[from] === backslash && bytes[from + 1] === letterN) {
        if (column.required) throw this.#missing(column)
        column.type.putNull(out)
      } else {
        const escaped = bytes.toString('utf8', from, to)
        if (escaped.length !== to - from) this.ascii = false
        const text = plainText(escaped)
        if (!column.type.put(out, text)) throw this.#misfit(column, text)
      }
      from = to + 1
    }
  }

  #misfit(column: BulkColumn, text: string): MigrateError {
    const value = shorten(text, 100)
    return new MigrateError(
      'VALUE_DOES_NOT_FIT',
      `“${value}” does not fit “${column.label}” (${column.declared}).`,
      {
        hint: /^-?(nan|inf|infinity)$/i.test(text)
          ? 'SQL Server has no NaN and no infinity: replace them before the sink.'
          : 'Cast or clean the value before the sink.',
        details: { column: column.label, value, line: this.rows },
      },
    )
  }

  #missing(column: BulkColumn): MigrateError {
    return new MigrateError('CONSTRAINT_VIOLATED', `“${column.label}” must have a value.`, {
      hint: 'Filter the rows that break the rule before the sink.',
      details: { column: column.label, line: this.rows },
    })
  }
}

const letters: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const plainText = (text: string): string =>
  text.includes('\\') ? text.replace(/\\(.)/gs, (_, c: string) => letters[c] ?? c) : text
