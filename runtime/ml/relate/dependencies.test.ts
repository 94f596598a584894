import { describe, expect, test } from 'vitest'
import type { Random } from '../random.ts'
import { below, seededRandom } from '../random.ts'
import { columnsToPair, findApproximate } from './approximate.ts'
import type { CodedTable } from './codes.ts'
import { codeTable } from './codes.ts'
import { findDependencies } from './dependencies.ts'

const coded = (rows: readonly (readonly (string | null)[])[], width = rows[0]?.length ?? 0) =>
  codeTable({
    rows: rows.length,
    columns: Array.from({ length: width }, (_, c) => ({
      name: `c${c}`,
      values: rows.map((row) => row[c] ?? null),
    })),
  })

/** Every minimal left-hand side by the definition; `right` undefined: keys. */
function byDefinition(table: CodedTable, right: number | undefined): number[][] {
  const width = table.columns.length
  const minimal: number[] = []
  const sets = Array.from({ length: 2 ** width }, (_, set) => set)
  const size = (set: number) => set.toString(2).replaceAll('0', '').length
  for (const set of sets.sort((a, b) => size(a) - size(b))) {
    if (right !== undefined && (set >> right) & 1) continue
    if (minimal.some((smaller) => (smaller & set) === smaller)) continue
    const seen = new Map<string, number>()
    let holds = true
    for (let row = 0; row < table.rows; row++) {
      const key = table.columns.map((c, i) => ((set >> i) & 1 ? c[row] : '')).join()
      const value = right === undefined ? row : (table.columns[right]?.[row] as number)
      holds &&= (seen.get(key) ?? value) === value
      seen.set(key, value)
    }
    if (holds) minimal.push(set)
  }
  return minimal.map((set) =>
    Array.from({ length: width }, (_, i) => i).filter((i) => (set >> i) & 1),
  )
}

const randomRows = (random: Random, rows: number, sizes: readonly number[]) =>
  Array.from({ length: rows }, () => sizes.map((size) => `${below(random, size)}`))

async function expectExact(table: CodedTable) {
  const found = await findDependencies(table)
  const text = (sets: readonly (readonly number[])[]) => sets.map((set) => set.join('+')).sort()
  for (const right of table.columns.keys()) {
    const lefts = found.dependencies.filter((d) => d.right === right).map((d) => d.left)
    expect(text(lefts)).toEqual(text(byDefinition(table, right)))
  }
  expect(text(found.keys)).toEqual(text(byDefinition(table, undefined)))
}

describe('functional dependencies and keys', () => {
  test('are those of the definition, on small random tables', async () => {
    const random = seededRandom(1)
    for (let round = 0; round < 30; round++) {
      const sizes = Array.from({ length: 1 + below(random, 6) }, () => 1 + below(random, 6))
      await expectExact(coded(randomRows(random, 1 + below(random, 40), sizes)))
    }
  })

  test('are those of the definition where not all pairs of rows can be compared', async () => {
    const random = seededRandom(2)
    const rows = randomRows(random, 3000, [40, 30, 20, 9]).map((row) => [
      ...row,
      `${Number(row[0]) % 7}`,
      `${Number(row[0]) + Number(row[1])}`,
    ])
    // A single row breaks what holds for all others.
    rows[1234] = ['1', '1', '1', '1', '6', '2']
    const table = coded(rows)
    await expectExact(table)
    const { dependencies } = await findDependencies(coded(rows.toSpliced(1234, 1)))
    expect(dependencies).toContainEqual({ left: [0], right: 4 })
    expect(dependencies).toContainEqual({ left: [0, 1], right: 5 })
  })

  test('null is a value like another, and a constant depends on nothing', async () => {
    const { dependencies, keys } = await findDependencies(
      coded([
        [null, 'x', 'k'],
        [null, 'x', 'k'],
        ['1', 'y', 'k'],
      ]),
    )
    expect(dependencies).toEqual([
      { left: [1], right: 0 },
      { left: [0], right: 1 },
      { left: [], right: 2 },
    ])
    expect(keys).toEqual([])
  })

  test('of more columns than fit, some are looked at, and the result says so', async () => {
    const random = seededRandom(3)
    const table = coded(
      randomRows(
        random,
        60,
        Array.from({ length: 40 }, (_, c) => 2 + c),
      ),
    )
    const { columns, widest, dependencies } = await findDependencies(table, { limit: 5000 })
    expect(columns).toHaveLength(31)
    expect(widest).toBeLessThan(31)
    expect(dependencies.every((d) => d.left.length <= widest)).toBe(true)
  })

  test('no rows and no columns are no trouble', async () => {
    expect((await findDependencies(coded([], 2))).keys).toEqual([[]])
    expect(await findDependencies(coded([]))).toMatchObject({ dependencies: [], columns: [] })
  })

  test('can be cancelled', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    const table = coded(randomRows(seededRandom(4), 4000, [50, 50, 50]))
    await expect(findDependencies(table, {}, { signal })).rejects.toThrow('enough')
  })
})

describe('approximate dependencies', () => {
  const zips = Array.from({ length: 200 }, (_, i) => [`${i % 20}`, `city ${(i % 20) % 9}`, `${i}`])

  test('states the share of rows that break it', async () => {
    const dirty = zips.map((row, i) => (i === 7 || i === 90 ? [row[0] ?? '', 'typo', `${i}`] : row))
    const table = coded(dirty)
    const { dependencies } = await findDependencies(table)
    expect(dependencies.some((d) => d.right === 1 && d.left.join() === '0')).toBe(false)
    expect(await findApproximate(table, dependencies)).toEqual([
      { left: [0], right: 1, error: 0.01 },
    ])
  })

  test('are looked for among fewer columns the more rows there are', () => {
    expect(columnsToPair(500, 1000)).toBe(500)
    expect(columnsToPair(10_000, 1000)).toBe(1000)
    expect(columnsToPair(10_000, 10_000_000)).toBe(31)
    expect(columnsToPair(5, 0)).toBe(5)
  })

  test('keys, exact dependencies and near-constants are none', async () => {
    const table = coded(
      zips.map(([a = '', b = ''], i) => [a, b, `${i}`, i === 0 ? 'odd' : 'usual']),
    )
    const { dependencies } = await findDependencies(table)
    expect(await findApproximate(table, dependencies)).toEqual([])
  })
})
