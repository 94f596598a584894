import type { ColumnSketch, Family } from './sketch-column.ts'
import type { PairMatrix, SparseVector } from './sparse.ts'
import { cosines, eachPair, overlaps, pairMatrix } from './sparse.ts'

export interface ValueEvidence {
  /** 1 for the same kind of value, 0.5 where one is not known, 0 where they exclude each other. */
  readonly type: PairMatrix
  /** 1 where both sides have values. */
  readonly both: PairMatrix
  readonly jaccard: PairMatrix
  readonly sourceInTarget: PairMatrix
  readonly targetInSource: PairMatrix
  /** Share of the source's values that are, in part, a value of the target; e.g. `pT1a` and `T1a`. */
  readonly parts: PairMatrix
  readonly words: PairMatrix
  readonly grams: PairMatrix
  readonly shapes: PairMatrix
  /** Overlap of the number distributions, 0 … 1. */
  readonly numbers: PairMatrix
  /** Likeness of uniqueness and length. */
  readonly profile: PairMatrix
}

const indexedValues = 5000

export function valueEvidence(
  sources: readonly ColumnSketch[],
  targets: readonly ColumnSketch[],
): ValueEvidence {
  const n = [sources.length, targets.length] as const
  const pairs = (value: (s: ColumnSketch, t: ColumnSketch) => number) =>
    eachPair(...n, (s, t) => value(sources[s] as ColumnSketch, targets[t] as ColumnSketch))
  const of = (part: (sketch: ColumnSketch) => SparseVector) =>
    cosines(sources.map(part), targets.map(part))
  return {
    type: pairs((s, t) => typeFit(s, t)),
    both: pairs((s, t) => (s.count > 0 && t.count > 0 ? 1 : 0)),
    ...overlaps(sources.map(valueSet), targets.map(valueSet)),
    parts: partOverlap(sources, targets),
    words: of((sketch) => sketch.words),
    grams: of((sketch) => sketch.grams),
    shapes: of((sketch) => sketch.shapes),
    numbers: pairs(numberOverlap),
    profile: pairs(profileLikeness),
  }
}

function valueSet({ distinct }: ColumnSketch): SparseVector {
  if (distinct.size <= indexedValues) return distinct
  return new Map(
    [...distinct].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, indexedValues),
  )
}

function typeFit(s: ColumnSketch, t: ColumnSketch): number {
  const [a, b] = [s.family, t.family]
  if (a === b) return a === 'unknown' ? 0.5 : 1
  if (a === 'unknown' || b === 'unknown') return 0.5
  const pair = new Set<Family>([a, b])
  if (pair.has('boolean')) {
    if (pair.has('text')) return 0.5
    // Yes and no may be written as 1 and 0.
    const [numeric] = [s, t].filter((c) => c.family === 'number')
    return numeric && numeric.count > 0 && numeric.distinct.size <= 2 ? 0.7 : 0
  }
  return pair.has('number') && pair.has('time') ? 0.1 : 0.2
}

/** Two-sample overlap from quantiles: how much of each range lies within the other. */
function numberOverlap({ quantiles: a }: ColumnSketch, { quantiles: b }: ColumnSketch): number {
  if (!a || !b) return 0
  let distance = 0
  for (const q of [a, b])
    for (const x of q) distance = Math.max(distance, Math.abs(position(a, x) - position(b, x)))
  return 1 - distance
}

/** Share of a distribution, given by quantiles, that lies below a number; half of what equals it. */
function position(quantiles: Float64Array, x: number): number {
  let [below, equal] = [0, 0]
  for (const q of quantiles) {
    if (q < x) below++
    else if (q === x) equal++
  }
  return (below + equal / 2) / quantiles.length
}

function profileLikeness(a: ColumnSketch, b: ColumnSketch): number {
  if (a.count === 0 || b.count === 0) return 0
  const length = Math.min(a.meanLength, b.meanLength) / Math.max(a.meanLength, b.meanLength, 1)
  return (1 - Math.abs(a.uniqueness - b.uniqueness)) * 0.5 + 0.5 * length
}

const partValues = 300

/**
 * A value itself, what stands before the first sign or after a first letter, and its first word
 * where that has a digit: `g1 well differentiated` is `g1`, `r0: none` is `r0`, `pt1` is `t1`.
 */
export function partsOf(value: string): string[] {
  const parts = [value]
  const head = value.split(/[:;,(|/]/, 1)[0]?.trim() ?? ''
  if (head.length > 1) parts.push(head)
  const word = head.split(' ', 1)[0] ?? ''
  if (word.length > 1 && /\d/.test(word)) parts.push(word)
  if (/^\p{L}{2}[\dx]/u.test(word)) parts.push(word.slice(1))
  const last = value.split(' ').at(-1) ?? ''
  if (last.length > 1 && /\d|^[ivx]+$/.test(last)) parts.push(last)
  return parts
}

function partOverlap(sources: readonly ColumnSketch[], targets: readonly ColumnSketch[]) {
  const lists = (sketches: readonly ColumnSketch[]) =>
    sketches.map(({ family, distinct }) =>
      family === 'number' ? [] : [...distinct.keys()].slice(0, partValues).map(partsOf),
    )
  const [left, right] = [lists(sources), lists(targets)]
  const index = new Map<string, number[]>()
  right.forEach((values, t) => {
    for (const part of new Set(values.flat())) {
      const known = index.get(part)
      if (known) known.push(t)
      else index.set(part, [t])
    }
  })
  const result = pairMatrix(sources.length, targets.length)
  const weightOf = (columns: number) => Math.log(1 + (2 * targets.length) / (1 + columns))
  left.forEach((values, s) => {
    const row = result.values.subarray(s * targets.length, (s + 1) * targets.length)
    let total = 0
    for (const parts of values) {
      const found = new Map<number, number>()
      let best = 0
      for (const part of parts) {
        const columns = index.get(part) ?? []
        const weight = weightOf(columns.length)
        best = Math.max(best, columns.length > 0 ? weight : 0)
        for (const t of columns) found.set(t, Math.max(found.get(t) ?? 0, weight))
      }
      total += best || weightOf(1)
      for (const [t, weight] of found) row[t] = (row[t] as number) + weight
    }
    if (total > 0) for (let t = 0; t < row.length; t++) row[t] = (row[t] as number) / total
  })
  return result
}
