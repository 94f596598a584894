import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { CodedColumn } from './cells.ts'
import { editDistance } from './edit-distance.ts'
import { isNullWord, plainNumber } from './notation.ts'

/** By value of a column: how much it looks like a slip of a more frequent value, and of which. */
export interface Typos {
  readonly score: Float32Array
  /** Code of the neighbour, or -1. */
  readonly neighbour: Int32Array
  /** Edits over length to the nearest more frequent value; 1 where there is none near. */
  readonly distance: Float32Array
}

/** Comparisons of one column; beyond, only the most frequent values are taken as neighbours. */
const mostPairs = 3_000_000
const longest = 400

export async function findTypos(column: CodedColumn, work?: Work): Promise<Typos> {
  const { values, counts } = column
  const score = new Float32Array(values.length)
  const neighbour = new Int32Array(values.length).fill(-1)
  const distance = new Float32Array(values.length).fill(1)
  const order = [...values.keys()]
    .filter((code) => {
      const value = values[code] as string
      return value.length > 1 && value.length <= longest && !isNullWord(value)
    })
    .sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
  const frequent = order.filter((code) => (counts[code] as number) > 1)
  const targets = frequent.slice(0, Math.max(50, Math.floor(mostPairs / (order.length + 1))))
  const words = countWords(values)
  const loose = looseness(column, order)
  const folded = new Map<string, number>()
  for (const code of order) {
    const fold = plain(values[code] as string)
    if (fold && !folded.has(fold)) folded.set(fold, code)
  }
  const bags = new Map(order.map((code) => [code, bagOf(values[code] as string)]))
  let done = 0
  for (const code of order) {
    if (++done % 64 === 0) await breathe(work)
    const value = values[code] as string
    if (!Number.isNaN(plainNumber(value))) continue
    const twin = folded.get(plain(value)) ?? code
    const times = (counts[twin] as number) / (counts[code] as number)
    if (times >= 2) {
      score[code] = variant * (times / (times + 3))
      neighbour[code] = twin
    }
    const limit = Math.max(1, Math.floor(value.length * 0.3))
    for (const other of targets) {
      const ratio = (counts[other] as number) / (counts[code] as number)
      if (ratio < 2) break
      const right = values[other] as string
      if (Math.abs(right.length - value.length) > limit) continue
      if (bagDistance(bags.get(code) as Uint8Array, bags.get(other) as Uint8Array) > limit) continue
      const edits = editDistance(value, right, limit)
      if (edits > limit) continue
      const relative = edits / Math.max(value.length, right.length)
      const found = likeness(value, right, edits, words) * loose * (ratio / (ratio + 3))
      if (relative < (distance[code] as number)) distance[code] = relative
      if (found > (score[code] as number)) {
        score[code] = found
        neighbour[code] = other
      }
    }
  }
  return { score, neighbour, distance }
}

/** The same but for case, blanks and signs. */
const variant = 0.7

/** How sure a slip, were both values equally common: by the share and the kind of the edits. */
function likeness(
  value: string,
  right: string,
  edits: number,
  words: ReadonlyMap<string, number>,
): number {
  if (plain(value) === plain(right)) return variant
  // Numbers and codes differ by a digit because they are different things.
  if (sameButDigits(value, right)) return 0.05
  if (hasOtherWord(value, right, words)) return 0.05
  // Names share words such as “Company”: what differs is compared alone.
  const relative = edits / Math.max(ownLength(value, right), ownLength(right, value), 1)
  if (edits === 1 && value.length >= 4) return 0.9
  if (relative <= 0.1) return 0.9
  if (relative <= 0.2) return 0.75
  if (edits === 1) return 0.6
  return relative <= 0.34 ? 0.5 : 0.1
}

/** Characters of the words that the other value lacks. */
function ownLength(value: string, other: string): number {
  const shared = new Set(wordsOf(other))
  return wordsOf(value).reduce((sum, word) => sum + (shared.has(word) ? 0 : word.length + 1), 0)
}

/**
 * How far near neighbours can be slips here, 0 … 1: where the established values of a column are
 * near each other anyway (given names), a rare one near a frequent one means little.
 */
function looseness({ values, counts }: CodedColumn, order: readonly number[]): number {
  const most = counts[order[0] ?? 0] ?? 0
  const established = order
    .filter((code) => (counts[code] as number) >= Math.max(3, 0.1 * most))
    .slice(0, 300)
  if (established.length < 10) return 1
  const bags = established.map((code) => bagOf(values[code] as string))
  const near = established.filter((code, i) => {
    const value = values[code] as string
    const limit = Math.max(1, Math.floor(value.length * 0.2))
    if (!Number.isNaN(plainNumber(value))) return false
    return established.some((other, j) => {
      const right = values[other] as string
      if (j === i || bagDistance(bags[i] as Uint8Array, bags[j] as Uint8Array) > limit) return false
      return !sameButDigits(value, right) && editDistance(value, right, limit) <= limit
    })
  })
  return 1 - near.length / established.length
}

/** A word that other values have too is another word, not a slip: “Imperial Stout” is no “Imperial IPA”. */
function hasOtherWord(value: string, right: string, words: ReadonlyMap<string, number>): boolean {
  const own = new Set(wordsOf(right))
  const others = wordsOf(value).filter((word) => !own.has(word))
  return others.length > 0 && others.every((word) => (words.get(word) ?? 0) > 2)
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** Distinct values by word. */
function countWords(values: readonly string[]): Map<string, number> {
  const words = new Map<string, number>()
  for (const value of values)
    for (const word of new Set(wordsOf(value))) words.set(word, (words.get(word) ?? 0) + 1)
  return words
}

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
const sameButDigits = (a: string, b: string) =>
  /\d/.test(a) && a.replace(/\d+/g, '#') === b.replace(/\d+/g, '#')

/** Characters by kind in 32 buckets: their difference is never more than the edits. */
function bagOf(text: string): Uint8Array {
  const bag = new Uint8Array(32)
  for (let i = 0; i < text.length; i++) {
    const at = text.charCodeAt(i) & 31
    bag[at] = Math.min(255, (bag[at] as number) + 1)
  }
  return bag
}

function bagDistance(a: Uint8Array, b: Uint8Array): number {
  let more = 0
  let less = 0
  for (let i = 0; i < 32; i++) {
    const difference = (a[i] as number) - (b[i] as number)
    if (difference > 0) more += difference
    else less -= difference
  }
  return Math.max(more, less)
}
