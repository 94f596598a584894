import { expect, test } from 'vitest'
import { calibrationError } from '../../../bench/support/calibration.ts'
import { fabricate } from '../../../bench/train/match-fabricate.ts'
import { fabricateMany } from '../../../bench/train/match-fabricate-many.ts'
import { drawRegime } from '../../../bench/train/match-regimes.ts'
import { seededRandom } from '../random.ts'
import { confidence, inContext } from './confidence.ts'
import { matchTables } from './match-tables.ts'
import { model } from './score.ts'
import type { MatchTable } from './side.ts'
import { eachPair } from './sparse.ts'

const orderOf = (row: Float32Array) => [...row.keys()].sort((a, b) => (row[b] ?? 0) - (row[a] ?? 0))

test('calibration leaves the order of targets alone', () => {
  const random = seededRandom(5)
  const none = { fit: () => 1, behind: () => 0 }
  for (const [kind, tables] of [
    [model.one, undefined],
    [model.many, none],
  ] as const) {
    const scores = eachPair(30, 20, () => -8 + 14 * random())
    const ranked = inContext(scores, kind.context, tables)
    const probable = confidence(scores, kind, { tables })
    for (let s = 0; s < 30; s++) {
      const row = (of: typeof scores) => of.values.subarray(s * 20, (s + 1) * 20)
      expect(orderOf(row(probable))).toEqual(orderOf(row(ranked)))
    }
  }
})

test('the same score says less where hardly any column has a partner', () => {
  // The first column is the same in both; the others have a clear partner, or none.
  const scores = (others: number) =>
    eachPair(12, 12, (s, t) => (s === t ? (s === 0 ? 2 : others) : -6))
  const of = (others: number) => confidence(scores(others), model.one, {}).values[0] as number
  expect(of(5)).toBeGreaterThan(of(-6) + 0.1)
})

/** How the matcher does on fabricated tables that no parameter was fitted to. */
async function judged(
  source: readonly MatchTable[],
  target: readonly MatchTable[],
  truth: readonly (readonly [source: number, target: number])[],
) {
  const keys = (tables: readonly MatchTable[]) =>
    tables.flatMap((t) => t.columns.map((c) => `${t.name} ${c.name}`))
  const [left, right] = [keys(source), keys(target)]
  const known = new Set(truth.map(([s, t]) => `${left[s]} ${right[t]}`))
  const { columns } = await matchTables(source, target)
  return columns.flatMap((c) =>
    c.targets.map((t, rank) => ({
      confidence: t.confidence,
      right: known.has(`${c.table} ${c.column} ${t.table} ${t.column}`),
      rank,
    })),
  )
}

test('confidence holds in tables of every kind', { timeout: 60_000 }, async () => {
  const groups = new Map<string, Awaited<ReturnType<typeof judged>>>()
  const add = (name: string, list: Awaited<ReturnType<typeof judged>>) =>
    groups.set(name, [...(groups.get(name) ?? []), ...list])
  for (let seed = 30_001; seed <= 30_036; seed++) {
    const regime = drawRegime(seededRandom(seed))
    const { source, target, truth } = fabricate(seed, {
      ...regime,
      targetAlone: seed % 2 ? 4 : 120,
    })
    const list = await judged([source], [target], truth)
    add(seed % 2 ? 'few targets' : 'many targets', list)
    add(source.rows > 0 && target.rows > 0 ? 'rows' : 'no rows', list)
  }
  for (let seed = 30_001; seed <= 30_012; seed++) {
    const { source, target, truth } = fabricateMany(seed)
    add('many tables', await judged(source, target, truth))
  }
  expect([...groups.keys()].sort()).toEqual(
    ['few targets', 'many tables', 'many targets', 'no rows', 'rows'].sort(),
  )
  const errors = [...groups].map(([name, list]) => ({
    name,
    shown: calibrationError(list),
    best: calibrationError(list.filter((p) => p.rank === 0)),
  }))
  expect(errors.filter(({ shown, best }) => shown > 0.05 || best > 0.08)).toEqual([])
})
