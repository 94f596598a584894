import { describe, expect, test } from 'vitest'
import type { Random } from '../random.ts'
import { below, seededRandom } from '../random.ts'
import type { AnomalyColumn } from './columns.ts'
import { columnsLike, columnsOf } from './columns.ts'
import { applyAnomalies, detectAnomalies } from './detect.ts'
import { compareFits } from './drift.ts'
import { loadModel, saveModel } from './model.ts'
import { findThreshold } from './threshold.ts'

const normal = (random: Random) => {
  let sum = -6
  for (let i = 0; i < 12; i++) sum += random()
  return sum
}

/** Two columns that go together, one that does not, and a category. */
function orders(rows: number, seed: number, shift = 0): AnomalyColumn[] {
  const random = seededRandom(seed)
  const quantity = Float64Array.from({ length: rows }, () => 20 + 5 * normal(random) + shift)
  return [
    { kind: 'number', name: 'quantity', values: quantity },
    {
      kind: 'number',
      name: 'price',
      values: quantity.map((q) => 3 * q + normal(random)),
    },
    {
      kind: 'number',
      name: 'weight',
      values: Float64Array.from({ length: rows }, () => 100 + 10 * normal(random)),
    },
    {
      kind: 'category',
      name: 'status',
      codes: Int32Array.from({ length: rows }, () => below(random, 3)),
      labels: ['open', 'paid', 'sent', 'lost'],
    },
  ]
}

const put = (columns: readonly AnomalyColumn[], at: number, row: number, value: number) => {
  const column = columns[at] as AnomalyColumn
  if (column.kind === 'number') column.values[row] = value
  else column.codes[row] = value
}

const highest = (scores: Float64Array) => scores.indexOf(Math.max(...scores))

describe('detection', () => {
  const changes = [
    { what: 'a value far from all others', at: 2, value: 900, reason: 'weight' },
    { what: 'a category that occurs once', at: 3, value: 3, reason: 'status' },
    { what: 'a missing number', at: 0, value: Number.NaN, reason: 'quantity' },
    { what: 'a missing category', at: 3, value: -1, reason: 'status' },
    { what: 'a usual value that does not fit the others', at: 1, value: 90, reason: 'price' },
  ]
  test.each(changes)('finds $what and names its column', async ({ at, value, reason }) => {
    const columns = orders(400, 1)
    put(columns, 0, 7, 20)
    put(columns, 1, 7, 60)
    put(columns, at, 7, value)
    const { scores, anomalies, attribution } = await detectAnomalies(columns, {
      threshold: { by: 'contamination', share: 0.01 },
    })
    expect(scores.filter((s) => s > (scores[7] as number)).length).toBeLessThan(3)
    expect(anomalies[7]).toBe(1)
    expect(attribution(7, 1)[0]?.column).toBe(reason)
  })

  test('is the same for the same seed only', async () => {
    const columns = orders(200, 2)
    const first = await detectAnomalies(columns, { seed: 5 })
    const again = await detectAnomalies(columns, { seed: 5 })
    const other = await detectAnomalies(columns, { seed: 6 })
    expect(again.scores).toEqual(first.scores)
    expect(other.scores).not.toEqual(first.scores)
  })

  test('a forest gives the odd row a short path', async () => {
    const columns = orders(300, 3)
    put(columns, 0, 11, 80)
    put(columns, 2, 11, 500)
    const { scores } = await detectAnomalies(columns, { method: 'forest' })
    expect(highest(scores)).toBe(11)
    expect(Math.max(...scores)).toBeGreaterThan(0.6)
    // Half is the score of a row that splits like a random value.
    const mean = scores.reduce((sum, s) => sum + s, 0) / scores.length
    expect(mean).toBeGreaterThan(0.35)
    expect(mean).toBeLessThan(0.55)
  })

  test('a saved model scores later rows as the fit would', async () => {
    const columns = orders(300, 4)
    put(columns, 2, 3, 400)
    const { model, scores } = await detectAnomalies(columns)
    const later = await applyAnomalies(loadModel(saveModel(model)), columns)
    expect(later.scores).toEqual(scores)
    const other = orders(50, 9)
    put(other, 3, 20, 3)
    const found = await applyAnomalies(model, other)
    expect(highest(found.scores)).toBe(20)
  })

  test('refuses other columns, and what is no model', async () => {
    const { model } = await detectAnomalies(orders(50, 1))
    await expect(applyAnomalies(model, orders(50, 1).slice(1))).rejects.toThrow('fitted were')
    expect(() => loadModel('{"version":1}')).toThrow('no saved anomaly model')
  })

  const numbers = (values: readonly number[]): AnomalyColumn[] => [
    { kind: 'number', name: 'x', values: Float64Array.from(values) },
  ]
  test.each([
    ['no columns', []],
    ['no rows', numbers([])],
    ['one row', numbers([1])],
    ['nothing but missing values', numbers([Number.NaN, Number.NaN, Number.NaN])],
    ['one value', numbers([7, 7, 7, 7])],
    [
      'infinite and largest numbers',
      numbers([1, 2, 3, Number.POSITIVE_INFINITY, 1.7e308, -1.7e308]),
    ],
  ])('%s give scores that are numbers', async (_, columns) => {
    for (const method of ['forest', 'ensemble'] as const) {
      const { scores, anomalies, attribution } = await detectAnomalies(columns, { method })
      expect(scores.every(Number.isFinite)).toBe(true)
      expect(anomalies).toHaveLength(scores.length)
      if (scores.length > 0)
        expect(attribution(0).every((a) => Number.isFinite(a.weight + a.share))).toBe(true)
    }
  })

  test('can be cancelled', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(detectAnomalies(orders(100, 1), {}, { signal })).rejects.toThrow('enough')
  })
})

describe('threshold', () => {
  const scores = Float64Array.from({ length: 200 }, (_, i) => i / 200)
  test('by contamination lets that share through', () => {
    const share = (part: number) => findThreshold(scores, { by: 'contamination', share: part })
    expect(share(0.05).contamination).toBeCloseTo(0.05)
    expect(share(0).contamination).toBe(0)
    expect(share(1).contamination).toBe(1)
  })

  test('by spread finds what stands apart, and nothing in an even distribution', () => {
    expect(findThreshold(scores).contamination).toBe(0)
    const apart = Float64Array.from([...scores, 9, 10])
    expect(findThreshold(apart).contamination).toBeCloseTo(2 / 202)
    expect(findThreshold(new Float64Array(50)).contamination).toBe(0)
  })
})

describe('drift', () => {
  const compare = async (before: readonly AnomalyColumn[], after: readonly AnomalyColumn[]) => {
    const { model } = await detectAnomalies(before)
    const later = await detectAnomalies(after)
    return compareFits(model, later.model, await applyAnomalies(model, after))
  }

  test('there is none between two samples of the same', async () => {
    for (let seed = 10; seed < 15; seed++)
      expect((await compare(orders(600, seed), orders(500, seed + 50))).alarm).toBe(false)
  })

  test('a shift is seen in its columns', async () => {
    const { alarm, columns } = await compare(orders(600, 1), orders(500, 2, 6))
    expect(alarm).toBe(true)
    expect(columns.filter((c) => c.drifted).map((c) => c.column)).toEqual(['quantity', 'price'])
  })

  test('a new category, missing values and a column become constant are seen', async () => {
    const after = orders(500, 2)
    for (let row = 0; row < 150; row++) {
      put(after, 3, row, 3)
      put(after, 0, row, Number.NaN)
    }
    for (let row = 0; row < 500; row++) put(after, 2, row, 100)
    const { columns, anomalies } = await compare(orders(600, 1), after)
    const drifted = columns.filter((c) => c.drifted).map((c) => c.column)
    expect(drifted).toEqual(expect.arrayContaining(['status', 'weight']))
    expect(anomalies.alarm).toBe(true)
  })
})

describe('columns of a table of text', () => {
  const rows = 60
  const text = (name: string, value: (i: number) => string | null) => ({
    name,
    values: Array.from({ length: rows }, (_, i) => value(i)),
  })
  const table = {
    name: 'orders',
    rows,
    columns: [
      text('id', (i) => `${i + 1}`),
      text('amount', (i) => (i === 9 ? 'n/a' : `${(i * 37) % 50}.5`)),
      text('placed', (i) => `2024-01-${String(1 + (i % 28)).padStart(2, '0')}`),
      text('city', (i) => ['Leeds', 'Rome', null][i % 3] ?? null),
      text('note', (i) => (i === 4 ? '<b>!!</b>' : `note ${i} of ${i * 7}`)),
      text('nothing', () => null),
      text('same', () => 'x'),
    ],
  }

  test('are read by what they hold', () => {
    const { columns, leftOut } = columnsOf(table)
    expect(columns.map((c) => `${c.name}: ${c.reading}`)).toEqual([
      'amount: number',
      'amount: shape',
      'placed: date',
      'city: category',
      'note: length',
      'note: shape',
    ])
    expect(leftOut.map((c) => `${c.name}: ${c.why}`)).toEqual([
      'id: identifier',
      'nothing: empty',
      'same: constant',
    ])
  })

  test('can be chosen, and read again as a fit did', async () => {
    const { columns } = columnsOf(table, { columns: ['id', 'city'], exclude: ['city'] })
    expect(columns.map((c) => c.name)).toEqual(['id'])
    const { model } = await detectAnomalies(table)
    expect(columnsLike(table, model.encoding.columns)).toEqual(columnsOf(table).columns)
    expect(() => columnsLike({ ...table, columns: [] }, model.encoding.columns)).toThrow('amount')
  })

  test('what is odd in them is found', async () => {
    const { scores, attribution } = await detectAnomalies(table)
    const order = [...scores.keys()].sort((a, b) => (scores[b] as number) - (scores[a] as number))
    expect(order.slice(0, 2).sort()).toEqual([4, 9])
    expect(attribution(4, 1)[0]?.column).toBe('note')
    expect(attribution(9, 1)[0]?.column).toBe('amount')
  })
})
