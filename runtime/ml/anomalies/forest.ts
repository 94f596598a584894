import type { Random } from '../random.ts'
import { below } from '../random.ts'
import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { Matrix } from './encode.ts'

/**
 * Trees of random splits, all nodes in one list. Node k is a split on `feature[k]` at `value[k]`
 * with children `child[k]` (≤) and `child[k] + 1` (>), or, where `feature[k]` is negative, a leaf
 * with the path length `value[k]`.
 */
export interface Forest {
  readonly sampleSize: number
  readonly roots: Int32Array
  readonly feature: Int32Array
  readonly child: Int32Array
  readonly value: Float64Array
}

export interface ForestOptions {
  /** Default: 100, or 300 on up to 10,000 rows, where they cost little and scores vary less. */
  readonly trees?: number | undefined
  /** Rows a tree is grown on. Default: 256. */
  readonly sampleSize?: number | undefined
}

/** Isolation forest: Liu, Ting, Zhou, “Isolation Forest”, ICDM 2008. */
export function fitForest(matrix: Matrix, random: Random, options: ForestOptions = {}): Forest {
  const { trees = matrix.rows > 10_000 ? 100 : 300, sampleSize = 256 } = options
  const size = Math.min(sampleSize, matrix.rows)
  const deepest = Math.ceil(Math.log2(Math.max(2, size)))
  const nodes = { feature: [], child: [], value: [] }
  // Shuffled a little more for every tree: its beginning is a random sample each time.
  const order = Uint32Array.from({ length: matrix.rows }, (_, i) => i)
  const roots = Int32Array.from({ length: trees }, () => {
    shuffleStart(order, size, random)
    return growTree(matrix, order.slice(0, size), deepest, random, nodes)
  })
  return {
    sampleSize: size,
    roots,
    feature: Int32Array.from(nodes.feature),
    child: Int32Array.from(nodes.child),
    value: Float64Array.from(nodes.value),
  }
}

function shuffleStart(order: Uint32Array, size: number, random: Random): void {
  for (let i = 0; i < size; i++) {
    const j = i + below(random, order.length - i)
    const moved = order[i] as number
    order[i] = order[j] as number
    order[j] = moved
  }
}

interface Nodes {
  readonly feature: number[]
  readonly child: number[]
  readonly value: number[]
}

function growTree(
  { values, width }: Matrix,
  rows: Uint32Array,
  deepest: number,
  random: Random,
  nodes: Nodes,
): number {
  const add = () => {
    nodes.child.push(0)
    nodes.value.push(0)
    return nodes.feature.push(-1) - 1
  }
  const grow = (node: number, from: number, to: number, depth: number) => {
    const split = depth < deepest && to - from > 1 ? findSplit(from, to) : undefined
    if (!split) {
      nodes.value[node] = depth + averagePath(to - from)
      return
    }
    const { feature, at, middle } = split
    const left = add()
    add()
    nodes.feature[node] = feature
    nodes.value[node] = at
    nodes.child[node] = left
    grow(left, from, middle, depth + 1)
    grow(left + 1, middle, to, depth + 1)
  }

  const order = Uint32Array.from({ length: width }, (_, i) => i)
  // A feature that is constant here is not drawn again: the next one is.
  const findSplit = (from: number, to: number) => {
    for (let tried = 0; tried < width; tried++) {
      const drawn = tried + Math.floor(random() * (width - tried))
      const feature = order[drawn] as number
      order[drawn] = order[tried] as number
      order[tried] = feature
      let low = Number.POSITIVE_INFINITY
      let high = Number.NEGATIVE_INFINITY
      for (let i = from; i < to; i++) {
        const v = values[(rows[i] as number) * width + feature] as number
        if (v < low) low = v
        if (v > high) high = v
      }
      if (!(high > low)) continue
      const at = low + random() * (high - low)
      let middle = from
      for (let i = from; i < to; i++) {
        const row = rows[i] as number
        if ((values[row * width + feature] as number) > at) continue
        rows[i] = rows[middle] as number
        rows[middle++] = row
      }
      if (middle > from && middle < to) return { feature, at, middle }
    }
    return undefined
  }

  const root = add()
  grow(root, 0, rows.length, 0)
  return root
}

/** Scores in (0, 1): near 1 where few splits isolate a row, below ½ where it is one of many. */
export async function scoreForest(
  forest: Forest,
  { rows, width, values }: Matrix,
  work?: Work,
): Promise<Float64Array> {
  const { feature, child, value, roots, sampleSize } = forest
  const paths = new Float64Array(rows)
  // A block of rows stays in the cache while all trees pass over it.
  const block = Math.max(64, Math.floor(16_384 / Math.max(1, width)))
  for (let from = 0; from < rows; from += block) {
    const to = Math.min(rows, from + block)
    for (const root of roots) {
      for (let i = from; i < to; i++) {
        const offset = i * width
        let node = root
        let on = feature[node] as number
        while (on >= 0) {
          const right = (values[offset + on] as number) > (value[node] as number) ? 1 : 0
          node = (child[node] as number) + right
          on = feature[node] as number
        }
        paths[i] = (paths[i] as number) + (value[node] as number)
      }
    }
    await breathe(work)
  }
  const typical = Math.max(averagePath(sampleSize), 1e-9) * roots.length
  return paths.map((path) => 2 ** (-path / typical))
}

/** Mean path length of an unsuccessful search in a binary tree of `size` values. */
function averagePath(size: number): number {
  if (size <= 1) return 0
  if (size === 2) return 1
  const euler = 0.5772156649015329
  return 2 * (Math.log(size - 1) + euler) - (2 * (size - 1)) / size
}
