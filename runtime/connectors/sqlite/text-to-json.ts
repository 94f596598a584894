import type { TransformCallback } from 'node:stream'
import { Transform } from 'node:stream'

const tab = 9
const newline = 10
const quote = 34
const open = 91
const close = 93
const comma = 44
const backslash = 92
const letterN = 78
const letterV = 118
const hex = Buffer.from('0123456789abcdef')
/** Longest that one byte can become: `\u0001`, with what opens and closes a row. */
const growth = 6

/** Rows of the `text` format as lines of JSON, byte by byte. */
export class TextToJson extends Transform {
  /** What comes next: a row, a field, the inside of a field, an escape, what follows a NULL. */
  #state: 'row' | 'field' | 'inside' | 'escape' | 'null' = 'row'
  /** The escape is the first of its field. */
  #first = false

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const out = Buffer.allocUnsafe(chunk.length * growth + growth)
    let at = 0
    for (const byte of chunk) {
      if (this.#state === 'escape') {
        at = this.#escape(byte, out, at)
        continue
      }
      if (this.#state === 'row') {
        out[at++] = open
        this.#state = 'field'
      }
      if (byte === tab || byte === newline) {
        at = this.#end(byte, out, at)
        continue
      }
      if (byte === backslash) {
        this.#first = this.#state === 'field'
        this.#state = 'escape'
        continue
      }
      if (this.#state === 'field') {
        out[at++] = quote
        this.#state = 'inside'
      }
      at = put(byte, out, at)
    }
    done(null, Buffer.from(out.subarray(0, at)))
  }

  #end(byte: number, out: Buffer, start: number): number {
    let at = start
    if (this.#state === 'field') out[at++] = quote
    if (this.#state !== 'null') out[at++] = quote
    if (byte === tab) {
      out[at++] = comma
      this.#state = 'field'
      return at
    }
    out[at++] = close
    out[at++] = newline
    this.#state = 'row'
    return at
  }

  #escape(byte: number, out: Buffer, start: number): number {
    let at = start
    if (this.#first && byte === letterN) {
      this.#state = 'null'
      return at + out.write('null', at)
    }
    if (this.#first) out[at++] = quote
    this.#state = 'inside'
    if (byte === letterV) return at + out.write('\\u000b', at)
    // JSON has the same escapes for the other control characters, and for the backslash.
    out[at++] = backslash
    out[at++] = byte
    return at
  }
}

function put(byte: number, out: Buffer, start: number): number {
  let at = start
  if (byte === quote) {
    out[at++] = backslash
    out[at++] = quote
  } else if (byte >= 32) out[at++] = byte
  else {
    at += out.write('\\u00', at)
    out[at++] = hex[byte >> 4] as number
    out[at++] = hex[byte & 15] as number
  }
  return at
}
