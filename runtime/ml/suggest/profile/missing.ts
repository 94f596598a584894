import { call, caseBranch, col, literal } from '../../../../nodes/kit/expression.ts'
import type { Suggestion, ValueCounts } from './suggestion.ts'
import { percent, quoted, toSuggestion } from './suggestion.ts'

const markers = new Set(
  'n/a,na,#n/a,null,none,nil,nan,-,--,---,?,.,unknown,not available,not applicable,missing,empty,(null),(blank),tbd,undefined'.split(
    ',',
  ),
)

export const meansMissing = (text: string): boolean =>
  text.trim() === '' || markers.has(text.trim().toLowerCase())

/** Texts that stand for “no value”. */
export function missingMarkers(column: ValueCounts): Suggestion | undefined {
  const found = column.values.filter(({ text }) => meansMissing(text))
  const rows = found.reduce((sum, v) => sum + v.count, 0)
  if (rows === 0 || found.length === column.values.length) return undefined
  const texts = found.map((v) => v.text)
  const value = col(column.name)
  const [only = ''] = texts
  const expression =
    texts.length === 1
      ? call('nullif', value, literal(only))
      : {
          kind: 'case' as const,
          branches: [caseBranch(call('in', value, ...texts.map((t) => literal(t))), literal(null))],
          otherwise: value,
        }
  return toSuggestion(column, {
    kind: 'missing-markers',
    what: 'Read texts that mean “no value” as NULL.',
    why: `${rows} of ${column.filled} values (${percent(rows, column.filled)}) are ${quoted(texts)}.`,
    expressions: [{ column: column.name, expression }],
  })
}

/** The same value in every row. */
export function constantColumn(column: ValueCounts): Suggestion | undefined {
  const [only, second] = column.values
  if (!only || second || column.filled < 2) return undefined
  const everywhere = column.filled === column.rows
  return toSuggestion(column, {
    kind: 'constant',
    what: 'Leave the column out, or state its value once.',
    why: `${everywhere ? 'All' : 'All filled'} ${column.filled} values are “${only.text}”${everywhere ? '' : `; ${column.rows - column.filled} are missing`}.`,
    expressions: [],
  })
}

/** Blanks at the ends, or several in a row. */
export function whiteSpace(column: ValueCounts): Suggestion | undefined {
  const ends = column.values.filter(({ text }) => text !== text.trim() && text.trim() !== '')
  const inner = column.values.filter(({ text }) => /\S(?:\s{2,}|[\t\n\u00a0])\S/.test(text))
  const count = (list: typeof ends) => list.reduce((sum, v) => sum + v.count, 0)
  if (ends.length + inner.length === 0) return undefined
  const spaces = ends.every(({ text }) => text.replace(/^ +| +$/g, '') === text.trim())
  const plain = inner.length === 0 && spaces
  const value = col(column.name)
  const seen = [
    ...(ends.length ? [`${count(ends)} values have white space at an end`] : []),
    ...(inner.length
      ? [`${count(inner)} have several blanks in a row, or tabs and line ends`]
      : []),
  ]
  return toSuggestion(column, {
    kind: 'white-space',
    what: plain
      ? 'Trim the spaces at the ends.'
      : 'Make white space one space, and none at the ends.',
    why: `${seen.join('; ')}, of ${column.filled}.`,
    expressions: [
      { column: column.name, expression: call(plain ? 'trim' : 'normalize_space', value) },
    ],
  })
}
