/** One example of a logistic regression; `features` are by number, 0 … size - 1. */
export interface Example {
  readonly features: Float32Array
  readonly dirty: boolean
  readonly weight: number
  /** Log-odds known beforehand, added to what is learnt. */
  readonly offset: number
}

const iterations = 25

/**
 * Weighted logistic regression by Newton's method, with a normal prior of mean 0 on the weights;
 * `precision` is its inverse variance by feature.
 */
export function fitLogistic(
  examples: readonly Example[],
  size: number,
  precision: Float64Array,
): Float64Array {
  const weights = new Float64Array(size)
  if (examples.length === 0) return weights
  for (let i = 0; i < iterations; i++) {
    const gradient = Float64Array.from(weights, (w, k) => -w * (precision[k] as number))
    const hessian = Array.from({ length: size }, (_, k) => {
      const line = new Float64Array(size)
      line[k] = precision[k] as number
      return line
    })
    for (const { features, dirty, weight, offset } of examples) {
      const p = sigmoid(offset + dot(weights, features))
      const slope = weight * ((dirty ? 1 : 0) - p)
      const curve = weight * Math.max(1e-6, p * (1 - p))
      for (let a = 0; a < size; a++) {
        const x = features[a] as number
        if (x === 0) continue
        gradient[a] = (gradient[a] as number) + slope * x
        const line = hessian[a] as Float64Array
        for (let b = 0; b < size; b++)
          line[b] = (line[b] as number) + curve * x * (features[b] as number)
      }
    }
    const step = solve(hessian, gradient)
    let largest = 0
    for (const one of step) largest = Math.max(largest, Math.abs(one))
    const factor = largest > 2 ? 2 / largest : 1
    for (let k = 0; k < size; k++)
      weights[k] = (weights[k] as number) + factor * (step[k] as number)
    if (largest < 1e-4) break
  }
  return weights
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
export const logit = (p: number): number => {
  const inside = Math.min(0.999, Math.max(0.001, p))
  return Math.log(inside / (1 - inside))
}

export function dot(weights: Float64Array, features: Float32Array): number {
  let sum = 0
  for (let k = 0; k < weights.length; k++) sum += (weights[k] as number) * (features[k] as number)
  return sum
}

/** Solves a symmetric positive definite system by Cholesky's decomposition, in place. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const n = right.length
  for (let j = 0; j < n; j++) {
    const row = matrix[j] as Float64Array
    for (let i = 0; i <= j; i++) {
      const other = matrix[i] as Float64Array
      let sum = row[i] as number
      for (let k = 0; k < i; k++) sum -= (row[k] as number) * (other[k] as number)
      row[i] = i === j ? Math.sqrt(Math.max(1e-12, sum)) : sum / (other[i] as number)
    }
  }
  const x = Float64Array.from(right)
  for (let i = 0; i < n; i++) {
    const row = matrix[i] as Float64Array
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - (row[k] as number) * (x[k] as number)
    x[i] = (x[i] as number) / (row[i] as number)
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++)
      x[i] = (x[i] as number) - ((matrix[k] as Float64Array)[i] as number) * (x[k] as number)
    x[i] = (x[i] as number) / ((matrix[i] as Float64Array)[i] as number)
  }
  return x
}
