import type { Random } from '../../runtime/ml/random.ts'
import { sampleWithout, seededRandom } from '../../runtime/ml/random.ts'
import type { BoostedTrees, Tree } from '../../runtime/ml/types/boosted-trees.ts'

export interface BoostingOptions {
  readonly rounds: number
  readonly leaves: number
  readonly rate: number
  /** Least sum of second derivatives in a leaf. */
  readonly least: number
  readonly l2: number
  /** Share of the features and of the rows that a tree sees. */
  readonly features: number
  readonly rows: number
  readonly seed: number
}

const BINS = 64

interface Binned {
  /** By feature: of every row, in which bin it falls. */
  readonly bins: readonly Uint8Array[]
  /** By feature: the upper bound of every bin. */
  readonly bounds: readonly Float64Array[]
}

/** Histogram-based boosting with leaf-wise growth (Ke et al., LightGBM, 2017). */
export function fitBoosting(
  rows: readonly ArrayLike<number>[],
  targets: readonly number[],
  labels: readonly string[],
  features: readonly string[],
  options: BoostingOptions,
): BoostedTrees {
  const random = seededRandom(options.seed)
  const binned = binAll(rows, features.length)
  const classes = labels.length
  const counts = new Float64Array(classes)
  for (const t of targets) counts[t] = (counts[t] as number) + 1
  const base = Array.from(counts, (c) => Math.log((c + 1) / (rows.length + classes)))
  const scores = base.map((b) => new Float64Array(rows.length).fill(b))
  const trees: Tree[] = []
  for (let round = 0; round < options.rounds; round++) {
    const shares = softmax(scores, rows.length)
    const seen = sampleWithout(random, rows.length, Math.ceil(rows.length * options.rows))
    for (let label = 0; label < classes; label++) {
      const gradient = new Float64Array(rows.length)
      const curvature = new Float64Array(rows.length)
      const share = shares[label] as Float64Array
      for (let i = 0; i < rows.length; i++) {
        const p = share[i] as number
        gradient[i] = p - (targets[i] === label ? 1 : 0)
        curvature[i] = Math.max(1e-6, p * (1 - p))
      }
      const grown = grow(binned, seen.slice(), gradient, curvature, options, random)
      trees.push(grown.tree)
      const score = scores[label] as Float64Array
      for (let i = 0; i < rows.length; i++) score[i] = (score[i] as number) + grown.leafValue(i)
    }
  }
  return { labels, features, base: base.map(short), trees }
}

const short = (x: number) => Number(x.toPrecision(4))

function softmax(scores: readonly Float64Array[], rows: number): Float64Array[] {
  const shares = scores.map(() => new Float64Array(rows))
  for (let i = 0; i < rows; i++) {
    let largest = Number.NEGATIVE_INFINITY
    for (const s of scores) largest = Math.max(largest, s[i] as number)
    let sum = 0
    for (const [c, s] of scores.entries()) {
      const e = Math.exp((s[i] as number) - largest)
      ;(shares[c] as Float64Array)[i] = e
      sum += e
    }
    for (const share of shares) share[i] = (share[i] as number) / sum
  }
  return shares
}

function binAll(rows: readonly ArrayLike<number>[], features: number): Binned {
  const bins: Uint8Array[] = []
  const bounds: Float64Array[] = []
  for (let f = 0; f < features; f++) {
    const values = Float64Array.from(rows, (row) => row[f] as number)
    const sorted = values.slice().sort()
    const distinct = [...new Set(sorted)]
    const cuts: number[] = []
    const between = (low: number, high: number) => short6((low + high) / 2, low, high)
    if (distinct.length <= BINS)
      for (let i = 0; i + 1 < distinct.length; i++)
        cuts.push(between(distinct[i] as number, distinct[i + 1] as number))
    else
      for (let b = 1; b < BINS; b++) {
        const at = Math.floor((b * sorted.length) / BINS)
        const [low, high] = [sorted[at - 1] as number, sorted[at] as number]
        if (high > low) cuts.push(between(low, high))
      }
    const upper = Float64Array.from(new Set(cuts))
    bounds.push(upper)
    bins.push(Uint8Array.from(values, (v) => binOf(upper, v)))
  }
  return { bins, bounds }
}

/** A short number between two others, so that stored trees stay small. */
function short6(middle: number, low: number, high: number): number {
  const rounded = Number(middle.toPrecision(4))
  return rounded >= low && rounded < high ? rounded : middle
}

function binOf(upper: Float64Array, value: number): number {
  let low = 0
  let high = upper.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value > (upper[middle] as number)) low = middle + 1
    else high = middle
  }
  return low
}

interface Leaf {
  readonly node: number
  readonly rows: Uint32Array
  readonly split: Split | undefined
}

interface Split {
  readonly gain: number
  readonly feature: number
  readonly bin: number
}

function grow(
  binned: Binned,
  rows: Uint32Array,
  gradient: Float64Array,
  curvature: Float64Array,
  options: BoostingOptions,
  random: Random,
): { tree: Tree; leafValue: (row: number) => number } {
  const count = binned.bins.length
  const used = sampleWithout(random, count, Math.max(1, Math.ceil(count * options.features)))
  const tree = { feature: [-1], bounds: [0], left: [0], right: [0] }
  const inBins: number[] = [0]
  const leafAt = (node: number, own: Uint32Array): Leaf => {
    let g = 0
    let h = 0
    for (const i of own) {
      g += gradient[i] as number
      h += curvature[i] as number
    }
    tree.bounds[node] = short((-options.rate * g) / (h + options.l2))
    return {
      node,
      rows: own,
      split: bestSplit(binned, own, gradient, curvature, used, g, h, options),
    }
  }
  const leaves = [leafAt(0, rows)]
  while (leaves.length < options.leaves) {
    let best = -1
    for (const [i, leaf] of leaves.entries())
      if (leaf.split && leaf.split.gain > (leaves[best]?.split?.gain ?? 1e-9)) best = i
    const leaf = leaves[best]
    if (!leaf?.split) break
    const { feature, bin } = leaf.split
    const bins = binned.bins[feature] as Uint8Array
    const left = tree.feature.length
    tree.feature[leaf.node] = feature
    tree.bounds[leaf.node] = (binned.bounds[feature] as Float64Array)[bin] as number
    inBins[leaf.node] = bin
    tree.left[leaf.node] = left
    tree.right[leaf.node] = left + 1
    for (const _ of [0, 1]) {
      tree.feature.push(-1)
      tree.bounds.push(0)
      tree.left.push(0)
      tree.right.push(0)
      inBins.push(0)
    }
    leaves[best] = leafAt(
      left,
      leaf.rows.filter((i) => (bins[i] as number) <= bin),
    )
    leaves.push(
      leafAt(
        left + 1,
        leaf.rows.filter((i) => (bins[i] as number) > bin),
      ),
    )
  }
  const leafValue = (row: number) => {
    let node = 0
    while ((tree.feature[node] as number) >= 0) {
      const bins = binned.bins[tree.feature[node] as number] as Uint8Array
      const above = (bins[row] as number) > (inBins[node] as number)
      node = (above ? tree.right[node] : tree.left[node]) as number
    }
    return tree.bounds[node] as number
  }
  return { tree, leafValue }
}

function bestSplit(
  binned: Binned,
  rows: Uint32Array,
  gradient: Float64Array,
  curvature: Float64Array,
  used: Uint32Array,
  g: number,
  h: number,
  { least, l2 }: BoostingOptions,
): Split | undefined {
  if (rows.length < 4 || h < 2 * least) return undefined
  let best: Split | undefined
  const whole = (g * g) / (h + l2)
  const sumsG = new Float64Array(BINS + 1)
  const sumsH = new Float64Array(BINS + 1)
  for (const feature of used) {
    const bins = binned.bins[feature] as Uint8Array
    const size = (binned.bounds[feature] as Float64Array).length
    if (size === 0) continue
    sumsG.fill(0, 0, size + 1)
    sumsH.fill(0, 0, size + 1)
    for (const i of rows) {
      const b = bins[i] as number
      sumsG[b] = (sumsG[b] as number) + (gradient[i] as number)
      sumsH[b] = (sumsH[b] as number) + (curvature[i] as number)
    }
    let leftG = 0
    let leftH = 0
    for (let bin = 0; bin < size; bin++) {
      leftG += sumsG[bin] as number
      leftH += sumsH[bin] as number
      if (leftH < least || h - leftH < least) continue
      const gain = leftG ** 2 / (leftH + l2) + (g - leftG) ** 2 / (h - leftH + l2) - whole
      if (gain > (best?.gain ?? 1e-9)) best = { gain, feature, bin }
    }
  }
  return best
}
