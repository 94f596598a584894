/**
 * Gradient boosted trees for several classes (J. H. Friedman, 2001), as trained by
 * `fitBoosting`. A tree is an array of nodes: an inner node names a feature, a bound and its
 * children; a leaf has feature -1 and its value in `bounds`.
 */
export interface BoostedTrees {
  readonly labels: readonly string[]
  readonly features: readonly string[]
  readonly base: readonly number[]
  /** Round by round, one tree a class. */
  readonly trees: readonly Tree[]
}

/** Left goes what is not above the bound; missing numbers are not above anything. */
export interface Tree {
  readonly feature: readonly number[]
  readonly bounds: readonly number[]
  readonly left: readonly number[]
  readonly right: readonly number[]
}

/** The probability of every label. */
export function predictTrees(model: BoostedTrees, row: ArrayLike<number>): Float64Array {
  const scores = Float64Array.from(model.base)
  for (const [i, tree] of model.trees.entries()) {
    const label = i % scores.length
    scores[label] = (scores[label] as number) + leafOf(tree, row)
  }
  const largest = Math.max(...scores)
  const shares = scores.map((s) => Math.exp(s - largest))
  const sum = shares.reduce((a, b) => a + b, 0)
  return shares.map((s) => s / sum)
}

export function leafOf(tree: Tree, row: ArrayLike<number>): number {
  let node = 0
  while ((tree.feature[node] as number) >= 0) {
    const above = (row[tree.feature[node] as number] as number) > (tree.bounds[node] as number)
    node = (above ? tree.right[node] : tree.left[node]) as number
  }
  return tree.bounds[node] as number
}
