import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { Matrix } from './encode.ts'

/** Centre and inverse covariance of the inner rows. */
export interface Covariance {
  readonly width: number
  readonly centre: Float64Array
  readonly precision: Float64Array
}

/** Above this many features the matrix costs more than it tells. */
export const widest = 200

const inner = 0.75
const steps = 3
/** Keeps columns that repeat each other from being divided by nothing. */
const ridge = 0.01

/**
 * Robust Mahalanobis distance: the covariance of the 75 % of the rows that are nearest, starting
 * from those that `first` finds least odd (concentration steps of FAST-MCD: Rousseeuw, Van
 * Driessen, Technometrics 1999). Undefined for no or for too many features.
 */
export async function fitCovariance(
  matrix: Matrix,
  first: Float64Array,
  work?: Work,
): Promise<Covariance | undefined> {
  if (matrix.width === 0 || matrix.width > widest) return undefined
  let scores = first
  let fitted: Covariance | undefined
  for (let step = 0; step <= steps; step++) {
    fitted = covarianceOf(matrix, scores)
    if (step < steps) scores = await scoreCovariance(fitted, matrix, work)
  }
  return fitted
}

function covarianceOf({ rows, width, values }: Matrix, scores: Float64Array): Covariance {
  const limit = scores.slice().sort()[Math.floor((rows - 1) * inner)] as number
  const centre = new Float64Array(width)
  let count = 0
  for (let i = 0; i < rows; i++) {
    if ((scores[i] as number) > limit) continue
    count++
    for (let j = 0; j < width; j++)
      centre[j] = (centre[j] as number) + (values[i * width + j] as number)
  }
  for (let j = 0; j < width; j++) centre[j] = (centre[j] as number) / count

  const matrix = new Float64Array(width * width)
  const row = new Float64Array(width)
  for (let i = 0; i < rows; i++) {
    if ((scores[i] as number) > limit) continue
    for (let j = 0; j < width; j++)
      row[j] = (values[i * width + j] as number) - (centre[j] as number)
    for (let a = 0; a < width; a++) {
      const left = row[a] as number
      if (left === 0) continue
      for (let b = 0; b <= a; b++)
        matrix[a * width + b] = (matrix[a * width + b] as number) + left * (row[b] as number)
    }
  }
  for (let a = 0; a < width; a++) {
    for (let b = 0; b <= a; b++) {
      const value = (matrix[a * width + b] as number) / count
      matrix[a * width + b] = a === b ? value * (1 + ridge) + 1e-6 : value
    }
  }
  return { width, centre, precision: inverse(matrix, width) }
}

/** Of a symmetric positive definite matrix of which the lower half is given, by Cholesky. */
function inverse(matrix: Float64Array, width: number): Float64Array {
  const lower = new Float64Array(width * width)
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * width + j] as number
      for (let k = 0; k < j; k++)
        sum -= (lower[i * width + k] as number) * (lower[j * width + k] as number)
      lower[i * width + j] =
        i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (lower[j * width + j] as number)
    }
  }
  const result = new Float64Array(width * width)
  const column = new Float64Array(width)
  for (let c = 0; c < width; c++) {
    for (let i = 0; i < width; i++) {
      let sum = i === c ? 1 : 0
      for (let k = 0; k < i; k++) sum -= (lower[i * width + k] as number) * (column[k] as number)
      column[i] = sum / (lower[i * width + i] as number)
    }
    for (let i = width - 1; i >= 0; i--) {
      let sum = column[i] as number
      for (let k = i + 1; k < width; k++)
        sum -= (lower[k * width + i] as number) * (column[k] as number)
      column[i] = sum / (lower[i * width + i] as number)
    }
    for (let i = 0; i < width; i++) result[i * width + c] = column[i] as number
  }
  return result
}

/** Squared distances. */
export async function scoreCovariance(
  { centre, precision, width }: Covariance,
  { rows, values }: Matrix,
  work?: Work,
): Promise<Float64Array> {
  const row = new Float64Array(width)
  const scores = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    if (i % 8192 === 8191) await breathe(work)
    for (let j = 0; j < width; j++)
      row[j] = (values[i * width + j] as number) - (centre[j] as number)
    let total = 0
    for (let a = 0; a < width; a++) {
      let sum = 0
      for (let b = 0; b < a; b++) sum += (precision[a * width + b] as number) * (row[b] as number)
      const own = row[a] as number
      total += own * (2 * sum + (precision[a * width + a] as number) * own)
    }
    scores[i] = Math.max(0, total)
  }
  return scores
}

/**
 * By how much the squared distance of a row falls when one feature takes the value that the
 * others let expect.
 */
export function relief(
  { centre, precision, width }: Covariance,
  values: Float64Array,
  row: number,
): Float64Array {
  return Float64Array.from({ length: width }, (_, a) => {
    let sum = 0
    for (let b = 0; b < width; b++) {
      const difference = (values[row * width + b] as number) - (centre[b] as number)
      sum += (precision[a * width + b] as number) * difference
    }
    return (sum * sum) / (precision[a * width + a] as number)
  })
}
