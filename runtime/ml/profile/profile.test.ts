import { describe, expect, test } from 'vitest'
import type { ColumnProfile, TableProfile } from '../../report.ts'
import { findAlerts } from './alerts.ts'
import { associations } from './associations.ts'
import { cramersV } from './cramers-v.ts'
import { compareProfiles } from './drift.ts'
import { pearson, ranks } from './rank.ts'

const column = (given: Partial<ColumnProfile>): ColumnProfile => ({
  column: 'c',
  type: 'text',
  rows: 100,
  nulls: 0,
  distinct: 10,
  min: null,
  max: null,
  mean: null,
  minLength: null,
  maxLength: null,
  top: [],
  entropy: null,
  shapes: [],
  numbers: null,
  estimated: false,
  ...given,
})

const table = (columns: ColumnProfile[]): TableProfile => ({
  rows: 100,
  columns,
  duplicateRows: 0,
  completeRows: 100,
  correlations: [],
  missing: [],
  alerts: [],
  sampledRows: null,
})

describe('coefficients', () => {
  test('equal values share the mean of their places', () => {
    expect([...ranks(Float64Array.of(10, 30, 10, 20))]).toEqual([1.5, 4, 1.5, 3])
  })

  test('a straight line is 1, its mirror -1, a constant nothing', () => {
    expect(pearson([1, 2, 3], [2, 4, 6])).toBe(1)
    expect(pearson([1, 2, 3], [6, 4, 2])).toBe(-1)
    expect(pearson([1, 2, 3], [5, 5, 5])).toBeNull()
    expect(pearson([1], [2])).toBeNull()
  })

  test('categories that tell each other are 1, independent ones 0', () => {
    const a = Int32Array.from({ length: 400 }, (_, i) => i % 2)
    const b = Int32Array.from({ length: 400 }, (_, i) => (i >> 1) % 2)
    expect(cramersV(a, a, 2, 2)).toBeCloseTo(1, 6)
    expect(cramersV(a, b, 2, 2)).toBe(0)
    expect(cramersV(a, new Int32Array(400), 2, 1)).toBeNull()
  })

  test('rows without one of the two values do not count', async () => {
    const x = { name: 'x', numbers: Float64Array.of(1, 2, 3, Number.NaN) }
    const y = { name: 'y', numbers: Float64Array.of(2, 4, 8, 0) }
    const found = await associations([x, y], { signal: new AbortController().signal })
    expect(found.find((f) => f.kind === 'spearman')?.value).toBe(1)
  })
})

describe('alerts', () => {
  const codes = (given: Partial<ColumnProfile>) =>
    findAlerts(table([column(given)])).map((a) => a.code)

  test('say what a column is', () => {
    expect(codes({ distinct: 1 })).toEqual(['CONSTANT'])
    expect(codes({ nulls: 100, distinct: 0 })).toEqual(['EMPTY'])
    expect(codes({ distinct: 100 })).toEqual(['UNIQUE'])
    expect(codes({ nulls: 60 })).toEqual(['MOSTLY_MISSING'])
    expect(codes({ top: [{ value: 'a', count: 97 }] })).toEqual(['IMBALANCE'])
  })

  test('see by its shapes what a text holds', () => {
    expect(codes({ shapes: [{ value: '9.9', count: 100 }] })).toEqual(['NUMBERS_AS_TEXT'])
    expect(
      codes({
        shapes: [
          { value: '9-9-9', count: 95 },
          { value: 'a', count: 5 },
        ],
      }),
    ).toEqual(['DATES_AS_TEXT'])
    expect(
      codes({
        shapes: [
          { value: ' Aa', count: 1 },
          { value: 'Aa', count: 99 },
        ],
      }),
    ).toEqual(['PADDED_TEXT'])
    const top = [
      { value: 'Bonn', count: 3 },
      { value: 'BONN', count: 2 },
    ]
    expect(codes({ top })).toEqual(['MIXED_CASE'])
  })

  test('an empty table says only that', () => {
    expect(findAlerts({ ...table([column({ rows: 0 })]), rows: 0 })).toEqual([
      { code: 'EMPTY_TABLE' },
    ])
  })
})

describe('drift', () => {
  const values = (a: number, b: number) =>
    table([
      column({
        top: [
          { value: 'a', count: a },
          { value: 'b', count: b },
        ],
      }),
    ])

  test('shares that stay are no drift, shares that turn round are', () => {
    expect(compareProfiles(values(50, 50), values(52, 48))[0]).toMatchObject({ drifted: false })
    expect(compareProfiles(values(90, 10), values(10, 90))[0]).toMatchObject({
      drifted: true,
      change: 'values',
    })
  })

  test('columns that come, go, or change their type', () => {
    const before = table([column({ column: 'a' }), column({ column: 'b' })])
    const after = table([column({ column: 'b', type: 'integer' }), column({ column: 'd' })])
    expect(compareProfiles(before, after).map((d) => `${d.column} ${d.change}`)).toEqual([
      'a removed',
      'b type',
      'd added',
    ])
  })
})
