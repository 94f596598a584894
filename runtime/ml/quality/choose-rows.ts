import type { Random } from '../random.ts'
import type { Clusters } from './clusters.ts'

/**
 * The next row worth a person's look: the one whose cells lie in many large clusters that are
 * doubtful and little looked at so far, after Raha's sampling (Mahdavi et al., SIGMOD 2019).
 * Undefined where all rows are labelled.
 */
export function chooseRow(
  dirt: readonly Float32Array[],
  clusters: readonly Clusters[],
  labelled: ReadonlySet<number>,
  rows: number,
  random: Random,
): number | undefined {
  const worth = clusters.map((of, i) => clusterWorth(of, dirt[i] as Float32Array, labelled))
  let best: number | undefined
  let most = Number.NEGATIVE_INFINITY
  for (let row = 0; row < rows; row++) {
    if (labelled.has(row)) continue
    let score = 0
    clusters.forEach((of, i) => {
      score += worth[i]?.[of.of[row] as number] ?? 0
    })
    // Gumbel noise: a row is drawn in proportion to its score to the power of ten.
    const drawn = 10 * Math.log(score + 1e-9) - Math.log(-Math.log(random() || 1e-12))
    if (drawn > most) {
      most = drawn
      best = row
    }
  }
  return best
}

function clusterWorth(
  { of, sizes }: Clusters,
  dirt: Float32Array,
  labelled: ReadonlySet<number>,
): Float64Array {
  const doubt = new Float64Array(sizes.length)
  const seen = new Float64Array(sizes.length)
  dirt.forEach((p, row) => {
    const cluster = of[row] as number
    if (labelled.has(row)) seen[cluster] = (seen[cluster] as number) + 1
    doubt[cluster] = (doubt[cluster] as number) + 4 * p * (1 - p)
  })
  return doubt.map((sum, cluster) => {
    const size = sizes[cluster] as number
    return (Math.sqrt(size) * (sum / size + 0.05)) / (1 + (seen[cluster] as number)) ** 2
  })
}
