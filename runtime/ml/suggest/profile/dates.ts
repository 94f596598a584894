import { call, col, literal } from '../../../../nodes/kit/expression.ts'
import type { DateFormat } from '../date-formats.ts'
import { dateFormats } from '../date-formats.ts'
import { parseMoment } from '../moments.ts'
import type { Suggestion, ValueCounts } from './suggestion.ts'
import { percent, toSuggestion } from './suggestion.ts'

const enough = 0.9
const mostFormats = 6

/** Dates or times as text, in one format or several. */
export function datesAsText(column: ValueCounts): Suggestion | undefined {
  const values = column.values.slice(0, 2000)
  const filled = values.reduce((sum, v) => sum + v.count, 0)
  const byValue = values.map(({ text }) => dateFormats(text).filter(dated))
  const rows = values.reduce((sum, v, i) => sum + ((byValue[i]?.length ?? 0) > 0 ? v.count : 0), 0)
  if (rows < enough * filled || rows < 2) return undefined
  const chosen = cover(values, byValue)
  if (chosen.length === 0 || chosen.length > mostFormats) return undefined
  const read = chosen.reduce((sum, c) => sum + c.rows, 0)
  if (read < enough * filled) return undefined
  const [first] = chosen
  if (chosen.length === 1 && first?.format === '%Y-%m-%d' && read === filled)
    return isoDates(column)
  const timed = chosen.some((c) => c.timed)
  const formats = chosen.map((c) => literal(c.format))
  const seen = chosen.map((c) => `${c.format} (${percent(c.rows, filled)})`).join(', ')
  const unclear = values.some(({ text }) => ambiguous(text, chosen))
  return toSuggestion(column, {
    kind: 'dates',
    what: `Read the text as ${timed ? 'timestamps' : 'dates'}${chosen.length > 1 ? `, in ${chosen.length} formats` : ''}.`,
    why: `${percent(read, filled)} of the values are dates: ${seen}.${unclear ? ' Day and month could be exchanged in some: check.' : ''}`,
    expressions: [
      {
        column: column.name,
        expression: call(timed ? 'parse_timestamp' : 'parse_date', col(column.name), ...formats),
      },
    ],
  })
}

function isoDates(column: ValueCounts): Suggestion {
  return toSuggestion(column, {
    kind: 'dates',
    what: 'Read the text as dates.',
    why: `All ${column.filled} values are written as 2024-01-31.`,
    expressions: [{ column: column.name, expression: call('to_date', col(column.name)) }],
  })
}

/** A number alone is no date; nor are hours without one. */
const dated = ({ format }: DateFormat) => (format.match(/%[YymBbd]/g)?.length ?? 0) >= 3

interface Chosen extends DateFormat {
  readonly rows: number
}

/** Formats that read most rows first, until what they leave is little. */
function cover(values: ValueCounts['values'], byValue: readonly DateFormat[][]): Chosen[] {
  const chosen: Chosen[] = []
  const open = new Set(values.keys())
  for (let round = 0; round <= mostFormats && open.size > 0; round++) {
    const rows = new Map<string, { format: DateFormat; rows: number }>()
    for (const i of open)
      for (const format of byValue[i] ?? []) {
        const known = rows.get(format.format)
        const count = (values[i]?.count ?? 0) + (known?.rows ?? 0)
        rows.set(format.format, { format, rows: count })
      }
    const [best] = [...rows.values()].sort(
      (a, b) => b.rows - a.rows || a.format.cost - b.format.cost,
    )
    if (!best) break
    chosen.push({ ...best.format, rows: best.rows })
    for (const i of open) if (parseMoment(values[i]?.text ?? '', best.format.format)) open.delete(i)
  }
  return chosen
}

function ambiguous(text: string, chosen: readonly DateFormat[]): boolean {
  const moments = new Set(chosen.flatMap(({ format }) => parseMoment(text, format)?.ms ?? []))
  return moments.size > 1
}
