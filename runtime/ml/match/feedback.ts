import type { Side, SideColumn } from './evidence.ts'
import { named } from './evidence.ts'
import type { NamedThing } from './name-evidence.ts'
import type { ColumnName } from './side.ts'
import type { PairMatrix } from './sparse.ts'
import { mapPairs } from './sparse.ts'
import type { WordVectors } from './word-vectors.ts'

/** What a person decided about a proposed pair. Belongs to one tenant and is kept by it. */
export interface Feedback {
  readonly source: ColumnName
  readonly target: ColumnName
  readonly accepted: boolean
}

/** Log-odds that a decision adds: for the very pair, for other columns so named, for their words. */
const worth = { pair: 10, names: 3, words: 1.5 }

/**
 * Scores changed by what was decided before: the same pair follows its decision, columns of the
 * same names elsewhere lean to it, and words that stood for each other in an accepted pair
 * (`kunnr` and `customer number`) count as related in other names.
 */
export function withFeedback(
  scores: PairMatrix,
  source: Side,
  target: Side,
  feedback: readonly Feedback[],
  vectors: WordVectors,
): PairMatrix {
  if (feedback.length === 0) return scores
  const exact = new Map<string, boolean>()
  const names = new Map<string, number>()
  const words = new Map<string, number>()
  for (const { source: from, target: to, accepted } of feedback) {
    exact.set(pairKey(from, to), accepted)
    const [a, b] = [named(from.column, vectors), named(to.column, vectors)]
    count(names, `${a.compact} ${b.compact}`, accepted ? 1 : -1)
    if (accepted) for (const lesson of unlike(a, b)) count(words, lesson, 1)
  }
  return mapPairs(scores, (z, s, t) => {
    const [a, b] = [source.columns[s] as SideColumn, target.columns[t] as SideColumn]
    const decided = exact.get(pairKey(nameOf(source, a), nameOf(target, b)))
    if (decided !== undefined)
      return decided ? Math.max(z, 0) + worth.pair : Math.min(z, 0) - worth.pair
    const votes = names.get(`${a.named.compact} ${b.named.compact}`) ?? 0
    const leaning = (worth.names * 2 * votes) / (1 + Math.abs(votes))
    if (words.size === 0 || votes !== 0) return z + leaning
    return z + (unlike(a.named, b.named).some((lesson) => words.has(lesson)) ? worth.words : 0)
  })
}

/** What was decided about a pair, as a reason. */
export function decisionOf(
  feedback: readonly Feedback[],
  source: ColumnName,
  target: ColumnName,
): string[] {
  const decided = feedback.findLast((f) => pairKey(f.source, f.target) === pairKey(source, target))
  if (!decided) return []
  return [decided.accepted ? 'accepted before' : 'but rejected before']
}

/** Pairs of words that two names do not share. */
function unlike(a: NamedThing, b: NamedThing): string[] {
  const rest = (from: NamedThing, other: NamedThing) =>
    from.units
      .filter((u) => u.weight === 1 && !other.units.some((o) => o.stem === u.stem))
      .map((u) => u.stem)
  const [left, right] = [rest(a, b), rest(b, a)]
  return left.flatMap((x) => right.map((y) => `${x} ${y}`))
}

const nameOf = (side: Side, { table, name }: SideColumn): ColumnName => ({
  table: side.tables[table]?.name ?? '',
  column: name,
})

const pairKey = (from: ColumnName, to: ColumnName) =>
  JSON.stringify([from.table, from.column, to.table, to.column])

function count(map: Map<string, number>, key: string, by: number) {
  map.set(key, (map.get(key) ?? 0) + by)
}
