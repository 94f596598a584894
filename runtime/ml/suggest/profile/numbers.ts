import type { Expression } from '../../../../nodes/kit/expression.ts'
import { call, col, literal } from '../../../../nodes/kit/expression.ts'
import type { Suggestion, ValueCounts } from './suggestion.ts'
import { percent, quoted, toSuggestion } from './suggestion.ts'

interface Notation {
  readonly pattern: RegExp
  readonly point: string
  readonly group: string
  readonly called: string
}

const sign = '[+-]?'
const notations: readonly Notation[] = [
  {
    pattern: new RegExp(`^${sign}(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)$`),
    point: '.',
    group: '',
    called: 'plain',
  },
  {
    pattern: new RegExp(`^${sign}[0-9]{1,3}(?:,[0-9]{3})*(?:\\.[0-9]+)?$`),
    point: '.',
    group: ',',
    called: '1,234.5',
  },
  {
    pattern: new RegExp(`^${sign}[0-9]{1,3}(?:\\.[0-9]{3})*(?:,[0-9]+)?$`),
    point: ',',
    group: '.',
    called: '1.234,5',
  },
  { pattern: new RegExp(`^${sign}[0-9]+,[0-9]+$`), point: ',', group: '.', called: '1234,5' },
]

const enough = 0.9
/** What stands before and after a number: a currency, a percent sign, a unit. */
const decorated =
  /^([^0-9+\-.,]{0,4}?)\s*([+-]?[0-9][0-9.,]*|[+-]?\.[0-9]+)\s*([^0-9.,]{0,12}(?:\([^()]*\))?[^0-9]{0,8})$/

/** Numbers as text, with signs and units around them or grouped. */
export function numbersAsText(column: ValueCounts): Suggestion | undefined {
  const parsed = column.values.map(({ text, count }) => {
    const [, before = '', number = '', after = ''] = decorated.exec(text.trim()) ?? []
    return { text: text.trim(), count, before: before.trim(), number, after: after.trim() }
  })
  const numbers = parsed.filter((p) => p.number !== '')
  const bareNumbers = numbers.filter((p) => p.before === '' && p.after === '')
  // Where nearly all values are numbers alone, a sign beside one is an error, not a unit.
  const alone = bareNumbers.reduce((sum, p) => sum + p.count, 0) >= enough * column.filled
  const fits = alone ? bareNumbers : numbers
  const rows = fits.reduce((sum, p) => sum + p.count, 0)
  if (rows < enough * column.filled || rows < 2) return undefined
  // Leading zeros mean a code, not a number.
  if (fits.some(({ text }) => /^0[0-9]+$/.test(text))) return undefined
  const notation = notations.find(({ pattern }) => fits.every((p) => pattern.test(p.number)))
  if (!notation) return undefined
  const units = [...new Set(fits.map((p) => `${p.before}${p.after}`))].filter((u) => u !== '')
  if (units.length > 8) return undefined
  const plain = units.length === 0
  const value = col(column.name)
  const digits: Expression = plain
    ? value
    : call('regex_extract', value, literal('^[^0-9+.-]*([+-]?[0-9.,]*[0-9])[^0-9]*$'), literal(1))
  const args = notation.group === '' ? [] : [literal(notation.point), literal(notation.group)]
  const bare =
    plain && notation.group === '' && fits.every((p) => /^[+-]?[0-9]{1,18}$/.test(p.number))
  const expression = bare ? call('to_integer', value) : call('parse_number', digits, ...args)
  const around = plain ? '' : ` with ${quoted(units)} beside them`
  const different =
    new Set(units).size > 1 ? ' The units differ: decide whether they mean the same.' : ''
  return toSuggestion(column, {
    kind: 'numbers',
    what: 'Read the text as numbers.',
    why: `${percent(rows, column.filled)} of the values are numbers${notation.group ? ` written as ${notation.called}` : ''}${around}.${different}`,
    expressions: [{ column: column.name, expression }],
  })
}
