import { call, col, literal } from '../../../../nodes/kit/expression.ts'
import type { Suggestion, ValueCounts } from './suggestion.ts'
import { percent, quoted, toSuggestion } from './suggestion.ts'

/** The same number of digits, in several layouts: telephone numbers, postcodes, account numbers. */
export function digitLayouts(column: ValueCounts): Suggestion | undefined {
  const layouts = new Map<string, { rows: number; example: string }>()
  const lengths = new Set<number>()
  for (const { text, count } of column.values) {
    if (/[A-Za-z]/.test(text)) return undefined
    const digits = text.replace(/[^0-9]/g, '').length
    lengths.add(digits)
    if (digits < 5 || digits > 20 || lengths.size > 1) return undefined
    const layout = text.trim().replace(/[0-9]/g, '9')
    const known = layouts.get(layout)
    layouts.set(layout, { rows: count + (known?.rows ?? 0), example: known?.example ?? text })
  }
  if (layouts.size < 2 || layouts.size > 12) return undefined
  const ordered = [...layouts].sort(([, a], [, b]) => b.rows - a.rows)
  const [usual = ''] = ordered[0] ?? []
  const groups = usual.match(/9+/g) ?? []
  if (groups.length > 9) return undefined
  const bare = call('digits_only', col(column.name))
  const pattern = groups.map((g) => `([0-9]{${g.length}})`).join('')
  let at = 0
  const written = usual.replace(/9+/g, () => `\\${++at}`)
  const expression =
    groups.length === 1 && usual === groups[0]
      ? bare
      : call('regex_replace', bare, literal(`^${pattern}$`), literal(written))
  const others = ordered.slice(1).map(([, { example }]) => example)
  return toSuggestion(column, {
    kind: 'layout',
    what: 'Write all digits in the layout that most values have.',
    why: `${layouts.size} layouts of ${[...lengths][0]} digits; ${percent(ordered[0]?.[1].rows ?? 0, column.filled)} are as ${quoted([ordered[0]?.[1].example ?? ''])}, others as ${quoted(others)}.`,
    expressions: [{ column: column.name, expression }],
  })
}
