import { seededRandom } from '../random.ts'
import type { Work } from '../work.ts'
import { fitCovariance, scoreCovariance } from './covariance.ts'
import type { Encoding, Matrix } from './encode.ts'
import { fitForest, scoreForest } from './forest.ts'
import { fitMarginal, fitMarginals, scoreMarginals } from './marginals.ts'
import type { AnomalyMethod, AnomalyModel, Scale } from './model.ts'
import { fitNeighbours, scoreNeighbours } from './neighbours.ts'
import type { ThresholdRule } from './threshold.ts'
import { findThreshold } from './threshold.ts'

export interface FitOptions {
  readonly method?: AnomalyMethod | undefined
  readonly seed?: number | undefined
  readonly threshold?: ThresholdRule | undefined
}

export interface Fitted {
  readonly model: AnomalyModel
  readonly scores: Float64Array
}

/**
 * Fits a model and scores the rows it is fitted to. The ensemble asks four opinions that fail on
 * different data: forest, single columns, distance to a sample, broken correlations; each as
 * standard deviations of its logarithm. Its score is their mean, plus half of the strongest, so
 * that one that is sure is heard; the same on every table.
 */
export async function fitMatrix(
  matrix: Matrix,
  encoding: Encoding,
  options: FitOptions = {},
  work?: Work,
): Promise<Fitted> {
  const { method = 'ensemble', seed = 0 } = options
  const random = seededRandom(seed)
  const forest = fitForest(matrix, random)
  const isolation = await scoreForest(forest, matrix, work)
  const marginals = fitMarginals(matrix)
  const members: Record<string, Float64Array> = { forest: isolation }
  const parts: Partial<Pick<AnomalyModel, 'neighbours' | 'covariance'>> = {}
  const tell = (done: number) => work?.progress?.(done, 4, 'fit')
  if (method === 'ensemble') {
    tell(1)
    members.marginals = scoreMarginals(marginals, matrix)
    const neighbours = fitNeighbours(matrix, random)
    members.neighbours = await scoreNeighbours(neighbours, matrix, work)
    tell(2)
    const covariance = await fitCovariance(matrix, isolation, work)
    if (covariance) members.covariance = await scoreCovariance(covariance, matrix, work)
    Object.assign(parts, { neighbours, covariance })
  }
  tell(4)
  const scales = Object.fromEntries(
    Object.entries(members).map(([name, scores]) => [name, fitScale(scores)]),
  )
  const scores = method === 'forest' ? isolation : combine(members, scales, matrix.rows)
  const sorted = scores.slice().sort()
  const { threshold, contamination } = findThreshold(sorted, options.threshold)
  const { rows } = matrix
  const bare = { method, seed, rows, encoding, forest, marginals, ...parts, scales }
  const model = { ...bare, scores: fitMarginal(sorted), threshold, contamination }
  return { model, scores }
}

/** Scores of rows by a fitted model: higher is odder. */
export async function scoreMatrix(
  model: AnomalyModel,
  matrix: Matrix,
  work?: Work,
): Promise<Float64Array> {
  const forest = await scoreForest(model.forest, matrix, work)
  if (model.method === 'forest') return forest
  const members: Record<string, Float64Array> = { forest }
  members.marginals = scoreMarginals(model.marginals, matrix)
  if (model.neighbours) members.neighbours = await scoreNeighbours(model.neighbours, matrix, work)
  if (model.covariance) members.covariance = await scoreCovariance(model.covariance, matrix, work)
  return combine(members, model.scales, matrix.rows)
}

function combine(
  members: Readonly<Record<string, Float64Array>>,
  scales: Readonly<Record<string, Scale>>,
  rows: number,
): Float64Array {
  const sum = new Float64Array(rows)
  const strongest = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY)
  const names = Object.keys(members)
  for (const name of names) {
    const scores = members[name] as Float64Array
    const { offset, mean, deviation } = scales[name] as Scale
    for (let i = 0; i < rows; i++) {
      const standing = (logOf(scores[i] as number, offset) - mean) / deviation
      sum[i] = (sum[i] as number) + standing / names.length
      strongest[i] = Math.max(strongest[i] as number, standing)
    }
  }
  return sum.map((mean, i) => mean + (strongest[i] as number) / 2)
}

const logOf = (score: number, offset: number) => Math.log(Math.max(score, 0) + offset)

function fitScale(scores: Float64Array): Scale {
  const sorted = scores.slice().sort()
  const middle = sorted[sorted.length >> 1] ?? 0
  // A tenth of the middle: scores near 0 must not be spread over the whole scale.
  const offset = Math.abs(middle) * 0.1 + 1e-9
  let mean = 0
  for (const score of scores) mean += logOf(score, offset) / scores.length
  let squares = 0
  for (const score of scores) squares += (logOf(score, offset) - mean) ** 2 / scores.length
  // Of constant scores the deviation is no more than rounding.
  return { offset, mean, deviation: Math.sqrt(squares) > 1e-9 ? Math.sqrt(squares) : 1 }
}
