import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { Clusters } from './clusters.ts'
import type { Evidence } from './evidence.ts'
import type { FeatureTable } from './features.ts'
import type { Example } from './logistic.ts'
import { dot, fitLogistic, logit, sigmoid } from './logistic.ts'
import { propagateLabels } from './propagate.ts'

/** A row that a person looked at: for each of its cells, by column, whether it is dirty. */
export interface RowLabel {
  readonly row: number
  readonly dirty: readonly boolean[]
}

/** Standard deviations that the weights are expected to have. */
const sharedSpread = 1
const ownSpread = 1
/** Log-odds by which a hint of full trust moves a cell. */
const hintOdds = 4

/**
 * Probability of each cell, by column and row, to be dirty. Two logistic regressions on top of
 * each other: one over all columns on what means the same everywhere, then one per column, which
 * starts from the first and learns how this column differs. Each starts where nothing is learnt at
 * the probability without labels, so that no label costs what was known before.
 */
export async function learnDirt(
  evidence: Evidence,
  features: readonly FeatureTable[],
  clusters: readonly Clusters[],
  labels: readonly RowLabel[],
  work?: Work,
): Promise<Float32Array[]> {
  if (labels.length === 0) return evidence.columns.map((column) => column.prior)
  const hints = propagateLabels(evidence, labels)
  const weights = evidence.columns.map((_, i) => exampleWeights(clusters[i] as Clusters, labels))
  const shared = features[0]?.shared ?? 0
  const all: Example[] = []
  const examples = evidence.columns.map(({ prior }, i) => {
    const { of } = features[i] as FeatureTable
    const example = (row: number, dirty: boolean, weight: number) => {
      const offset = startAt(prior[row] as number)
      return { row, features: of(row), dirty, weight, offset }
    }
    return [
      ...labels.map((label, k) =>
        example(label.row, label.dirty[i] ?? false, weights[i]?.[k] ?? 1),
      ),
      ...(hints[i] ?? []).map((hint) => example(hint.row, hint.dirty, hint.weight * hint.trust)),
    ]
  })
  for (const some of examples)
    for (const one of some) all.push({ ...one, features: one.features.subarray(0, shared) })
  const common = fitLogistic(all, shared, precisions(shared, sharedSpread))
  const dirt: Float32Array[] = []
  for (const [i, { prior }] of evidence.columns.entries()) {
    await breathe(work)
    const { size, of } = features[i] as FeatureTable
    const offset = (row: number) =>
      startAt(prior[row] as number) + dot(common, of(row).subarray(0, shared))
    const own = fitLogistic(
      (examples[i] ?? []).map((one) => ({ ...one, offset: offset(one.row) })),
      size,
      precisions(size, ownSpread),
    )
    const odds = Float64Array.from(prior, (_, row) => offset(row) + dot(own, of(row)))
    for (const { row, dirty, trust } of hints[i] ?? [])
      odds[row] = (odds[row] as number) + (dirty ? 1 : -1) * hintOdds * trust
    dirt.push(Float32Array.from(odds, sigmoid))
  }
  for (const { row, dirty } of labels)
    dirt.forEach((column, i) => {
      column[row] = dirty[i] ? 1 : 0
    })
  return dirt
}

/** Even a cell that every detector or none doubts can be seen otherwise by a person. */
const startAt = (prior: number) => logit(Math.min(0.95, Math.max(0.05, prior)))

const precisions = (size: number, spread: number) =>
  new Float64Array(size).fill(1 / (spread * spread))

/**
 * Rows are asked for because they are doubtful, so that rare cells are over-represented: each
 * label speaks for its share of its cluster, damped so that rare ones are still heard.
 */
function exampleWeights(clusters: Clusters, labels: readonly RowLabel[]): number[] {
  const seen = new Map<number, number>()
  for (const { row } of labels) {
    const cluster = clusters.of[row] as number
    seen.set(cluster, (seen.get(cluster) ?? 0) + 1)
  }
  const raw = labels.map(({ row }) => {
    const cluster = clusters.of[row] as number
    return Math.sqrt((clusters.sizes[cluster] as number) / (seen.get(cluster) as number))
  })
  const mean = raw.reduce((a, b) => a + b, 0) / raw.length
  return raw.map((w) => w / mean)
}
