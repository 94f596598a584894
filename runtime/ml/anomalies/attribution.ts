import { relief } from './covariance.ts'
import type { Matrix } from './encode.ts'
import { surprise } from './marginals.ts'
import type { AnomalyModel } from './model.ts'

/** How much a column makes a row odd. */
export interface Attribution {
  readonly column: string
  /** In nats: how much more surprising its value is than a usual value of the column. */
  readonly weight: number
  /** Of all positive weights of the row. */
  readonly share: number
}

/** The columns of a row by their part in its oddness, the largest first. */
export function attribute(
  model: AnomalyModel,
  matrix: Matrix,
  row: number,
  top = 3,
): Attribution[] {
  const { encoding, marginals, covariance } = model
  const broken = covariance ? relief(covariance, matrix.values, row) : undefined
  // By name: a column of text is looked at in two ways.
  const weights = new Map<string, number>()
  encoding.features.forEach(({ column }, j) => {
    const marginal = marginals[j]
    const name = encoding.columns[column]?.name
    if (!marginal || name === undefined) return
    const value = matrix.values[row * matrix.width + j] as number
    const alone = surprise(marginal, value) - marginal.expected
    // Heavy tails: a distance counts by its logarithm, as under Student's t.
    const far = Math.log1p(value * value)
    const against = broken ? Math.log1p(broken[j] as number) : 0
    weights.set(name, Math.max(weights.get(name) ?? 0, alone + far + against))
  })
  const total = [...weights.values()].reduce((sum, w) => sum + w, 0)
  return Array.from(weights, ([column, weight]) => ({ column, weight, share: weight / total }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, top)
}
