import type { TextTable } from '../../table.ts'
import { GramIndex } from './grams.ts'

export interface RowPair {
  readonly source: number
  readonly target: number
  readonly similarity: number
}

/** Columns whose values, put together, say which rows belong together. */
export interface KeyColumns {
  readonly source: readonly number[]
  readonly target: readonly number[]
}

const mostRows = 3000
const mostColumns = 20
const least = 0.4

/** The columns of two tables that resemble each other most row by row, and the pairs they give. */
export function matchRows(
  source: TextTable,
  target: TextTable,
): { keys: KeyColumns; pairs: RowPair[] } {
  let best = { keys: { source: [0], target: [0] } as KeyColumns, score: -1 }
  const consider = (keys: KeyColumns, gain: number) => {
    const score = scoreOf(pairsBy(source, target, keys), source, target, keys)
    if (score > best.score + gain) best = { keys, score }
  }
  const [sources, targets] = [source, target].map((table) =>
    [...table.columns.keys()].slice(0, mostColumns),
  ) as [number[], number[]]
  for (const s of sources) for (const t of targets) consider({ source: [s], target: [t] }, 0)
  const { keys } = best
  for (const s of sources)
    if (!keys.source.includes(s))
      consider({ source: [...keys.source, s], target: keys.target }, 0.02)
  for (const t of targets)
    if (!best.keys.target.includes(t))
      for (const s of sources)
        consider(
          { source: [...new Set([...best.keys.source, s])], target: [...best.keys.target, t] },
          0.04,
        )
  return { keys: best.keys, pairs: pairsBy(source, target, best.keys) }
}

export const textOf = (table: TextTable, columns: readonly number[], row: number): string =>
  columns.map((c) => table.columns[c]?.values[row] ?? '').join(' ')

const textsOf = (table: TextTable, columns: readonly number[]) =>
  Array.from({ length: Math.min(mostRows, table.rows) }, (_, row) => textOf(table, columns, row))

/** Each source row with its most similar target row, where it is among the most similar to that. */
function pairsBy(source: TextTable, target: TextTable, keys: KeyColumns): RowPair[] {
  const texts = textsOf(source, keys.source)
  const index = new GramIndex(textsOf(target, keys.target), texts)
  const bestOfTarget = new Map<number, number>()
  const candidates: RowPair[] = []
  for (const [row, text] of texts.entries()) {
    let at = -1
    let top = 0
    let tied = 0
    for (const [t, similarity] of index.similar(text)) {
      bestOfTarget.set(t, Math.max(similarity, bestOfTarget.get(t) ?? 0))
      if (similarity > top + 1e-9) [at, top, tied] = [t, similarity, 0]
      else if (Math.abs(similarity - top) <= 1e-9) tied++
    }
    if (at >= 0 && top >= least && tied < 4)
      candidates.push({ source: row, target: at, similarity: top })
  }
  return candidates.filter((p) => p.similarity >= 0.93 * (bestOfTarget.get(p.target) ?? 0))
}

/** How much of the smaller table finds a partner, and how sure that is. */
function scoreOf(
  pairs: readonly RowPair[],
  source: TextTable,
  target: TextTable,
  keys: KeyColumns,
): number {
  const partners = new Set(pairs.map((p) => p.target)).size
  const sources = new Set(pairs.map((p) => textOf(source, keys.source, p.source))).size
  const sure = pairs.reduce((sum, p) => sum + p.similarity, 0) / Math.max(1, pairs.length)
  const found = Math.min(partners, sources) / Math.max(1, Math.min(source.rows, target.rows))
  return (
    sure *
    Math.min(1, found) *
    (numbered(source, keys.source) || numbered(target, keys.target) ? 0.2 : 1)
  )
}

/** Columns of numbers alone are mostly counters: that they agree says little. */
const numbered = (table: TextTable, columns: readonly number[]): boolean =>
  columns.every((c) => table.columns[c]?.values.every((v) => !v || /^[0-9.,\s]+$/.test(v)))
