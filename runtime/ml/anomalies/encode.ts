import type { AnomalyColumn } from './columns.ts'

/** How columns become features; plain JSON. */
export interface Encoding {
  readonly columns: readonly Pick<AnomalyColumn, 'name' | 'kind' | 'reading'>[]
  readonly features: readonly Feature[]
}

export interface Feature {
  /** Index of its column. */
  readonly column: number
  readonly mean: number
  readonly deviation: number
  /** What it is made of: the number; how rare its category is, in nats; whether it is missing. */
  readonly of: 'number' | 'rarity' | 'missing'
  /** Put in place of a missing number: the median. */
  readonly fill?: number
  readonly rarity?: Readonly<Record<string, number>>
  readonly unseen?: number
}

/** Features of rows, one row after the other, each with mean 0 and deviation 1 where it was fitted. */
export interface Matrix {
  readonly rows: number
  readonly width: number
  readonly values: Float64Array
}

/** Far enough from everything, and its square is still a number. */
const farthest = 1e6

export function fitEncoding(columns: readonly AnomalyColumn[]): Encoding {
  const features: Feature[] = []
  columns.forEach((column, at) => {
    const fitted = column.kind === 'number' ? fitNumbers(column.values) : fitCategories(column)
    for (const draft of fitted) {
      const made = { column: at, mean: 0, deviation: 1, ...draft }
      const scale = moments(rawFeature(column, made))
      if (scale.deviation > 0) features.push({ ...made, ...scale })
    }
  })
  return { columns: columns.map(({ name, kind, reading }) => ({ name, kind, reading })), features }
}

type Draft = Omit<Feature, 'column' | 'mean' | 'deviation'>

function fitNumbers(values: Float64Array): Draft[] {
  const present = values.filter(Number.isFinite).sort()
  if (present.length === 0) return []
  const fill = present[present.length >> 1] as number
  return [
    { of: 'number', fill },
    ...(present.length < values.length ? [{ of: 'missing' as const }] : []),
  ]
}

function fitCategories({ codes, labels }: AnomalyColumn & { kind: 'category' }): Draft[] {
  const counts = new Map<string, number>()
  for (const code of codes) {
    const label = labelOf(code, labels)
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  const total = codes.length + 1
  const rarity = Object.fromEntries(
    [...counts].map(([label, count]) => [label, Math.log(total / count)]),
  )
  return [{ of: 'rarity', rarity, unseen: Math.log(total) }]
}

/** Missing is a category of its own; real labels cannot be mistaken for it. */
const labelOf = (code: number, labels: readonly string[] | undefined): string =>
  code < 0 ? '' : `=${labels?.[code] ?? code}`

/** @throws Error where the columns are not those of the fit, in their order */
export function encode(encoding: Encoding, columns: readonly AnomalyColumn[]): Matrix {
  const expected = encoding.columns.map((c) => `${c.name} (${c.kind})`).join(', ')
  const found = columns.map((c) => `${c.name} (${c.kind})`).join(', ')
  if (expected !== found) throw new Error(`The columns are ${found}; fitted were ${expected}.`)
  const first = columns[0]
  const rows = first ? lengthOf(first) : 0
  const width = encoding.features.length
  const values = new Float64Array(rows * width)
  encoding.features.forEach((feature, j) => {
    const raw = rawFeature(columns[feature.column] as AnomalyColumn, feature)
    for (let i = 0; i < rows; i++) {
      const z = ((raw[i] as number) - feature.mean) / feature.deviation
      values[i * width + j] = Math.max(-farthest, Math.min(farthest, z))
    }
  })
  return { rows, width, values }
}

export const lengthOf = (column: AnomalyColumn): number =>
  column.kind === 'number' ? column.values.length : column.codes.length

function rawFeature(column: AnomalyColumn, feature: Feature): Float64Array {
  if (column.kind === 'category') {
    const { rarity = {}, unseen = 0 } = feature
    const byCode = new Map<number, number>()
    return Float64Array.from(column.codes, (code) => {
      let value = byCode.get(code)
      if (value === undefined) {
        const label = labelOf(code, column.labels)
        value = Object.hasOwn(rarity, label) ? (rarity[label] as number) : unseen
        byCode.set(code, value)
      }
      return value
    })
  }
  if (feature.of === 'missing') return column.values.map((v) => (Number.isFinite(v) ? 0 : 1))
  return column.values.map((v) => (Number.isFinite(v) ? v : (feature.fill ?? 0)))
}

function moments(values: Float64Array): { mean: number; deviation: number } {
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  // Squares of the largest numbers would not be numbers.
  const unit = largest > 1e100 ? largest : 1
  let mean = 0
  for (const value of values) mean += value / unit / values.length
  let squares = 0
  for (const value of values) squares += (value / unit - mean) ** 2 / values.length
  const deviation = Math.sqrt(squares)
  // What is left of a constant after rounding is no spread.
  return { mean: mean * unit, deviation: deviation > 1e-12 * Math.abs(mean) ? deviation * unit : 0 }
}
