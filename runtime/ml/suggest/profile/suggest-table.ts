import type { TextColumn, TextTable } from '../../table.ts'
import type { Work } from '../../work.ts'
import { breathe } from '../../work.ts'
import { valueClusters } from './clusters.ts'
import { datesAsText } from './dates.ts'
import { digitLayouts } from './layout.ts'
import { constantColumn, meansMissing, missingMarkers, whiteSpace } from './missing.ts'
import { numbersAsText } from './numbers.ts'
import { compositeColumn } from './split.ts'
import type { Suggestion, ValueCounts } from './suggestion.ts'

/** Columns that the source declares as something else than text need none of these. */
const isText = (column: TextColumn) => !column.type || column.type.kind === 'text'

/** What could be done to the columns of a table, by their values alone, column by column. */
export async function suggestForTable(
  table: TextTable,
  columns?: readonly string[],
  work?: Work,
): Promise<Suggestion[]> {
  const found: Suggestion[] = []
  const chosen = table.columns.filter((c) => !columns || columns.includes(c.name))
  for (const [i, column] of chosen.entries()) {
    work?.progress?.(i, chosen.length, column.name)
    await breathe(work)
    found.push(...suggestForColumn(countValues(column), isText(column)))
  }
  return found
}

function suggestForColumn(column: ValueCounts, text: boolean): Suggestion[] {
  const constant = constantColumn(column)
  if (constant) return [constant]
  if (!text) return []
  const missing = missingMarkers(column)
  const cleaned = missing ? withoutMissing(column) : column
  const form = datesAsText(cleaned) ?? numbersAsText(cleaned) ?? digitLayouts(cleaned)
  const rest = form ? [form] : [valueClusters(cleaned), compositeColumn(cleaned)]
  return [missing, whiteSpace(column), ...rest].filter((s) => s !== undefined)
}

/** The column without the values that mean “no value”. */
function withoutMissing(column: ValueCounts): ValueCounts {
  const values = column.values.filter(({ text }) => !meansMissing(text))
  return { ...column, values, filled: values.reduce((sum, v) => sum + v.count, 0) }
}

function countValues(column: TextColumn): ValueCounts {
  const counts = new Map<string, number>()
  let filled = 0
  for (const value of column.values) {
    if (value === null) continue
    filled++
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const values = [...counts]
    .map(([text, count]) => ({ text, count }))
    .sort((a, b) => b.count - a.count)
  return { name: column.name, rows: column.values.length, filled, values }
}
