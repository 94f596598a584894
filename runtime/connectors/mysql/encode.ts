import type { Encoding } from './types.ts'

const comma = 44
const quote = 34
const backslash = 92
const tab = 9
const newline = 10
const zero = 48
const hexDigits = Buffer.from('0123456789abcdef')
const trueText = Buffer.from('true')
const falseText = Buffer.from('false')

/** The letter after the backslash, by character; 0 where none is needed. */
const escapes = new Uint8Array(256)
for (const [character, letter] of [
  [8, 'b'],
  [9, 't'],
  [10, 'n'],
  [11, 'v'],
  [12, 'f'],
  [13, 'r'],
  [backslash, '\\'],
] as const)
  escapes[character] = letter.charCodeAt(0)

const codes: Readonly<Record<Encoding, number>> = {
  raw: 0,
  text: 1,
  boolean: 2,
  hex: 3,
  unsigned: 4,
  date: 5,
  instant: 6,
}
/** The greatest number of 64 bits that has a sign, as its digits. */
export const mostSigned = Buffer.from(String(2n ** 63n - 1n))

export interface EncoderOptions {
  /** Bytes handed over at once. */
  readonly blockSize?: number
  /** Dates with a zero part are given as they are, not as NULL. */
  readonly zeroDates?: boolean
}

/**
 * Copies rows of the text protocol into `text` or `csv`, byte by byte: no string, no
 * object per row or field.
 */
export class RowEncoder {
  rows = 0
  /**
   * By column, 1 where a value was met that its type does not promise: a date with a zero part,
   * a boolean other than 0 and 1, a text without characters, a number of 64 bits with the last.
   */
  readonly odd: Uint8Array
  readonly #columns: Uint8Array
  readonly #csv: boolean
  readonly #zeroDates: boolean
  readonly #emit: (block: Buffer) => void
  readonly #blockSize: number
  #out: Buffer
  #outWords: DataView
  #bytes: Buffer | undefined
  #words: DataView = new DataView(new ArrayBuffer(0))
  #at = 0

  constructor(
    columns: readonly Encoding[],
    format: 'text' | 'csv',
    emit: (block: Buffer) => void,
    { blockSize = 256 * 1024, zeroDates = false }: EncoderOptions = {},
  ) {
    this.#columns = Uint8Array.from(columns, (c) => codes[c])
    this.odd = new Uint8Array(columns.length)
    this.#csv = format === 'csv'
    this.#zeroDates = zeroDates
    this.#emit = emit
    this.#blockSize = blockSize
    this.#out = Buffer.allocUnsafe(blockSize)
    this.#outWords = viewOf(this.#out)
  }

  /** Appends the row that lies in `bytes` from `start` to `end`. */
  row(bytes: Buffer, start: number, end: number): void {
    const columns = this.#columns
    const most = (end - start) * 2 + columns.length * 12 + wordBytes
    if (this.#out.length - this.#at < most) this.#next(most)
    if (bytes !== this.#bytes) {
      this.#bytes = bytes
      this.#words = viewOf(bytes)
    }
    const out = this.#out
    const words = this.#words
    const outWords = this.#outWords
    const lastWord = bytes.length - wordBytes
    const csv = this.#csv
    let at = this.#at
    let from = start
    for (let i = 0; i < columns.length; i++) {
      if (i > 0) out[at++] = csv ? comma : tab
      let length = bytes[from++] as number
      if (length >= 0xfb) {
        if (length === 0xfb) {
          if (!csv) at = putNull(out, at)
          continue
        }
        const width = length === 0xfc ? 2 : length === 0xfd ? 3 : 6
        length = bytes.readUIntLE(from, width)
        from += width === 6 ? 8 : width
      }
      const to = from + length
      const kind = columns[i] as number
      const odd =
        kind === codes.text ? length === 0 : kind !== codes.raw && isOdd(kind, bytes, from, length)
      if (odd) this.odd[i] = 1
      if (odd && kind >= codes.date && !this.#zeroDates) {
        if (!csv) at = putNull(out, at)
      } else {
        if (csv) out[at++] = quote
        let rest = from
        if (wordwise[kind] && !csv && to <= lastWord) {
          const isText = kind === codes.text
          for (; rest < to; rest += wordBytes, at += wordBytes) {
            const four = words.getInt32(rest, true)
            if (isText && mayNeedEscape(four)) break
            outWords.setInt32(at, four, true)
          }
          if (rest > to) at -= rest - to
        }
        if (rest < to || length === 0) at = putValue(kind, csv, bytes, rest, to, out, at)
        if (csv) out[at++] = quote
      }
      from = to
    }
    out[at++] = newline
    this.#at = at
    this.rows++
  }

  /** Hands over what has gathered. */
  flush(): void {
    if (this.#at > 0) this.#next(0)
  }

  #next(needed: number): void {
    if (this.#at > 0) this.#emit(this.#out.subarray(0, this.#at))
    this.#out = Buffer.allocUnsafe(Math.max(this.#blockSize, needed))
    this.#outWords = viewOf(this.#out)
    this.#at = 0
  }
}

/**
 * Bytes are copied four at a time, which the engine does several times as fast as one by one;
 * the last four may reach over the end of their field, where the next one is written.
 */
const wordBytes = 4
/** Kinds whose bytes stay as they are, but for escapes. */
const wordwise = Uint8Array.from([1, 1, 0, 0, 1, 1, 0])

const viewOf = (bytes: Buffer) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

/** Whether one of four bytes is a control character or a backslash, or nearly. */
function mayNeedEscape(four: number): boolean {
  const slash = four ^ 0x5c5c5c5c
  const low = (four - 0x20202020) & ~four
  return ((low | ((slash - 0x01010101) & ~slash)) & 0x80808080) !== 0
}

function putNull(out: Buffer, at: number): number {
  out[at] = backslash
  out[at + 1] = 78
  return at + 2
}

/** `0000-00-00`, `2020-00-10`, `2020-10-00`: no dates, hence NULL. */
function isZeroDate(b: Buffer, at: number): boolean {
  return (
    (b[at + 5] === zero && b[at + 6] === zero) ||
    (b[at + 8] === zero && b[at + 9] === zero) ||
    (b[at] === zero && b[at + 1] === zero && b[at + 2] === zero && b[at + 3] === zero)
  )
}

function isOdd(kind: number, bytes: Buffer, from: number, length: number): boolean {
  switch (kind) {
    case 1:
      return length === 0
    case 2:
      return length !== 1 || (bytes[from] as number) >> 1 !== zero >> 1
    case 4:
      return length >= mostSigned.length && isAboveSigned(bytes, from, length)
    case 5:
    case 6:
      return isZeroDate(bytes, from)
    default:
      return false
  }
}

function isAboveSigned(bytes: Buffer, from: number, length: number): boolean {
  if (length > mostSigned.length) return true
  for (let i = 0; i < length; i++) {
    const more = (bytes[from + i] as number) - (mostSigned[i] as number)
    if (more !== 0) return more > 0
  }
  return false
}

function putValue(
  kind: number,
  csv: boolean,
  bytes: Buffer,
  from: number,
  to: number,
  out: Buffer,
  start: number,
): number {
  let at = start
  switch (kind) {
    case 1:
      return csv ? putQuoted(bytes, from, to, out, at) : putEscaped(bytes, from, to, out, at)
    case 2:
      if (to - from === 1 && bytes[from] === zero + 1) return at + trueText.copy(out, at)
      if (to - from === 1 && bytes[from] === zero) return at + falseText.copy(out, at)
      break
    case 3:
      if (!csv) out[at++] = backslash
      out[at++] = backslash
      out[at++] = 120
      for (let i = from; i < to; i++) {
        const byte = bytes[i] as number
        out[at++] = hexDigits[byte >> 4] as number
        out[at++] = hexDigits[byte & 15] as number
      }
      return at
  }
  for (let i = from; i < to; i++) out[at++] = bytes[i] as number
  if (kind === codes.instant) {
    out[at++] = 43
    out[at++] = zero
    out[at++] = zero
  }
  return at
}

function putEscaped(bytes: Buffer, from: number, to: number, out: Buffer, start: number): number {
  let at = start
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number
    const letter = escapes[byte] as number
    if (letter === 0) out[at++] = byte
    else {
      out[at++] = backslash
      out[at++] = letter
    }
  }
  return at
}

function putQuoted(bytes: Buffer, from: number, to: number, out: Buffer, start: number): number {
  let at = start
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number
    if (byte === quote) out[at++] = quote
    out[at++] = byte
  }
  return at
}
