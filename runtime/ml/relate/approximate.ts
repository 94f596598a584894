import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { CodedTable, Groups } from './codes.ts'
import { groupColumn, refiner } from './codes.ts'
import type { Dependency } from './dependencies.ts'

export interface ApproximateDependency extends Dependency {
  /** Share of the rows to remove for it to hold (g3: Kivinen, Mannila, 1995). */
  readonly error: number
}

export interface ApproximateOptions {
  /** Default: 0.05. */
  readonly most?: number | undefined
}

/** Left-hand sides of two columns are looked for in tables up to so wide. */
const widestForPairs = 31
/** Pairs of columns times rows: some seconds of counting. */
const mostCells = 1e9
/** Guessing the commonest value must be so much worse. */
const gain = 4

/** How many columns, the first ones, are held against each other: pairs grow with their square. */
export const columnsToPair = (columns: number, rows: number): number =>
  Math.min(columns, Math.max(widestForPairs, Math.floor(Math.sqrt(mostCells / Math.max(1, rows)))))

/**
 * Dependencies of one or two columns on the left that few rows break. What holds exactly, follows
 * from a smaller one, rests on hardly repeated values or says no more than that one value is
 * common is left out.
 */
export async function findApproximate(
  table: CodedTable,
  exact: readonly Dependency[],
  { most = 0.05 }: ApproximateOptions = {},
  work?: Work,
): Promise<ApproximateDependency[]> {
  const { distinct, rows } = table
  const columns = table.columns.slice(0, columnsToPair(table.columns.length, rows))
  const found: ApproximateDependency[] = []
  if (rows < 10 || most <= 0) return found
  const largest = distinct.reduce((a, b) => Math.max(a, b), 1)
  const refine = refiner(largest)
  const errorOf = errorCounter(largest, rows)
  const whole: Groups = {
    rows: Int32Array.from({ length: rows }, (_, i) => i),
    starts: Int32Array.of(0, rows),
  }
  const guessing = columns.map((codes) => errorOf(whole, codes))
  const known = columns.map((_, right) => exact.filter((d) => d.right === right).map((d) => d.left))
  const follows = (left: readonly number[], right: number) =>
    known[right]?.some((smaller) => smaller.every((column) => left.includes(column)))
  const look = (left: readonly number[], groups: Groups) => {
    if (groups.rows.length < rows / 2) return
    for (const [right, codes] of columns.entries()) {
      if (left.includes(right) || (distinct[right] as number) < 2 || follows(left, right)) continue
      const error = errorOf(groups, codes)
      if (error > 0 && error <= most && error * gain <= (guessing[right] as number)) {
        found.push({ left, right, error })
        known[right]?.push(left)
      }
    }
  }
  const single = columns.map((codes, c) => groupColumn(codes, distinct[c] as number))
  for (const [c, groups] of single.entries()) {
    look([c], groups)
    await breathe(work)
  }
  if (columns.length > widestForPairs) return found
  for (const [a, groups] of single.entries()) {
    if (groups.rows.length < rows / 2) continue
    for (let b = a + 1; b < columns.length; b++)
      look([a, b], refine(groups, columns[b] as Int32Array))
    await breathe(work)
  }
  return found
}

/** Counts the rows that do not have the commonest value of their group. */
function errorCounter(most: number, total: number): (groups: Groups, codes: Int32Array) => number {
  const count = new Int32Array(most)
  return ({ rows, starts }, codes) => {
    let wrong = 0
    for (let g = 0; g + 1 < starts.length; g++) {
      const from = starts[g] as number
      const to = starts[g + 1] as number
      let commonest = 0
      for (let i = from; i < to; i++) {
        const code = codes[rows[i] as number] as number
        const times = (count[code] as number) + 1
        count[code] = times
        if (times > commonest) commonest = times
      }
      for (let i = from; i < to; i++) count[codes[rows[i] as number] as number] = 0
      wrong += to - from - commonest
    }
    return wrong / total
  }
}
