import { describe, expect, test } from 'vitest'
import { createDetector } from './detect-errors.ts'
import type { RowLabel } from './learn-dirt.ts'
import { dirtyOrders, disagreeingSources, measure, tableOf } from './testing/dirty-table.ts'

const labelsOf = (rows: readonly number[], dirty: readonly boolean[][]): RowLabel[] =>
  rows.map((row) => ({ row, dirty: dirty.map((column) => column[row] ?? false) }))

describe('without labels', () => {
  test('slips in a table of orders', async () => {
    const { table, dirty } = dirtyOrders(800, 1)
    const found = measure(await (await createDetector(table)).dirt([]), dirty)
    expect(found.precision).toBeGreaterThan(0.9)
    expect(found.recall).toBeGreaterThan(0.8)
  })

  test('a clean table is left alone', async () => {
    const { table } = dirtyOrders(800, 2, 0)
    const dirt = await (await createDetector(table)).dirt([])
    expect(dirt.every((column) => column.every((p) => p < 0.5))).toBe(true)
  })

  test('of sources that disagree, the reliable ones are believed', async () => {
    const { table, dirty } = disagreeingSources(3)
    const found = measure(await (await createDetector(table)).dirt([]), dirty)
    expect(found.f1).toBeGreaterThan(0.95)
  })

  test('a city has many streets: that is no contradiction', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => [
      ['Leeds', 'York', 'Hull'][i % 3] as string,
      `${['Mill', 'High', 'Park', 'Church'][Math.floor(i / 3) % 4]} Street ${i % 3}`,
    ])
    const dirt = await (await createDetector(tableOf(['city', 'street'], rows))).dirt([])
    expect(dirt.every((column) => column.every((p) => p < 0.5))).toBe(true)
  })
})

describe('with labels', () => {
  test('what a person calls dirty is dirty elsewhere too', async () => {
    // The sign for “more” is allowed everywhere by the detectors; here a person objects.
    const rows = Array.from({ length: 400 }, (_, i) => [
      `note ${(i * 7919) % 400} of ${(i * 31) % 97}`,
      i % 4 === 0 ? `>${10 + (i % 50)}` : `${10 + (i % 60)}`,
      i % 2 ? 'a' : 'b',
    ])
    const table = tableOf(['note', 'size', 'class'], rows)
    const dirty = [0, 1, 2].map((column) => rows.map((_, i) => column === 1 && i % 4 === 0))
    const detector = await createDetector(table)
    const labels = labelsOf(await detector.ask(20, [], { seed: 1 }), dirty)
    expect(measure(await detector.dirt(labels), dirty).f1).toBeGreaterThan(0.95)
  })

  test('labels do not make a good start worse', async () => {
    const { table, dirty } = dirtyOrders(800, 4)
    const detector = await createDetector(table)
    const before = measure(await detector.dirt([]), dirty)
    const labels = labelsOf(await detector.ask(20, [], { seed: 1 }), dirty)
    const after = measure(await detector.dirt(labels), dirty)
    expect(after.f1).toBeGreaterThan(before.f1 - 0.02)
  })

  test('labelled cells are what the person said', async () => {
    const { table, dirty } = dirtyOrders(200, 5)
    const detector = await createDetector(table)
    const [row = 0] = await detector.ask(1, [])
    const opposite = dirty.map((column) => !column[row])
    const dirt = await detector.dirt([{ row, dirty: opposite }])
    expect(dirt.map((column) => column[row] === 1)).toEqual(opposite)
  })
})

test('equal seeds ask for the same rows; rows are asked for once', async () => {
  const { table } = dirtyOrders(300, 6)
  const ask = async (seed: number) => (await createDetector(table)).ask(20, [], { seed })
  const rows = await ask(1)
  expect(await ask(1)).toEqual(rows)
  expect(await ask(2)).not.toEqual(rows)
  expect(new Set(rows).size).toBe(20)
})

test('no more rows are asked for than there are', async () => {
  const detector = await createDetector(tableOf(['a'], [['1'], ['2'], ['2']]))
  expect((await detector.ask(20, [])).sort()).toEqual([0, 1, 2])
})

test('a cancel ends the work', async () => {
  const stop = new AbortController()
  stop.abort(new Error('stopped'))
  const { table } = dirtyOrders(100, 7)
  await expect(createDetector(table, { signal: stop.signal })).rejects.toThrow('stopped')
})

test.each([
  ['no columns', []],
  ['no rows', ['a', 'b']],
])('a table with %s', async (_, names) => {
  const detector = await createDetector(tableOf(names, []))
  expect((await detector.dirt([])).flatMap((column) => [...column])).toEqual([])
  expect(await detector.ask(3, [])).toEqual([])
})

test.each([
  ['one row', [['x', '1']]],
  ['nulls only', Array.from({ length: 50 }, () => ['', ''])],
  ['one value only', Array.from({ length: 50 }, () => ['same', 'same'])],
])('%s: probabilities, and no labels that break them', async (_, rows) => {
  const detector = await createDetector(tableOf(['a', 'a'], rows))
  const asked = await detector.ask(5, [])
  const dirt = await detector.dirt(asked.map((row) => ({ row, dirty: [true, false] })))
  for (const p of dirt.flatMap((column) => [...column])) expect(p >= 0 && p <= 1).toBe(true)
})
