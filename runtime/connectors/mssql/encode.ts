import type { Encoding } from './canonical.ts'

const special = /[\\\t\n\r\v\f\b]/
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\v': '\\v',
  '\f': '\\f',
  '\b': '\\b',
}

/** As few digits as give the same 32-bit number back. */
export function shortestReal(value: number): string {
  if (Object.is(value, -0)) return '-0'
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits)
    if (Math.fround(Number(text)) === value) return String(Number(text))
  }
  return String(Number(value.toPrecision(9)))
}

/** Canonical text beyond microseconds only where it says something. */
const fraction = (text: string): string => (/\.\d{6}0$/.test(text) ? text.slice(0, -1) : text)

/** A value of the driver as canonical text. */
export function canonicalText(value: unknown, encoding: Encoding): string {
  switch (encoding) {
    case 'boolean':
      return value === true || value === 1 ? 'true' : 'false'
    case 'real':
      return shortestReal(value as number)
    case 'hex':
      return `\\x${(value as Buffer).toString('hex')}`
    case 'fraction':
      return fraction(value as string)
    case 'instant':
      return `${fraction(value as string)}+00`
    case 'raw':
    case 'text':
      if (typeof value === 'string') return value
      return Object.is(value, -0) ? '-0' : String(value)
  }
}

/** Gathers rows as `text` or `csv` and hands them over in blocks. */
export class RowEncoder {
  rows = 0
  readonly #columns: readonly Encoding[]
  readonly #csv: boolean
  readonly #emit: (block: Buffer) => void
  readonly #blockSize: number
  #text = ''

  constructor(
    columns: readonly Encoding[],
    format: 'text' | 'csv',
    emit: (block: Buffer) => void,
    blockSize = 128 * 1024,
  ) {
    this.#columns = columns
    this.#csv = format === 'csv'
    this.#emit = emit
    this.#blockSize = blockSize
  }

  /** Appends a row as the driver gives it: one `{ value }` per column. */
  row(values: readonly { readonly value: unknown }[]): void {
    let line = ''
    for (let i = 0; i < this.#columns.length; i++) {
      if (i > 0) line += this.#csv ? ',' : '\t'
      const value = values[i]?.value
      const encoding = this.#columns[i] ?? 'text'
      if (value === null || value === undefined) {
        if (!this.#csv) line += '\\N'
      } else if (this.#csv) line += `"${quoted(canonicalText(value, encoding), encoding)}"`
      else line += escaped(canonicalText(value, encoding), encoding)
    }
    this.#text += `${line}\n`
    this.rows++
    if (this.#text.length >= this.#blockSize) this.flush()
  }

  flush(): void {
    if (this.#text === '') return
    this.#emit(Buffer.from(this.#text))
    this.#text = ''
  }
}

const quoted = (text: string, encoding: Encoding): string =>
  encoding === 'text' && text.includes('"') ? text.replaceAll('"', '""') : text

function escaped(text: string, encoding: Encoding): string {
  if (encoding === 'hex') return `\\${text}`
  if (encoding !== 'text' || !special.test(text)) return text
  return text.replace(/[\\\t\n\r\v\f\b]/g, (c) => escapes[c] ?? c)
}
