import type { ColumnEvidence, Evidence } from './evidence.ts'
import { reasons } from './evidence.ts'

/** The features of each row's cell in one column, row after row. */
export interface FeatureTable {
  readonly size: number
  /** What means the same in every column, so that columns learn from each other. */
  readonly shared: number
  readonly of: (row: number) => Float32Array
}

/** Features that mean the same everywhere come first, then those of this column's own forms. */
export function cellFeatures(evidence: Evidence, index: number, rowDoubt: Float32Array) {
  const column = evidence.columns[index] as ColumnEvidence
  const own = ownFeatures(column)
  const shared = sharedSize(column)
  const size = shared + own.length
  const rows = evidence.table.rows
  const data = new Float32Array(rows * size)
  const spelling = standardise(column, column.surprise)
  const lengths = standardise(
    column,
    Float32Array.from(column.column.values, (value) => Math.log1p(value.length)),
  )
  const logRows = Math.log(rows + 1)
  const columns = evidence.columns.length
  for (let row = 0; row < rows; row++) {
    const code = column.column.codes[row] as number
    let at = row * size
    const put = (value: number) => {
      data[at++] = value
    }
    put(1)
    for (const reason of reasons) put(column.doubt[reason][row] as number)
    const wrong = column.votes.wrong[row] as number
    put(wrong < 0 ? 0 : 2 * wrong - 1)
    put(wrong < 0 ? 0 : (column.votes.agree[row] as number))
    put((column.votes.reliability[row] as number) / 3)
    put(Math.log(column.column.counts[code] as number) / logRows)
    put(1 - (column.typos.distance[code] as number))
    put(Math.max(-2, Math.min(3, spelling[code] as number)) / 2)
    put(Math.min(3, Math.abs(lengths[code] as number)) / 3)
    for (const view of column.formats.views) put(-Math.log((view.share[code] as number) + 1e-3) / 7)
    put(Math.min(10, column.formats.outlying[code] as number) / 10)
    const others = (rowDoubt[row] as number) - (column.prior[row] as number)
    put(Math.min(1, others / Math.max(1, columns / 4)))
    for (const codes of own) put(codes[code] as number)
  }
  return { size, shared, of: (row: number) => data.subarray(row * size, (row + 1) * size) }
}

const sharedSize = (column: ColumnEvidence) =>
  1 + reasons.length + 7 + column.formats.views.length + 2

const formsByView = 6
const frequentValues = 6
const signs = 12

/** By feature: its value by code. */
function ownFeatures({ column, formats, missing }: ColumnEvidence): Float32Array[] {
  const features: Float32Array[] = []
  const weights = column.counts
  for (const { forms } of formats.views) {
    const top = mostFrequent(forms, weights, formsByView)
    for (const form of top) features.push(Float32Array.from(forms, (it) => (it === form ? 1 : 0)))
    const known = new Set(top)
    features.push(Float32Array.from(forms, (it) => (known.has(it) ? 0 : 1)))
  }
  for (const value of mostFrequent(column.values, weights, frequentValues))
    features.push(Float32Array.from(column.values, (it) => (it === value ? 1 : 0)))
  const held = column.values.map((value) => new Set(value.slice(0, 200).replace(/[\p{L}\d]/gu, '')))
  const sign = mostFrequentIn(held, weights, signs)
  for (const one of sign) features.push(Float32Array.from(held, (set) => (set.has(one) ? 1 : 0)))
  features.push(Float32Array.from(missing))
  features.push(Float32Array.from(column.values, (value) => Math.min(2, value.length / 20)))
  return features.filter(varies)
}

const varies = (feature: Float32Array) => feature.some((x) => x !== feature[0])

function mostFrequent(keys: readonly string[], weights: Int32Array, count: number): string[] {
  return mostFrequentIn(
    keys.map((key) => [key]),
    weights,
    count,
  )
}

function mostFrequentIn(keys: readonly Iterable<string>[], weights: Int32Array, count: number) {
  const sums = new Map<string, number>()
  keys.forEach((some, code) => {
    for (const key of some) sums.set(key, (sums.get(key) ?? 0) + (weights[code] as number))
  })
  return [...sums]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, count)
    .map(([key]) => key)
}

/** Deviations from the mean over rows, in standard deviations; 0 where nothing varies. */
function standardise({ column }: ColumnEvidence, byCode: Float32Array): Float32Array {
  let sum = 0
  let squares = 0
  byCode.forEach((x, code) => {
    const count = column.counts[code] as number
    sum += count * x
    squares += count * x * x
  })
  const rows = Math.max(1, column.codes.length)
  const mean = sum / rows
  const deviation = Math.sqrt(Math.max(0, squares / rows - mean * mean))
  return byCode.map((x) => (deviation > 1e-9 ? (x - mean) / deviation : 0))
}
