import { formatColumn } from '../../nodes/kit/format-expression.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import { findColumn } from '../../nodes/kit/schema.ts'
import type { Control, Json } from './describe-config.ts'
import { blankOf } from './describe-config.ts'

type Item = Record<string, Json>

/**
 * List items for the columns that no item is about yet. An item is about a column by its `column`
 * picker, or by its `name` with an `expression` beside it.
 */
export function itemsFor(
  control: Extract<Control, { kind: 'list' }>,
  items: readonly Json[],
  columns: Schema,
  /** Where the expressions take their values from; absent: from the columns themselves. */
  sources: Schema = columns,
): Item[] {
  const { item } = control
  if (item.kind !== 'group') return []
  const picker = item.fields.find((f) => f.meta.widget === 'column')?.name
  const names = item.fields.map((f) => f.name)
  const isNamed = names.includes('name') && names.includes('expression')
  if (picker === undefined && !isNamed) return []
  // Pairs of columns are found by matching: a name alone makes no pair.
  if (names.includes('source') && names.includes('target')) return []
  const key = isNamed ? 'name' : (picker as string)
  const taken = new Set(items.map((it) => String((it as Item)[key] ?? '').toLowerCase()))
  return columns
    .filter((c) => !taken.has(c.name.toLowerCase()))
    .map(({ name }) => {
      const blank = blankOf(item) as Item
      if (!isNamed) return { ...blank, [key]: name }
      const source = findColumn(sources, name)
      return { ...blank, name, expression: source ? formatColumn(source.name) : '' }
    })
}
