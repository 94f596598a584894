export interface Example {
  readonly x: Float64Array
  readonly y: number
  readonly weight: number
}

/** Logistic regression with signs held, by Adam over all examples. */
export function fitLogistic(
  data: readonly Example[],
  sign: readonly number[],
  prior: readonly number[],
  ridge: number,
) {
  const width = prior.length - 1
  const w = Float64Array.from(prior)
  const [m, v] = [new Float64Array(width + 1), new Float64Array(width + 1)]
  const total = data.reduce((sum, e) => sum + e.weight, 0)
  for (let step = 1; step <= 600; step++) {
    const g = new Float64Array(width + 1)
    for (const { x, y, weight } of data) {
      let z = w[width] as number
      for (let k = 0; k < width; k++) z += (w[k] as number) * (x[k] as number)
      const error = (weight * (1 / (1 + Math.exp(-z)) - y)) / total
      for (let k = 0; k < width; k++) g[k] = (g[k] as number) + error * (x[k] as number)
      g[width] = (g[width] as number) + error
    }
    const rate = step < 400 ? 0.1 : 0.02
    for (let k = 0; k <= width; k++) {
      const slope =
        (g[k] as number) + (k < width ? ridge * ((w[k] as number) - (prior[k] as number)) : 0)
      m[k] = 0.9 * (m[k] as number) + 0.1 * slope
      v[k] = 0.99 * (v[k] as number) + 0.01 * slope * slope
      w[k] = (w[k] as number) - (rate * (m[k] as number)) / (Math.sqrt(v[k] as number) + 1e-8)
      const held = sign[k] ?? 0
      if (held > 0) w[k] = Math.max(0, w[k] as number)
      if (held < 0) w[k] = Math.min(0, w[k] as number)
    }
  }
  return [...w]
}
