import type { NameUnit } from './name-units.ts'
import type { PairMatrix, SparseVector } from './sparse.ts'
import { cosines, eachPair, inverseFrequency } from './sparse.ts'
import { abbreviates, bigramOverlap, characterGrams } from './text.ts'
import type { WordVectors } from './word-vectors.ts'
import { dotProduct, normalise } from './word-vectors.ts'

/** A name, or another short text, ready to be compared. */
export interface NamedThing {
  /** Letters and digits as written, folded and written together. */
  readonly compact: string
  readonly units: readonly NameUnit[]
}

export interface NameEvidence {
  readonly same: PairMatrix
  /** Characters in common. */
  readonly characters: PairMatrix
  /** How well each word of one side finds one on the other: harmonic mean of both directions. */
  readonly words: PairMatrix
  readonly sourceWords: PairMatrix
  readonly targetWords: PairMatrix
  /** Of the last words, which say what the thing is. */
  readonly head: PairMatrix
  readonly meaning: PairMatrix
}

export function nameEvidence(
  sources: readonly NamedThing[],
  targets: readonly NamedThing[],
  vectors: WordVectors,
): NameEvidence {
  const all = [...sources, ...targets]
  const idf = inverseFrequency(all.map((n) => new Map(n.units.map((u) => [u.stem, 1]))))
  const weight = (u: NameUnit) => u.weight * Math.min(4, 0.4 + idf(u.stem))
  const similar = wordSimilarity(sources, targets, vectors)
  const n = [sources.length, targets.length] as const
  const covered = (
    from: readonly number[],
    weights: readonly number[],
    best: (i: number) => number,
  ) => {
    let [sum, total] = [0, 0]
    for (let i = 0; i < from.length; i++) {
      const w = weights[i] as number
      sum += w * best(i)
      total += w
    }
    return total === 0 ? 0 : sum / total
  }
  const sourceIds = sources.map((s) => s.units.map((u) => similar.source(u)))
  const targetIds = targets.map((t) => t.units.map((u) => similar.target(u)))
  const sourceWeights = sources.map((s) => s.units.map(weight))
  const targetWeights = targets.map((t) => t.units.map(weight))
  const of = <T>(list: readonly (readonly T[])[], i: number) => list[i] as readonly T[]
  const sourceWords = eachPair(...n, (s, t) => {
    const [a, b] = [of(sourceIds, s), of(targetIds, t)]
    return covered(a, of(sourceWeights, s), (i) =>
      bestOf(b, (id) => similar.of(a[i] as number, id)),
    )
  })
  const targetWords = eachPair(...n, (s, t) => {
    const [a, b] = [of(sourceIds, s), of(targetIds, t)]
    return covered(b, of(targetWeights, t), (i) =>
      bestOf(a, (id) => similar.of(id, b[i] as number)),
    )
  })
  const means = (list: readonly NamedThing[]) =>
    list.map((thing) => meaningOf(thing, weight, vectors))
  const [left, right] = [means(sources), means(targets)]
  return {
    same: eachPair(...n, (s, t) => {
      const [a, b] = [sources[s]?.compact, targets[t]?.compact]
      return a !== '' && a === b ? 1 : 0
    }),
    characters: cosines(sources.map(gramVector), targets.map(gramVector)),
    words: eachPair(...n, (s, t) => {
      const i = s * n[1] + t
      const [a, b] = [sourceWords.values[i] as number, targetWords.values[i] as number]
      return a + b === 0 ? 0 : (2 * a * b) / (a + b)
    }),
    sourceWords,
    targetWords,
    head: eachPair(...n, (s, t) => {
      const [a, b] = [of(sourceIds, s).at(-1), of(targetIds, t).at(-1)]
      return a === undefined || b === undefined ? 0 : similar.of(a, b)
    }),
    meaning: eachPair(...n, (s, t) => {
      const [a, b] = [left[s], right[t]]
      return a && b ? Math.max(0, dotProduct(a, b)) : 0
    }),
  }
}

function gramVector({ compact }: NamedThing): SparseVector {
  const vector = new Map<string, number>()
  for (const gram of characterGrams(compact.slice(0, 60)))
    vector.set(gram, (vector.get(gram) ?? 0) + 1)
  return vector
}

const bestOf = (ids: readonly number[], similarity: (id: number) => number) => {
  let best = 0
  for (const id of ids) best = Math.max(best, similarity(id))
  return best
}

function meaningOf(
  { units }: NamedThing,
  weight: (unit: NameUnit) => number,
  vectors: WordVectors,
): Float32Array | undefined {
  const sum = new Float32Array(vectors.dimensions)
  let known = false
  for (const unit of units) {
    const vector = vectors.vector(unit.word) ?? vectors.vector(unit.stem)
    if (!vector) continue
    known = true
    const w = weight(unit)
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + w * (vector[i] as number)
  }
  if (!known) return undefined
  normalise(sum)
  return sum
}

/** Similarities of all different words of both sides, computed once. */
function wordSimilarity(
  sources: readonly NamedThing[],
  targets: readonly NamedThing[],
  vectors: WordVectors,
) {
  const keyOf = (u: NameUnit) => `${u.written} ${u.word} ${u.concepts}`
  const distinct = (things: readonly NamedThing[]) => {
    const units: NameUnit[] = []
    const ids = new Map<string, number>()
    for (const unit of things.flatMap((thing) => thing.units)) {
      if (ids.has(keyOf(unit))) continue
      ids.set(keyOf(unit), units.length)
      units.push(unit)
    }
    return { units, id: (unit: NameUnit) => ids.get(keyOf(unit)) ?? 0 }
  }
  const [left, right] = [distinct(sources), distinct(targets)]
  const width = right.units.length
  const table = new Float32Array(left.units.length * width)
  const directions = (units: readonly NameUnit[]) =>
    units.map((u) => vectors.vector(u.word) ?? vectors.vector(u.stem))
  const [a, b] = [directions(left.units), directions(right.units)]
  left.units.forEach((unit, i) => {
    right.units.forEach((other, j) => {
      table[i * width + j] = unitSimilarity(unit, other, a[i], b[j])
    })
  })
  return {
    source: left.id,
    target: right.id,
    of: (s: number, t: number) => table[s * width + t] as number,
  }
}

/** 1 for the same word, less for a synonym, an abbreviation, a near meaning or spelling. */
export function unitSimilarity(
  a: NameUnit,
  b: NameUnit,
  meaningA: Float32Array | undefined,
  meaningB: Float32Array | undefined,
): number {
  if (a.stem === b.stem || a.written === b.written) return 1
  if (/^\d+$/.test(a.word) || /^\d+$/.test(b.word)) return 0
  if (a.concepts.some((c) => b.concepts.includes(c))) return 0.85
  if (abbreviates(a.stem, b.word) || abbreviates(b.stem, a.word)) return 0.7
  const spelling = bigramOverlap(a.stem, b.stem)
  const near = meaningA && meaningB ? dotProduct(meaningA, meaningB) : 0
  return Math.max(spelling > 0.5 ? spelling * 0.8 : 0, near > 0.3 ? (near - 0.3) * 0.9 : 0)
}
