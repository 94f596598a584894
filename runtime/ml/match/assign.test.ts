import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assign, assignGreedily, mostProbable } from './assign.ts'
import type { PairMatrix } from './sparse.ts'

const matrix = (rows: readonly (readonly number[])[]): PairMatrix => ({
  sources: rows.length,
  targets: rows[0]?.length ?? 0,
  values: Float32Array.from(rows.flat()),
})
const sum = ({ targets, values }: PairMatrix, chosen: Int32Array) =>
  chosen.reduce((total, t, s) => total + (t < 0 ? 0 : (values[s * targets + t] as number)), 0)

test('the best sum is not always that of the best pair', () => {
  const gain = matrix([
    [5, 4],
    [4, 0],
  ])
  expect([...assign(gain)]).toEqual([1, 0])
  expect([...assignGreedily(gain)]).toEqual([0, -1])
})

test('no assignment is better, none is double, none is without gain', () => {
  const small = fc.integer({ min: 1, max: 5 })
  const anyGain = fc.tuple(small, small).chain(([n, m]) =>
    fc.array(fc.array(fc.integer({ min: -3, max: 9 }), { minLength: m, maxLength: m }), {
      minLength: n,
      maxLength: n,
    }),
  )
  fc.assert(
    fc.property(anyGain, (rows) => {
      const gain = matrix(rows)
      const chosen = assign(gain)
      const taken = [...chosen].filter((t) => t >= 0)
      expect(new Set(taken).size).toBe(taken.length)
      chosen.forEach((t, s) => {
        if (t >= 0) expect(gain.values[s * gain.targets + t]).toBeGreaterThan(0)
      })
      expect(sum(gain, chosen)).toBe(best(rows, 0, new Set()))
    }),
  )
})

test('as many pairs as make the expected F1 greatest', () => {
  expect(mostProbable(matrix([[0.9, 0.8, 0.01, 0.02]]))).toEqual([0, 1])
  expect(mostProbable(matrix([[0, 0]]))).toEqual([])
})

function best(rows: readonly (readonly number[])[], s: number, used: ReadonlySet<number>): number {
  const row = rows[s]
  if (!row) return 0
  const taken = row.map((gain, t) =>
    used.has(t) || gain <= 0 ? 0 : gain + best(rows, s + 1, new Set([...used, t])),
  )
  return Math.max(best(rows, s + 1, used), ...taken)
}
