import type { TextColumn } from '../table.ts'
import type { BoostedTrees } from './boosted-trees.ts'
import { predictTrees } from './boosted-trees.ts'
import type { ColumnSummary } from './feature-kind-inputs.ts'
import { featureNames, featuresOf } from './feature-kind-inputs.ts'

/** What a column is to a method that learns: the nine classes of SortingHat (Shah et al., 2021). */
export interface FeatureKind {
  readonly kind: string
  readonly confidence: number
  /** Of every class. */
  readonly shares: Readonly<Record<string, number>>
}

export function summaryOf({ name, values }: TextColumn): ColumnSummary {
  const filled = values.filter((v): v is string => v !== null && v.trim() !== '')
  const numbers = filled.map(Number)
  const numeric = filled.length > 0 && numbers.every(Number.isFinite)
  const count = Math.max(1, numbers.length)
  let [sum, squares, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  if (numeric)
    for (const n of numbers) {
      sum += n
      min = Math.min(min, n)
      max = Math.max(max, n)
    }
  const mean = sum / count
  if (numeric) for (const n of numbers) squares += (n - mean) ** 2
  const distinct = new Set(filled)
  return {
    name,
    total: values.length,
    nulls: values.length - filled.length,
    distinct: distinct.size,
    mean: numeric ? mean : 0,
    deviation: numeric ? Math.sqrt(squares / count) : 0,
    min: numeric ? min : 0,
    max: numeric ? max : 0,
    samples: [...distinct].slice(0, 5),
  }
}

let shipped: BoostedTrees | undefined
/** The model that ships with the program; made by `bench/train/types-feature-kinds.ts`. */
export async function shippedFeatureKinds(): Promise<BoostedTrees> {
  shipped ??= unpack((await import('./feature-kinds.json', { with: { type: 'json' } })).default)
  return shipped
}

export function featureKind(model: BoostedTrees, summary: ColumnSummary): FeatureKind {
  const shares = predictTrees(model, featuresOf(summary))
  const best = shares.indexOf(Math.max(...shares))
  const round = (x: number) => Math.round(x * 1000) / 1000
  return {
    kind: model.labels[best] ?? '',
    confidence: round(shares[best] ?? 0),
    shares: Object.fromEntries(model.labels.map((label, i) => [label, round(shares[i] ?? 0)])),
  }
}

/** Trees as one list of numbers each: feature, bound, left and right of every node. */
export interface StoredTrees {
  readonly labels: readonly string[]
  readonly base: readonly number[]
  readonly trees: readonly (readonly number[])[]
}

export const pack = ({ labels, base, trees }: BoostedTrees): StoredTrees => ({
  labels,
  base,
  trees: trees.map((t) =>
    t.feature.flatMap((f, i) =>
      f < 0 ? [f, t.bounds[i] ?? 0] : [f, t.bounds[i] ?? 0, t.left[i] ?? 0, t.right[i] ?? 0],
    ),
  ),
})

export function unpack({ labels, base, trees }: StoredTrees): BoostedTrees {
  const read = (list: readonly number[]) => {
    const tree = {
      feature: [] as number[],
      bounds: [] as number[],
      left: [] as number[],
      right: [] as number[],
    }
    for (let i = 0; i < list.length; ) {
      const feature = list[i++] as number
      tree.feature.push(feature)
      tree.bounds.push(list[i++] as number)
      tree.left.push(feature < 0 ? 0 : (list[i++] as number))
      tree.right.push(feature < 0 ? 0 : (list[i++] as number))
    }
    return tree
  }
  return { labels, features: featureNames, base, trees: trees.map(read) }
}
