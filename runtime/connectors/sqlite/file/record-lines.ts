import type { DataType } from '../../../../nodes/kit/data-type.ts'
import type { Marks } from '../marks.ts'
import { markLetters } from '../marks.ts'
import { decimalText, realText } from './real-text.ts'
import type { Sightings } from './sightings.ts'
import { Varints } from './varint.ts'

const comma = 44
const quote = 34
const backslash = 92
const tab = 9
const newline = 10
const zero = 48
const hexDigits = Buffer.from('0123456789abcdef')
const blockBytes = 256 * 1024
/** Room for any number with separator and quotes. */
const mostPerField = 400
const mostInt32 = 2 ** 31 - 1

/** The letter after the backslash, by character; 0 where none is needed. */
const escapes = new Uint8Array(256)
for (const [character, letter] of [
  [tab, 't'],
  [newline, 'n'],
  [13, 'r'],
  [backslash, '\\'],
] as const)
  escapes[character] = letter.charCodeAt(0)

/** Bytes of a value by its serial type; texts and blobs have types of 12 and more. */
const sizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0]
const sizeOf = (type: number): number =>
  type < 12 ? (sizes[type] as number) : Math.floor((type - 12) / 2)

export interface StoredColumn {
  /** Position in the record. */
  readonly field: number
  readonly type: DataType
  /** The column is the row number, and its place in the record empty. */
  readonly isRowid: boolean
  /** Whole numbers are stored as such, and are reals nevertheless. */
  readonly isReal: boolean
  /** What a record has that is older than the column: the field as it is to be written. */
  readonly missing: (rowid: number | bigint) => Buffer
  /** For a table of SQLite: what needs a mark; only in the format `text`. */
  readonly marks?: Marks | undefined
}

/**
 * Turns records into lines of `text` or `csv`, byte by byte: no string or object per row or
 * field. Any value may lie in any column: what is stored decides how it is written. The lines
 * are those that `lines.ts` has SQLite put together.
 */
export class RecordLines {
  rows = 0
  readonly #columns: readonly StoredColumn[]
  readonly #csv: boolean
  readonly #seen: Sightings
  readonly #varints = new Varints()
  readonly #types: number[]
  readonly #starts: number[]
  #out = Buffer.allocUnsafe(2 * blockBytes)
  #at = 0

  constructor(columns: readonly StoredColumn[], format: 'text' | 'csv', seen: Sightings) {
    this.#columns = columns
    this.#seen = seen
    this.#csv = format === 'csv'
    const fields = Math.max(0, ...columns.map((c) => c.field + 1))
    this.#types = new Array(fields).fill(0)
    this.#starts = new Array(fields).fill(0)
  }

  get isFull(): boolean {
    return this.#at >= blockBytes
  }

  /** What has gathered since the last call. */
  take(): { readonly bytes: Buffer; readonly rows: number } {
    const block = { bytes: this.#out.subarray(0, this.#at), rows: this.rows }
    this.#out = Buffer.allocUnsafe(2 * blockBytes)
    this.#at = 0
    this.rows = 0
    return block
  }

  readonly add = (bytes: Buffer, start: number, end: number, rowid: number | bigint): void => {
    const columns = this.#columns
    const csv = this.#csv
    this.#reserve((end - start) * 2 + columns.length * mostPerField + 1)
    const fields = this.#readHeader(bytes, start)
    for (let i = 0; i < columns.length; i++) {
      if (i > 0) this.#out[this.#at++] = csv ? comma : tab
      const column = columns[i] as StoredColumn
      const type = column.field < fields ? (this.#types[column.field] as number) : -1
      if (type === 0 && column.isRowid) this.#integer(i, column, rowid)
      else if (type === -1) {
        this.#seen.unknown(i)
        this.#raw(column.missing(rowid))
      } else this.#value(i, column, type, bytes, this.#starts[column.field] as number)
    }
    this.#out[this.#at++] = newline
    this.rows++
  }

  /** @returns how many fields of the record are known now. */
  #readHeader(bytes: Buffer, start: number): number {
    const varints = this.#varints
    varints.at = start
    let body = varints.next(bytes)
    const end = start + body
    body += start
    let fields = 0
    while (varints.at < end && fields < this.#types.length) {
      const type = varints.next(bytes)
      this.#types[fields] = type
      this.#starts[fields] = body
      body += sizeOf(type)
      fields++
    }
    return fields
  }

  #reserve(needed: number): void {
    if (this.#out.length - this.#at >= needed) return
    const larger = Buffer.allocUnsafe(Math.max(this.#out.length * 2, this.#at + needed))
    this.#out.copy(larger, 0, 0, this.#at)
    this.#out = larger
  }

  #value(i: number, column: StoredColumn, type: number, bytes: Buffer, start: number): void {
    if (type >= 12) {
      const end = start + sizeOf(type)
      const { marks } = column
      if (type % 2 === 0) {
        this.#seen.blob(i)
        if (marks?.blob) this.#mark(markLetters.blob)
        this.#blob(bytes, start, end, marks?.blob)
      } else {
        this.#seen.text(i, bytes, start, end)
        if (marks && (marks.text || bytes[start] === 1)) this.#mark(markLetters.text)
        this.#text(bytes, start, end)
      }
    } else if (type === 0) this.#null()
    else if (type === 7) {
      const real = bytes.readDoubleBE(start)
      if (Number.isNaN(real)) this.#null()
      else this.#real(i, column, real)
    } else {
      const integer = integerAt(bytes, start, type)
      if (column.isReal) this.#real(i, column, Number(integer))
      else this.#integer(i, column, integer)
    }
  }

  #mark(letter: string): void {
    this.#out[this.#at++] = 1
    this.#ascii(letter)
  }

  #null(): void {
    if (this.#csv) return
    this.#out[this.#at++] = backslash
    this.#out[this.#at++] = 78
  }

  #integer(i: number, { type, marks }: StoredColumn, value: number | bigint): void {
    this.#seen.integer(i, value)
    if (this.#csv) this.#out[this.#at++] = quote
    if (marks?.integer) {
      this.#mark(markLetters.integer)
      this.#ascii(String(value))
    } else if (type.kind === 'boolean' && (value === 0 || value === 1))
      this.#ascii(value === 1 ? 'true' : 'false')
    else {
      if (typeof value === 'bigint') this.#ascii(String(value))
      else this.#digits(value, 1)
      if (type.kind === 'decimal' && type.scale > 0) this.#ascii(`.${'0'.repeat(type.scale)}`)
    }
    if (this.#csv) this.#out[this.#at++] = quote
  }

  #real(i: number, { type, marks }: StoredColumn, value: number): void {
    this.#seen.real(i, value)
    if (this.#csv) this.#out[this.#at++] = quote
    if (marks?.real || (marks?.infinite && !Number.isFinite(value))) {
      this.#mark(markLetters.real)
      this.#ascii(realText(value))
    } else if (type.kind !== 'decimal') this.#ascii(realText(value))
    else if (!this.#shortDecimal(value, type.scale)) this.#ascii(decimalText(value, type.scale))
    if (this.#csv) this.#out[this.#at++] = quote
  }

  /** Most decimals are a whole number of their last place. @returns false for the others. */
  #shortDecimal(value: number, scale: number): boolean {
    const power = 10 ** scale
    const whole = Math.round(value * power)
    if (scale > 15 || Math.abs(whole) > Number.MAX_SAFE_INTEGER || whole / power !== value)
      return false
    this.#digits(whole, scale + 1)
    if (scale === 0) return true
    const out = this.#out
    const point = this.#at - scale
    out.copyWithin(point + 1, point, this.#at)
    out[point] = 46
    this.#at++
    return true
  }

  /** A whole number with at least so many digits. */
  #digits(value: number, least: number): void {
    const out = this.#out
    let rest = value
    if (rest < 0) {
      out[this.#at++] = 45
      rest = -rest
    }
    let count = 1
    for (let power = 10; power <= rest; power *= 10) count++
    if (count < least) count = least
    const end = this.#at + count
    let at = end
    for (; rest > mostInt32; at--) {
      const tenth = Math.floor(rest / 10)
      out[at - 1] = zero + (rest - tenth * 10)
      rest = tenth
    }
    // The engine divides whole numbers of 32 bits several times as fast.
    let small = rest | 0
    for (; at > this.#at; at--) {
      const tenth = (small / 10) | 0
      out[at - 1] = zero + (small - tenth * 10)
      small = tenth
    }
    this.#at = end
  }

  #text(bytes: Buffer, start: number, end: number): void {
    const out = this.#out
    let at = this.#at
    if (this.#csv) {
      out[at++] = quote
      for (let i = start; i < end; i++) {
        const byte = bytes[i] as number
        if (byte === quote) out[at++] = quote
        out[at++] = byte
      }
      out[at++] = quote
    } else
      for (let i = start; i < end; i++) {
        const byte = bytes[i] as number
        const letter = escapes[byte] as number
        if (letter === 0) out[at++] = byte
        else {
          out[at++] = backslash
          out[at++] = letter
        }
      }
    this.#at = at
  }

  #blob(bytes: Buffer, start: number, end: number, marked = false): void {
    if (!marked) this.#ascii(this.#csv ? '"\\x' : '\\\\x')
    const out = this.#out
    let at = this.#at
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number
      out[at++] = hexDigits[byte >> 4] as number
      out[at++] = hexDigits[byte & 15] as number
    }
    if (this.#csv) out[at++] = quote
    this.#at = at
  }

  #ascii(text: string): void {
    for (let i = 0; i < text.length; i++) this.#out[this.#at++] = text.charCodeAt(i)
  }

  #raw(field: Buffer): void {
    this.#reserve(field.length + this.#columns.length * mostPerField)
    this.#at += field.copy(this.#out, this.#at)
  }
}

/** A whole number by its serial type; `bigint` only where a number would not be exact. */
function integerAt(bytes: Buffer, at: number, type: number): number | bigint {
  switch (type) {
    case 1:
      return ((bytes[at] as number) << 24) >> 24
    case 2:
      return int16(bytes, at)
    case 3:
      return (int16(bytes, at) << 8) | (bytes[at + 2] as number)
    case 4:
      return (int16(bytes, at) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)
    case 5:
      return bytes.readIntBE(at, 6)
    case 6: {
      const exact = bytes.readBigInt64BE(at)
      return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact
    }
    default:
      return type === 9 ? 1 : 0
  }
}

const int16 = (bytes: Buffer, at: number): number =>
  (((bytes[at] as number) << 24) >> 16) | (bytes[at + 1] as number)
