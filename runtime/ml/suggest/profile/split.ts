import { call, col, literal } from '../../../../nodes/kit/expression.ts'
import type { Suggestion, ValueCounts } from './suggestion.ts'
import { percent, toSuggestion } from './suggestion.ts'

const separators = [' - ', '; ', ', ', ' / ', '|', ';', '/', ',', '@', ':', '_']
const enough = 0.97

/** Several values in one column: the same separator, as often, in nearly all rows. */
export function compositeColumn(column: ValueCounts): Suggestion | undefined {
  if (column.filled < 4 || column.values.length < 4) return undefined
  for (const separator of separators) {
    const counts = new Map<number, number>()
    for (const { text, count } of column.values) {
      const parts = text.split(separator)
      const usable = parts.length > 1 && parts.every((p) => p.trim() !== '')
      if (usable) counts.set(parts.length, (counts.get(parts.length) ?? 0) + count)
    }
    const [best] = [...counts].sort(([, a], [, b]) => b - a)
    if (!best) continue
    const [size, rows] = best
    if (rows < enough * column.filled || size > 6 || !varied(column, separator, size)) continue
    const value = col(column.name)
    return toSuggestion(column, {
      kind: 'split',
      what: `Split the column into ${size}.`,
      why: `${percent(rows, column.filled)} of the values have ${size} parts with “${separator}” between.`,
      expressions: Array.from({ length: size }, (_, i) => {
        const part = call('split_part', value, literal(separator), literal(i + 1))
        const spaced = separator === separator.trim()
        return {
          column: `${column.name}_${i + 1}`,
          expression: spaced ? call('trim', part) : part,
        }
      }),
    })
  }
  return undefined
}

/** Each part has several values, and not every part is a bare number (dates, versions, times). */
function varied(column: ValueCounts, separator: string, size: number): boolean {
  const parts = Array.from({ length: size }, () => new Set<string>())
  let numbers = 0
  for (const { text } of column.values.slice(0, 500)) {
    const found = text.split(separator)
    if (found.length !== size) continue
    for (const [i, p] of found.entries()) parts[i]?.add(p.trim())
    if (found.every((p) => /^[0-9.]+$/.test(p.trim()))) numbers++
  }
  return (
    parts.every((values) => values.size > 1) && numbers < 0.5 * Math.min(500, column.values.length)
  )
}
