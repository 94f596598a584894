export type SparseVector = ReadonlyMap<string, number>

/** A number for each pair of a source and a target; row by row. */
export interface PairMatrix {
  readonly sources: number
  readonly targets: number
  readonly values: Float32Array
}

export const pairMatrix = (sources: number, targets: number): PairMatrix => ({
  sources,
  targets,
  values: new Float32Array(sources * targets),
})

/** log(1 + n / vectors that have the term), over both sides. */
export function inverseFrequency(vectors: Iterable<SparseVector>): (term: string) => number {
  const seen = new Map<string, number>()
  let n = 0
  for (const vector of vectors) {
    n++
    for (const term of vector.keys()) seen.set(term, (seen.get(term) ?? 0) + 1)
  }
  return (term) => Math.log(1 + n / (seen.get(term) ?? 1))
}

/** Sums of products over the common terms of all pairs, through an index of the targets. */
export function products(
  sources: readonly SparseVector[],
  targets: readonly SparseVector[],
  product: (term: string, source: number, target: number) => number,
): PairMatrix {
  const result = pairMatrix(sources.length, targets.length)
  const index = new Map<string, { at: number[]; of: number[] }>()
  targets.forEach((vector, t) => {
    for (const [term, weight] of vector) {
      const list = index.get(term)
      if (list) {
        list.at.push(t)
        list.of.push(weight)
      } else index.set(term, { at: [t], of: [weight] })
    }
  })
  sources.forEach((vector, s) => {
    const row = result.values.subarray(s * targets.length, (s + 1) * targets.length)
    for (const [term, weight] of vector) {
      const list = index.get(term)
      if (!list) continue
      list.at.forEach((t, i) => {
        row[t] = (row[t] as number) + product(term, weight, list.of[i] as number)
      })
    }
  })
  return result
}

/** Cosines of TF-IDF vectors; 0 where one side is empty. */
export function cosines(
  sources: readonly SparseVector[],
  targets: readonly SparseVector[],
): PairMatrix {
  const idf = inverseFrequency([...sources, ...targets])
  const dot = products(sources, targets, (term, a, b) => a * b * idf(term) ** 2)
  const length = (vector: SparseVector) => {
    let square = 0
    for (const [term, weight] of vector) square += (weight * idf(term)) ** 2
    return Math.sqrt(square)
  }
  const [left, right] = [sources.map(length), targets.map(length)]
  return mapPairs(dot, (value, s, t) => value / ((left[s] || 1) * (right[t] || 1)))
}

export interface Overlap {
  readonly jaccard: PairMatrix
  /** Share of the source's weight that the target has. */
  readonly sourceInTarget: PairMatrix
  readonly targetInSource: PairMatrix
}

/** Overlap of sets, each term weighing less the more sets have it. */
export function overlaps(
  sources: readonly SparseVector[],
  targets: readonly SparseVector[],
): Overlap {
  const idf = inverseFrequency([...sources, ...targets])
  const common = products(sources, targets, idf)
  const size = (vector: SparseVector) => {
    let sum = 0
    for (const term of vector.keys()) sum += idf(term)
    return sum
  }
  const [left, right] = [sources.map(size), targets.map(size)]
  const at = (list: readonly number[], i: number) => list[i] || 1
  return {
    jaccard: mapPairs(common, (c, s, t) => c / Math.max(at(left, s) + at(right, t) - c, 1e-9)),
    sourceInTarget: mapPairs(common, (c, s) => c / at(left, s)),
    targetInSource: mapPairs(common, (c, _, t) => c / at(right, t)),
  }
}

export function mapPairs(
  matrix: PairMatrix,
  change: (value: number, source: number, target: number) => number,
): PairMatrix {
  const { sources, targets } = matrix
  const values = new Float32Array(matrix.values.length)
  for (let s = 0, i = 0; s < sources; s++)
    for (let t = 0; t < targets; t++, i++) values[i] = change(matrix.values[i] as number, s, t)
  return { sources, targets, values }
}

/** A value for each pair, computed one by one. */
export const eachPair = (
  sources: number,
  targets: number,
  value: (source: number, target: number) => number,
): PairMatrix => mapPairs(pairMatrix(sources, targets), (_, s, t) => value(s, t))
