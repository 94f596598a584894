import type { ColumnProfile, TableProfile } from '../../report.ts'

/** How a column differs between two profiles of what should be the same table. */
export interface ColumnDrift {
  readonly column: string
  readonly change: 'added' | 'removed' | 'type' | 'values' | 'none'
  /** Population stability index of the values: below 0.1 stable, above 0.25 changed. */
  readonly index: number | null
  readonly nullShare: readonly [before: number, after: number]
  readonly drifted: boolean
}

const changed = 0.25
const nullsChanged = 0.1

export function compareProfiles(before: TableProfile, after: TableProfile): ColumnDrift[] {
  const old = new Map(before.columns.map((c) => [c.column, c]))
  const names = new Set(after.columns.map((c) => c.column))
  const removed = before.columns
    .filter((c) => !names.has(c.column))
    .map((c) => gone(c.column, 'removed', [shareOf(c), 0]))
  const others = after.columns.map((c): ColumnDrift => {
    const was = old.get(c.column)
    if (!was) return gone(c.column, 'added', [0, shareOf(c)])
    const nullShare = [shareOf(was), shareOf(c)] as const
    if (was.type !== c.type) return gone(c.column, 'type', nullShare)
    const index = c.numbers && was.numbers ? numberIndex(was, c) : valueIndex(was, c)
    const drifted = (index ?? 0) > changed || Math.abs(nullShare[0] - nullShare[1]) > nullsChanged
    return { column: c.column, change: drifted ? 'values' : 'none', index, nullShare, drifted }
  })
  return [...removed, ...others]
}

const gone = (
  column: string,
  change: ColumnDrift['change'],
  nullShare: ColumnDrift['nullShare'],
): ColumnDrift => ({ column, change, index: null, nullShare, drifted: true })

const shareOf = ({ nulls, rows }: ColumnProfile) => (rows === 0 ? 0 : nulls / rows)

/** Shares between the old histogram's bounds; what lies beyond belongs to the outer bins. */
function numberIndex(before: ColumnProfile, after: ColumnProfile): number | null {
  const bins = before.numbers?.histogram ?? []
  const now = after.numbers?.histogram ?? []
  if (bins.length === 0 || now.length === 0) return null
  const counts = bins.map(() => 0)
  for (const { from, to, count } of now) {
    const middle = (from + to) / 2
    const at = bins.findIndex((b) => middle < b.to)
    const bin = at < 0 ? bins.length - 1 : at
    counts[bin] = (counts[bin] ?? 0) + count
  }
  return stability(
    bins.map((b) => b.count),
    counts,
  )
}

/** Shares of the old frequent values and of all others. */
function valueIndex(before: ColumnProfile, after: ColumnProfile): number | null {
  const present = (c: ColumnProfile) => c.rows - c.nulls
  if (before.top.length === 0 || after.top.length === 0) return null
  const values = new Set([...before.top, ...after.top].map((t) => t.value))
  const counts = (c: ColumnProfile) => {
    const known = [...values].map((v) => c.top.find((t) => t.value === v)?.count ?? 0)
    return [...known, present(c) - known.reduce((a, b) => a + b, 0)]
  }
  // Of many different values the frequent ones come and go by chance.
  const covered = before.top.reduce((sum, t) => sum + t.count, 0) / Math.max(1, present(before))
  return covered < 0.2 ? null : stability(counts(before), counts(after))
}

function stability(before: readonly number[], after: readonly number[]): number {
  const total = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0)
  const [n, m, k] = [total(before), total(after), before.length]
  return before.reduce((sum, count, i) => {
    const p = (count + 0.5) / (n + 0.5 * k)
    const q = ((after[i] ?? 0) + 0.5) / (m + 0.5 * k)
    return sum + (q - p) * Math.log(q / p)
  }, 0)
}
