/** Sums of the distances of `count` values from their mean, to the second, third and fourth power. */
export interface CentredSums {
  readonly count: number
  readonly squares: number
  readonly cubes: number
  readonly fourths: number
}

/**
 * Spread and form of a sample: standard deviation (n - 1), adjusted skewness G1 and excess
 * kurtosis G2 (Joanes and Gill 1998), as pandas, R (type 2) and spreadsheets give them. Null
 * where there are too few values; 0 where they are all equal.
 */
export function momentsOf({ count: n, squares, cubes, fourths }: CentredSums): {
  std: number | null
  skewness: number | null
  kurtosis: number | null
} {
  const std = n > 1 ? Math.sqrt(squares / (n - 1)) : null
  if (squares === 0) return { std, skewness: n > 2 ? 0 : null, kurtosis: n > 3 ? 0 : null }
  const g1 = (n * Math.sqrt(n - 1)) / (n - 2)
  const g2 = (n * (n + 1) * (n - 1)) / ((n - 2) * (n - 3))
  return {
    std,
    skewness: n > 2 ? g1 * (cubes / squares ** 1.5) : null,
    kurtosis:
      n > 3 ? g2 * (fourths / squares ** 2) - (3 * (n - 1) ** 2) / ((n - 2) * (n - 3)) : null,
  }
}
