import type { TextColumn } from '../table.ts'
import { characterGrams, fold } from './text.ts'

export type Family = 'number' | 'time' | 'boolean' | 'text' | 'unknown'

/** What the values of a column look like. All shares are of the values that are there. */
export interface ColumnSketch {
  readonly family: Family
  /** Share of rows that have a value; 1 for a column without rows. */
  readonly filled: number
  readonly count: number
  /** Folded values and how often each occurs. */
  readonly distinct: ReadonlyMap<string, number>
  /** Distinct values / values. */
  readonly uniqueness: number
  /** Words of the distinct values, damped counts. */
  readonly words: ReadonlyMap<string, number>
  readonly grams: ReadonlyMap<string, number>
  /** Letters as `a`, digits as `9`, runs shortened, and how often each shape occurs. */
  readonly shapes: ReadonlyMap<string, number>
  /** 21 quantiles of a number column. */
  readonly quantiles: Float64Array | undefined
  readonly meanLength: number
}

const nullWords = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '-', '.', '?'])
const booleanWords = new Set(['true', 'false', 'yes', 'no', 'y', 'n', 't', 'f'])
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const time =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}:\d{2})(?:[t ].*)?$/i
const lexicalValues = 1500

/** `expected` is the family its name suggests, for a column that shows none. */
export function sketchColumn(column: TextColumn, expected: Family = 'unknown'): ColumnSketch {
  const distinct = new Map<string, number>()
  let count = 0
  let length = 0
  const written = new Map<string, number>()
  for (const value of column.values)
    if (value !== null) written.set(value, (written.get(value) ?? 0) + 1)
  for (const [value, times] of written) {
    const known = canonicalValue(value)
    if (nullWords.has(known)) continue
    distinct.set(known, (distinct.get(known) ?? 0) + times)
    count += times
    length += known.length * times
  }
  const seenFamily = familyOf(column, distinct, count)
  const family = seenFamily === 'unknown' ? expected : seenFamily
  const words = new Map<string, number>()
  const grams = new Map<string, number>()
  const shapes = new Map<string, number>()
  let seen = 0
  for (const [value, times] of distinct) {
    if (seen++ >= lexicalValues) break
    add(shapes, shapeOf(value), times)
    if (family === 'number') continue
    for (const word of value.split(/[^\p{L}\d]+/u)) if (word.length > 1) add(words, word, 1)
    for (const gram of characterGrams(value.slice(0, 40)))
      if (gram.length === 3) add(grams, gram, 1)
  }
  for (const map of [words, grams]) for (const [key, n] of map) map.set(key, 1 + Math.log(n))
  return {
    family,
    filled: column.values.length === 0 ? 1 : count / column.values.length,
    count,
    distinct,
    uniqueness: count === 0 ? 0 : distinct.size / count,
    words,
    grams,
    shapes,
    quantiles: family === 'number' ? quantilesOf(distinct, count) : undefined,
    meanLength: count === 0 ? 0 : length / count,
  }
}

/** A value as it is compared: folded, one space, and `3.0` as `3`. */
export const canonicalValue = (value: string): string =>
  fold(value.length > 400 ? value.slice(0, 400) : value)
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^([+-]?\d+)\.0+$/, '$1')

function familyOf(
  { type }: TextColumn,
  distinct: ReadonlyMap<string, number>,
  count: number,
): Family {
  if (type) {
    if (['integer', 'decimal', 'float'].includes(type.kind)) return 'number'
    if (['date', 'time', 'timestamp'].includes(type.kind)) return 'time'
    if (type.kind === 'boolean') return 'boolean'
    if (count === 0) return type.kind === 'text' ? 'text' : 'unknown'
  }
  if (count === 0) return 'unknown'
  let [numbers, times, booleans] = [0, 0, 0]
  for (const [value, n] of distinct) {
    if (number.test(value)) numbers += n
    else if (time.test(value)) times += n
    else if (booleanWords.has(value)) booleans += n
  }
  if (booleans >= 0.9 * count) return 'boolean'
  if (numbers >= 0.85 * count) return 'number'
  return times >= 0.85 * count ? 'time' : 'text'
}

const shapeOf = (value: string): string =>
  value
    .slice(0, 40)
    .replace(/\p{L}+/gu, (run) => (run.length > 3 ? 'aa' : 'a'))
    .replace(/\d+/g, (run) => (run.length > 4 ? '99' : run.length > 2 ? '9' : '8'))
    .replace(/(?:aa? ?){3,}/g, 'text')

function quantilesOf(distinct: ReadonlyMap<string, number>, count: number) {
  const values = new Float64Array(count)
  let size = 0
  for (const [text, times] of distinct) {
    const value = Number(text)
    if (!Number.isFinite(value)) continue
    for (let i = 0; i < times; i++) values[size++] = value
  }
  if (size === 0) return undefined
  const sorted = values.subarray(0, size).sort()
  return Float64Array.from({ length: 21 }, (_, i) => sorted[Math.round((i / 20) * (size - 1))] ?? 0)
}

function add(map: Map<string, number>, key: string, amount: number) {
  map.set(key, (map.get(key) ?? 0) + amount)
}
