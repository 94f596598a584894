import type { Evidence } from './evidence.ts'
import { plainNumber } from './notation.ts'

/** Two columns of which one is never above the other, but for a few rows. */
export interface Order {
  readonly smaller: number
  readonly larger: number
  readonly kind: 'number' | 'date'
  readonly holds: (row: number) => boolean
}

const mostColumns = 30
const leastRows = 50
const leastShare = 0.98
const isoDate = /^\d{4}-\d{2}-\d{2}/

/** Looks for `starts <= ends` between columns of numbers or of ISO dates whose ranges overlap. */
export function mineOrders({ columns, table }: Evidence, usable: readonly boolean[]): Order[] {
  const kinds = columns.map(({ column, formats, missing }, i) => {
    if (!usable[i] || column.values.length < 5) return undefined
    if (formats.numeric >= 0.98) return 'number' as const
    const filled = column.values.filter((_, code) => !missing[code])
    return filled.length > 0 && filled.every((value) => isoDate.test(value)) ? 'date' : undefined
  })
  const chosen = [...columns.keys()].filter((i) => kinds[i]).slice(0, mostColumns)
  const orders: Order[] = []
  for (const smaller of chosen)
    for (const larger of chosen) {
      const kind = kinds[smaller]
      if (!kind || smaller === larger || kinds[larger] !== kind) continue
      const a = readAs(columns[smaller]?.column.values ?? [], kind)
      const b = readAs(columns[larger]?.column.values ?? [], kind)
      const low = columns[smaller]?.column.codes as Int32Array
      const high = columns[larger]?.column.codes as Int32Array
      const compare = (row: number) =>
        (b[high[row] as number] as number) - (a[low[row] as number] as number)
      if (isOrder(compare, table.rows, a, b))
        orders.push({ smaller, larger, kind, holds: (row) => !(compare(row) < 0) })
    }
  return orders
}

function readAs(values: readonly string[], kind: 'number' | 'date'): number[] {
  return values.map((value) => (kind === 'number' ? plainNumber(value) : dayOf(value)))
}

const dayOf = (value: string) =>
  isoDate.test(value) ? Number(value.slice(0, 10).replaceAll('-', '')) : Number.NaN

function isOrder(
  compare: (row: number) => number,
  rows: number,
  a: readonly number[],
  b: readonly number[],
): boolean {
  let known = 0
  let kept = 0
  let apart = 0
  for (let row = 0; row < rows; row++) {
    const difference = compare(row)
    if (Number.isNaN(difference)) continue
    known++
    if (difference >= 0) kept++
    if (difference !== 0) apart++
  }
  if (known < leastRows || kept < leastShare * known || apart < known / 2) return false
  // Where the ranges hardly meet, the order says nothing: ages are below postal codes.
  return quantile(a, 0.75) > quantile(b, 0.25)
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.filter((x) => !Number.isNaN(x)).sort((x, y) => x - y)
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
}
