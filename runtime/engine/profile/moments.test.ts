import { expect, test } from 'vitest'
import { momentsOf } from './moments.ts'

const sums = (values: readonly number[]) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const power = (p: number) => values.reduce((sum, v) => sum + (v - mean) ** p, 0)
  return { count: values.length, squares: power(2), cubes: power(3), fourths: power(4) }
}

test('as spreadsheets give them', () => {
  // STDEV, SKEW and KURT of the example in the documentation of these functions.
  const { std, skewness, kurtosis } = momentsOf(sums([3, 4, 5, 2, 3, 4, 5, 6, 4, 7]))
  expect(std).toBeCloseTo(1.494434118, 8)
  expect(skewness).toBeCloseTo(0.359543071, 8)
  expect(kurtosis).toBeCloseTo(-0.151799637, 8)
})

test('too few values have no form, equal ones none', () => {
  expect(momentsOf(sums([1]))).toEqual({ std: null, skewness: null, kurtosis: null })
  expect(momentsOf(sums([1, 2]))).toMatchObject({ skewness: null, kurtosis: null })
  expect(momentsOf(sums([5, 5, 5, 5]))).toEqual({ std: 0, skewness: 0, kurtosis: 0 })
})
