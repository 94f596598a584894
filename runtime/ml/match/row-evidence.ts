import type { MatchTable } from './side.ts'
import type { ColumnSketch } from './sketch-column.ts'
import { canonicalValue } from './sketch-column.ts'
import type { PairMatrix } from './sparse.ts'
import { pairMatrix } from './sparse.ts'

export interface RowEvidence {
  /** Share of common rows, both values given, in which they are the same. */
  readonly equal: PairMatrix
  /** Uncertainty coefficient: how far one column's value is settled by the other's; 0 … 1. */
  readonly settled: PairMatrix
  /** The columns that tell which rows belong together, and how many there are. */
  readonly joinedBy?: { readonly source: number; readonly target: number; readonly rows: number }
}

const maxRows = 2000
const fewestRows = 20

/**
 * Where two tables hold the same things, a shared key shows which rows belong together, and rows
 * side by side show which columns do, whatever they are called and however they are coded
 * (after Bilke & Naumann 2005, “Schema matching using duplicates”).
 */
export function rowEvidence(
  source: MatchTable,
  target: MatchTable,
  sketches: {
    readonly sources: readonly ColumnSketch[]
    readonly targets: readonly ColumnSketch[]
  },
): RowEvidence {
  const { sources, targets } = sketches
  const equal = pairMatrix(sources.length, targets.length)
  const settled = pairMatrix(sources.length, targets.length)
  const key = sharedKey(sources, targets)
  if (!key) return { equal, settled }
  const rows = joinedRows(source, target, key)
  if (rows.length < fewestRows) return { equal, settled }
  const left = source.columns.map((c) => codes(rows.map(([s]) => c.values[s] ?? null)))
  const right = target.columns.map((c) => codes(rows.map(([, t]) => c.values[t] ?? null)))
  left.forEach((a, s) => {
    right.forEach((b, t) => {
      const { same, uncertainty } = compare(a, b)
      equal.values[s * targets.length + t] = same
      settled.values[s * targets.length + t] = uncertainty
    })
  })
  return { equal, settled, joinedBy: { ...key, rows: rows.length } }
}

/** The pair of columns with nearly unique values that have most of them in common. */
function sharedKey(sources: readonly ColumnSketch[], targets: readonly ColumnSketch[]) {
  const isKey = (c: ColumnSketch) => c.uniqueness > 0.7 && c.filled > 0.7 && c.count >= fewestRows
  let best: { source: number; target: number; share: number } | undefined
  sources.forEach((a, source) => {
    if (!isKey(a)) return
    targets.forEach((b, target) => {
      // Counters 1, 2, 3 … are in common everywhere and mean nothing.
      if (!isKey(b) || (a.family === 'number' && b.family === 'number')) return
      let common = 0
      for (const value of a.distinct.keys()) if (b.distinct.has(value)) common++
      const share = common / Math.min(a.distinct.size, b.distinct.size)
      const uniqueness = a.uniqueness * b.uniqueness
      if (common >= fewestRows && share > 0.1 && share * uniqueness > (best?.share ?? 0))
        best = { source, target, share: share * uniqueness }
    })
  })
  return best
}

function joinedRows(
  source: MatchTable,
  target: MatchTable,
  key: { source: number; target: number },
): [number, number][] {
  const index = new Map<string, number>()
  target.columns[key.target]?.values.forEach((value, row) => {
    if (value !== null) index.set(canonicalValue(value), row)
  })
  const rows: [number, number][] = []
  source.columns[key.source]?.values.forEach((value, row) => {
    const other = value === null ? undefined : index.get(canonicalValue(value))
    if (other !== undefined) rows.push([row, other])
  })
  if (rows.length <= maxRows) return rows
  const step = rows.length / maxRows
  return Array.from({ length: maxRows }, (_, i) => rows[Math.floor(i * step)] as [number, number])
}

interface Coded {
  readonly texts: readonly string[]
  /** −1 for a value that is not there. */
  readonly codes: Int32Array
  readonly distinct: number
}

function codes(values: readonly (string | null)[]): Coded {
  const texts = values.map((value) => (value === null ? '' : canonicalValue(value)))
  const known = new Map<string, number>()
  const coded = Int32Array.from(texts, (text) => {
    if (text === '') return -1
    const code = known.get(text) ?? known.size
    known.set(text, code)
    return code
  })
  return { texts, codes: coded, distinct: known.size }
}

function compare(a: Coded, b: Coded): { same: number; uncertainty: number } {
  const left = new Float64Array(a.distinct)
  const right = new Float64Array(b.distinct)
  const joint = new Map<number, number>()
  let [both, same] = [0, 0]
  for (let i = 0; i < a.codes.length; i++) {
    const [x, y] = [a.codes[i] as number, b.codes[i] as number]
    if (x < 0 || y < 0) continue
    both++
    if (a.texts[i] === b.texts[i]) same++
    left[x] = (left[x] as number) + 1
    right[y] = (right[y] as number) + 1
    joint.set(x * b.distinct + y, (joint.get(x * b.distinct + y) ?? 0) + 1)
  }
  if (both < fewestRows) return { same: 0, uncertainty: 0 }
  const [hx, hy, hxy] = [entropy(left, both), entropy(right, both), entropy(joint.values(), both)]
  // Columns of many different values settle each other by chance (Miller & Madow 1955).
  const filled = (counts: Float64Array) => counts.reduce((n, c) => n + (c > 0 ? 1 : 0), 0)
  const chance = (filled(left) * filled(right) - filled(left) - filled(right) + 1) / (2 * both)
  const shared = Math.max(0, hx + hy - hxy - chance)
  const largest = Math.max(hx, hy)
  return { same: same / both, uncertainty: largest < 0.05 ? 0 : Math.min(1, shared / largest) }
}

function entropy(counts: Iterable<number>, total: number): number {
  let sum = 0
  for (const n of counts) if (n > 0) sum -= (n / total) * Math.log(n / total)
  return sum
}
