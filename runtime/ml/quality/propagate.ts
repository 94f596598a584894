import { trustIn } from './dependencies.ts'
import type { ColumnEvidence, Evidence } from './evidence.ts'
import type { RowLabel } from './learn-dirt.ts'

/** What labels of other rows say of a cell. */
export interface Hint {
  readonly row: number
  readonly dirty: boolean
  /** 0 … 1: how surely. */
  readonly trust: number
  /** Share of one label that it counts for. */
  readonly weight: number
}

const exactFrom = 0.9

/**
 * A label tells of more cells than its own: where a column is decided by another, a clean value
 * is the truth of its whole group and makes the others dirty; and a value that is doubted for what
 * it is, not for where it stands, is alike wherever it occurs. By column.
 */
export function propagateLabels(evidence: Evidence, labels: readonly RowLabel[]): Hint[][] {
  const labelled = new Set(labels.map((label) => label.row))
  return evidence.columns.map((column, to) => {
    const deciding = evidence.dependencies.find(
      (one) => one.to === to && (one.panel ? trustIn(one) : one.strength) >= exactFrom,
    )
    const from = deciding && evidence.columns[deciding.from]
    const trust = deciding?.panel ? 1 : 0.5
    const hints = new Map<number, Hint>()
    for (const { row, dirty } of labels) {
      const isDirty = dirty[to] ?? false
      const found = [
        ...(from ? inGroup(from, column, row, isDirty, trust) : []),
        ...ofValue(column, row, isDirty),
      ]
      for (const hint of found)
        if (!labelled.has(hint.row) && !hints.has(hint.row)) hints.set(hint.row, hint)
    }
    return [...hints.values()]
  })
}

function* inGroup(
  from: ColumnEvidence,
  to: ColumnEvidence,
  row: number,
  dirty: boolean,
  trust: number,
): Generator<Hint> {
  const key = from.column.codes[row] as number
  if (from.missing[key]) return
  const value = to.column.codes[row] as number
  // A dirty blank tells nothing of the other blanks; these are judged by the group.
  if (to.missing[value] || to.votes.by[row] === -1) return
  const weight = 1 / (from.column.counts[key] as number)
  for (let other = 0; other < from.column.codes.length; other++) {
    if (other === row || from.column.codes[other] !== key || to.votes.by[other] === -1) continue
    const same = to.column.codes[other] === value
    if (same || !dirty) yield { row: other, dirty: same ? dirty : true, trust, weight }
  }
}

function* ofValue(column: ColumnEvidence, row: number, dirty: boolean): Generator<Hint> {
  const code = column.column.codes[row] as number
  const { doubt } = column
  const placed = Math.max(doubt.dependency[row] as number, doubt.misplaced[row] as number)
  if (column.missing[code] ? code === column.column.blank : placed > 0.3) return
  const count = column.column.counts[code] as number
  if (count < 2 || column.votes.by[row] !== -1) return
  for (let other = 0; other < column.column.codes.length; other++)
    if (other !== row && column.column.codes[other] === code)
      yield { row: other, dirty, trust: 0.5, weight: 0.5 / count }
}
