import { Writable } from 'node:stream'
import type { DataType } from '../../../nodes/kit/data-type.ts'

const newline = 10

/** Brings texts that mean the same value in different engines to one form. */
export type Normalise = (text: string) => string

/**
 * Sums a hash of every row of the `text` format that is written to it: equal sums for equal
 * rows in whatever order.
 */
export class RowHash extends Writable {
  rows = 0
  readonly #normalise: readonly (Normalise | undefined)[]
  /** The beginning of a row whose end has not come yet. */
  #rest: Buffer[] = []
  #low = 0
  #high = 0

  constructor(normalise: readonly (Normalise | undefined)[]) {
    super({ highWaterMark: 1024 * 1024 })
    this.#normalise = normalise
  }

  get sum(): string {
    return `${this.#high.toString(16).padStart(8, '0')}${this.#low.toString(16).padStart(8, '0')}`
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const end = chunk.lastIndexOf(newline) + 1
    if (end === 0) this.#rest.push(chunk)
    else {
      const block = Buffer.concat([...this.#rest, chunk.subarray(0, end)])
      this.#rest = end < chunk.length ? [chunk.subarray(end)] : []
      for (const line of block.toString('utf8', 0, block.length - 1).split('\n')) this.#row(line)
    }
    done()
  }

  #row(line: string): void {
    const fields = line.split('\t')
    for (const [i, field] of fields.entries()) {
      const normalise = this.#normalise[i]
      if (field === '\\N') continue
      const text = field.includes('\\') ? plainText(field) : field
      fields[i] = normalise ? normalise(text) : text
    }
    this.#add(fields.join('\u001f'))
    this.rows++
  }

  /** Two multiplicative hashes of 32 bits, mixed at the end (after Bob Jenkins and Murmur). */
  #add(text: string): void {
    let a = 0xdeadbeef
    let b = 0x41c6ce57
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      a = Math.imul(a ^ code, 2654435761)
      b = Math.imul(b ^ code, 1597334677)
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
    this.#low = (this.#low + (a >>> 0)) >>> 0
    this.#high = (this.#high + (b >>> 0)) >>> 0
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

const plainText = (field: string): string =>
  field.replace(/\\(.)/gs, (_, letter: string) => letters[letter] ?? letter)

/** Undefined where every engine writes a value of this type the same way. */
export function normaliserOf(type: DataType, nativeType: string): Normalise | undefined {
  switch (type.kind) {
    case 'decimal':
      return shortDecimal
    case 'float':
      return type.bits === 32
        ? (text) => String(Math.fround(Number(text)))
        : (text) => String(Number(text))
    case 'time':
    case 'timestamp':
      return (text) => text.replace(/(\.\d*?)0+(?=$|\+)/, '$1').replace(/\.(?=$|\+)/, '')
    case 'uuid':
      return (text) => text.toLowerCase()
    case 'json':
    case 'list':
    case 'struct':
      return sortedJson
    case 'text':
      // Blanks at the end mean nothing in these types.
      return /^(bp)?char(acter)?(\(|$)|^nchar/i.test(nativeType)
        ? (text) => text.trimEnd()
        : undefined
    default:
      return undefined
  }
}

const shortDecimal = (text: string): string => {
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return short === '-0' || short === '' ? '0' : short
}

function sortedJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    )
  } catch {
    return text
  }
}
