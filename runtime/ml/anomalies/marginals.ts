import type { Matrix } from './encode.ts'

/** The distribution of one feature by itself: a histogram, and its quantiles, close at both ends. */
export interface Marginal {
  readonly rows: number
  readonly low: number
  readonly high: number
  readonly counts: Float64Array
  /** Values in order, and how many rows are at or below each. */
  readonly values: Float64Array
  readonly ranks: Float64Array
  /** Mean surprise of the fitted rows. */
  readonly expected: number
}

export function fitMarginals({ rows, width, values }: Matrix): Marginal[] {
  return Array.from({ length: width }, (_, j) => {
    const column = new Float64Array(rows)
    for (let i = 0; i < rows; i++) column[i] = values[i * width + j] as number
    return fitMarginal(column.sort())
  })
}

export function fitMarginal(sorted: Float64Array): Marginal {
  const rows = sorted.length
  const low = sorted[0] ?? 0
  const high = sorted[rows - 1] ?? 0
  const bins = Math.max(5, Math.min(50, Math.round(Math.sqrt(rows) / 2)))
  const counts = new Float64Array(bins)
  for (const value of sorted) {
    const bin = binOf(value, low, high, bins)
    counts[bin] = (counts[bin] as number) + 1
  }
  const knots: number[] = []
  const ranks: number[] = []
  for (const rank of gridRanks(rows)) {
    const value = sorted[rank - 1] as number
    if (value === knots.at(-1)) ranks[ranks.length - 1] = rank
    else if (ranks.push(rank)) knots.push(value)
  }
  const bare = { rows, low, high, counts, expected: 0 }
  const made = { ...bare, values: Float64Array.from(knots), ranks: Float64Array.from(ranks) }
  let sum = 0
  for (let i = 0; i < knots.length; i++) {
    const weight = (ranks[i] as number) - (ranks[i - 1] ?? 0)
    sum += weight * surprise(made, knots[i] as number)
  }
  return { ...made, expected: rows > 0 ? sum / rows : 0 }
}

/** All ranks of the first and last hundred rows, then steps of 5 %. */
function gridRanks(rows: number): number[] {
  const ranks = new Set<number>()
  for (let step = 1; step <= rows / 2 + 1; step = Math.max(step + 1, Math.floor(step * 1.05))) {
    if (step <= 100) {
      ranks.add(step)
      ranks.add(rows - step + 1)
      continue
    }
    ranks.add(step)
    ranks.add(rows - step)
  }
  return [...ranks].filter((rank) => rank >= 1 && rank <= rows).sort((a, b) => a - b)
}

const binOf = (value: number, low: number, high: number, bins: number): number =>
  high > low
    ? Math.max(0, Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins)))
    : 0

/**
 * How surprising a value is, in nats: that of its bin (HBOS: Goldstein, Dengel, 2012) and that of
 * its tail (ECOD: Li et al., TKDE 2022), together.
 */
export function surprise(marginal: Marginal, value: number): number {
  const { rows, low, high, counts, values, ranks } = marginal
  const inside = value >= low && value <= high
  const count = inside ? (counts[binOf(value, low, high, counts.length)] as number) : 0
  const at = lastAtMost(values, value)
  const below = at < 0 ? 0 : (ranks[at] as number)
  // Rows equal to the value belong to both tails.
  const equal = at >= 0 && values[at] === value ? below - (ranks[at - 1] ?? 0) : 0
  const least = Math.max(0.5, Math.min(below, rows - below + equal))
  const ofBin = (count + 0.5) / (rows + 0.5 * counts.length)
  return -Math.log(ofBin * Math.min(1, (2 * least) / rows))
}

/** How many fitted rows are at or below a value. */
export function rankOf({ values, ranks }: Marginal, value: number): number {
  const at = lastAtMost(values, value)
  return at < 0 ? 0 : (ranks[at] as number)
}

function lastAtMost(values: Float64Array, value: number): number {
  let from = 0
  let to = values.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((values[middle] as number) <= value) from = middle + 1
    else to = middle
  }
  return from - 1
}

/** The sum over features: what each column says by itself. */
export function scoreMarginals(
  marginals: readonly Marginal[],
  { rows, width, values }: Matrix,
): Float64Array {
  const scores = new Float64Array(rows)
  marginals.forEach((marginal, j) => {
    for (let i = 0; i < rows; i++)
      scores[i] = (scores[i] as number) + surprise(marginal, values[i * width + j] as number)
  })
  return scores
}
