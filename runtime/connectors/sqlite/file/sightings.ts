import type { Count } from '../../../schema/translate/index.ts'

const flag = 1
const integer = 2
const real = 4
const infinite = 8
const text = 16
const blob = 32
const noDate = 64
const unknown = 128

/** Bits of the storage classes, by the names that `typeof` gives them. */
const classes: Readonly<Record<string, number>> = {
  integer: flag | integer,
  real: real | infinite,
  text: text | noDate,
  blob,
}

/**
 * What the values of each column were seen to be while they were read, NULL aside. It can
 * clear doubts without another pass over the table; where it cannot, SQL has to count.
 */
export class Sightings {
  readonly #kinds: Uint8Array
  /** Bytes of the longest text. */
  readonly #longest: Float64Array
  readonly #dates: Uint8Array

  /** @param dates columns, by position, whose texts are looked at as dates */
  constructor(columns: number, dates: readonly number[] = []) {
    this.#kinds = new Uint8Array(columns)
    this.#longest = new Float64Array(columns)
    this.#dates = new Uint8Array(columns)
    for (const at of dates) this.#dates[at] = 1
  }

  integer(at: number, value: number | bigint): void {
    this.#mark(at, value === 0 || value === 1 ? flag : integer)
  }

  real(at: number, value: number): void {
    this.#mark(at, Number.isFinite(value) ? real : infinite)
  }

  text(at: number, bytes: Buffer, start: number, end: number): void {
    const plain = this.#dates[at] === 0 || isPlainDate(bytes, start, end)
    this.#mark(at, plain ? text : text | noDate)
    if (end - start > (this.#longest[at] as number)) this.#longest[at] = end - start
  }

  blob(at: number): void {
    this.#mark(at, blob)
  }

  unknown(at: number): void {
    this.#mark(at, unknown)
  }

  /** Whether no value gives cause for the doubt; `false` may also mean that nobody looked. */
  clears(at: number, about: Count): boolean {
    const longest = this.#longest[at] as number
    switch (about.kind) {
      case 'stored otherwise':
        return this.#hasOnly(
          at,
          about.classes.reduce((sum, c) => sum | (classes[c] ?? 0), 0),
        )
      case 'not boolean':
        return this.#hasOnly(at, flag)
      case 'not finite':
        return this.#hasOnly(at, ~(infinite | unknown))
      case 'not a date':
        return this.#dates[at] === 1 && this.#hasOnly(at, text)
      // No text has more characters than bytes.
      case 'longer':
        return this.#hasOnly(at, text | noDate) && longest <= about.characters
      case 'more bytes':
        return this.#hasOnly(at, text | noDate) && longest <= about.bytes
      default:
        return false
    }
  }

  #mark(at: number, kind: number): void {
    this.#kinds[at] = (this.#kinds[at] as number) | kind
  }

  #hasOnly(at: number, allowed: number): boolean {
    return ((this.#kinds[at] as number) & ~allowed) === 0
  }
}

/** `YYYY-MM-DD`, alone or with `HH:MM`, `HH:MM:SS` or `HH:MM:SS.f…` after a blank or T. */
export function isPlainDate(b: Buffer, start: number, end: number): boolean {
  const length = end - start
  if (length < 10 || b[start + 4] !== dash || b[start + 7] !== dash) return false
  const century = two(b, start)
  const month = two(b, start + 5)
  const day = two(b, start + 8)
  if (century < 0 || two(b, start + 2) < 0 || month < 1 || month > 12 || day < 1 || day > 31)
    return false
  return length === 10 || isPlainTime(b, start + 10, end)
}

function isPlainTime(b: Buffer, start: number, end: number): boolean {
  const length = end - start
  const between = b[start]
  if ((between !== blank && between !== letterT) || (length !== 6 && length < 9)) return false
  const hour = two(b, start + 1)
  if (hour < 0 || hour > 23 || !isSixtieth(b, start + 3)) return false
  if (length === 6) return true
  if (!isSixtieth(b, start + 6)) return false
  if (length === 9) return true
  if (b[start + 9] !== point || length === 10) return false
  for (let i = start + 10; i < end; i++)
    if ((b[i] as number) < zero || (b[i] as number) > nine) return false
  return true
}

const [zero, nine, dash, colon, point, blank, letterT] = [48, 57, 45, 58, 46, 32, 84] as const

/** `:00` to `:59` */
function isSixtieth(b: Buffer, at: number): boolean {
  const value = two(b, at + 1)
  return b[at] === colon && value >= 0 && value < 60
}

/** Two digits as a number, or something below zero. */
function two(b: Buffer, at: number): number {
  const tens = (b[at] as number) - zero
  const ones = (b[at + 1] as number) - zero
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones
}
