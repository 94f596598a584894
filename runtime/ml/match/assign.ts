import type { PairMatrix } from './sparse.ts'

const largestExact = 4_000_000_000

/**
 * The one-to-one assignment of sources to targets with the greatest sum of `gain`; a pair without
 * gain (≤ 0) stays out. Hungarian method with potentials (Kuhn 1955, Jonker & Volgenant 1987),
 * O(n²m); greedy where that would take minutes.
 * @returns for each source its target, or −1
 */
export function assign(gain: PairMatrix): Int32Array {
  const { sources, targets } = gain
  if (sources === 0 || targets === 0) return new Int32Array(sources).fill(-1)
  const n = Math.min(sources, targets)
  const m = Math.max(sources, targets)
  if (n * n * m > largestExact) return assignGreedily(gain)
  const turned = sources > targets
  const value = (i: number, j: number) =>
    Math.max(0, gain.values[turned ? j * targets + i : i * targets + j] as number)
  const owner = hungarian(n, m, (i, j) => -value(i, j))
  const result = new Int32Array(sources).fill(-1)
  owner.forEach((i, j) => {
    if (i < 0 || value(i, j) <= 0) return
    result[turned ? j : i] = turned ? i : j
  })
  return result
}

/** For each column its row in the cheapest assignment of all n ≤ m rows, or −1. */
function hungarian(n: number, m: number, cost: (i: number, j: number) => number): Int32Array {
  const [u, v] = [new Float64Array(n + 1), new Float64Array(m + 1)]
  const row = new Int32Array(m + 1)
  const way = new Int32Array(m + 1)
  for (let i = 1; i <= n; i++) {
    row[0] = i
    let j0 = 0
    const least = new Float64Array(m + 1).fill(Number.POSITIVE_INFINITY)
    const used = new Uint8Array(m + 1)
    do {
      used[j0] = 1
      const i0 = row[j0] as number
      let delta = Number.POSITIVE_INFINITY
      let j1 = 0
      for (let j = 1; j <= m; j++) {
        if (used[j]) continue
        const slack = cost(i0 - 1, j - 1) - (u[i0] as number) - (v[j] as number)
        if (slack < (least[j] as number)) {
          least[j] = slack
          way[j] = j0
        }
        if ((least[j] as number) < delta) {
          delta = least[j] as number
          j1 = j
        }
      }
      for (let j = 0; j <= m; j++) {
        if (used[j]) {
          const at = row[j] as number
          u[at] = (u[at] as number) + delta
          v[j] = (v[j] as number) - delta
        } else least[j] = (least[j] as number) - delta
      }
      j0 = j1
    } while (row[j0] !== 0)
    while (j0 !== 0) {
      const j1 = way[j0] as number
      row[j0] = row[j1] as number
      j0 = j1
    }
  }
  return Int32Array.from({ length: m }, (_, j) => (row[j + 1] as number) - 1)
}

export function assignGreedily({ sources, targets, values }: PairMatrix): Int32Array {
  const result = new Int32Array(sources).fill(-1)
  const taken = new Uint8Array(targets)
  const gains = [...values.keys()].filter((i) => (values[i] as number) > 0)
  gains.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
  for (const i of gains) {
    const [s, t] = [Math.floor(i / targets), i % targets]
    if (result[s] !== -1 || taken[t]) continue
    result[s] = t
    taken[t] = 1
  }
  return result
}

/**
 * The pairs to propose where a column may have several targets: the most probable ones, as many
 * as make the expected F1 greatest (Nan et al. 2012). Places in `values`, most probable first.
 */
export function mostProbable({ values }: PairMatrix): number[] {
  const order = [...values.keys()].sort(
    (a, b) => (values[b] as number) - (values[a] as number) || a - b,
  )
  const total = values.reduce((sum, p) => sum + p, 0)
  let [sum, best, size] = [0, 0, 0]
  order.forEach((i, n) => {
    sum += values[i] as number
    const expected = (2 * sum) / (n + 1 + total)
    if (expected > best) [best, size] = [expected, n + 1]
  })
  return order.slice(0, size)
}
