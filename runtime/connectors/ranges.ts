import { createHash } from 'node:crypto'
import type { KeyRange } from './connector.ts'

/** Everything in one range. */
export const wholeRange: readonly KeyRange[] = [{ id: 'all' }]

/**
 * Ranges between inner bounds (ascending, without repeats); the first and last are open,
 * so that every key falls in exactly one. `mark` joins the ids: it changes when equal
 * bounds no longer mean equal rows.
 */
export function rangesBetween(column: string, bounds: readonly string[], mark = ''): KeyRange[] {
  if (bounds.length === 0) return [...wholeRange]
  return Array.from({ length: bounds.length + 1 }, (_, i) => {
    const from = bounds[i - 1]
    const to = bounds[i]
    const text = JSON.stringify([column, from, to, mark])
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 12)
    return {
      id: `${i}-${digest}`,
      column,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    }
  })
}

/** Inner bounds that cut `min … max` into `count` equal widths. */
export function equalWidths(min: bigint, max: bigint, count: number): string[] {
  const width = (max - min + BigInt(count)) / BigInt(count)
  const bounds: string[] = []
  if (width <= 0n) return bounds
  for (let bound = min + width - 1n; bound < max; bound += width) bounds.push(String(bound))
  return bounds
}

/** How many ranges; coarse on purpose, so that a drifting estimate rarely changes it. */
export const rangeCount = (total: number, rows: number): number =>
  Math.min(10_000, Math.max(1, Math.ceil(total / Math.max(1, rows))))
