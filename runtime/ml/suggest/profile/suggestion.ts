import type { Expression } from '../../../../nodes/kit/expression.ts'
import { formatExpression } from '../../../../nodes/kit/format-expression.ts'
import type { Value } from '../evaluate.ts'
import { evaluate } from '../evaluate.ts'

export const suggestionKinds = [
  'constant',
  'missing-markers',
  'white-space',
  'dates',
  'numbers',
  'layout',
  'case',
  'clusters',
  'split',
] as const

export type SuggestionKind = (typeof suggestionKinds)[number]

export interface Suggestion {
  readonly column: string
  readonly kind: SuggestionKind
  /** What to do, as a sentence. */
  readonly what: string
  /** What was seen, with counts. */
  readonly why: string
  /** Columns and the expressions that compute them; none where the column is better left out. */
  readonly expressions: readonly { readonly column: string; readonly expression: string }[]
  /** Filled values of the sample that would change. */
  readonly changed: number
  /** Filled values of the sample for which the expression has no result. */
  readonly lost: number
  readonly samples: readonly { readonly before: string; readonly after: string | null }[]
}

/** Values of a column and how often each stands in it, frequent ones first; no missing ones. */
export interface ValueCounts {
  readonly name: string
  readonly rows: number
  readonly filled: number
  readonly values: readonly { readonly text: string; readonly count: number }[]
}

interface Draft {
  readonly kind: SuggestionKind
  readonly what: string
  readonly why: string
  readonly expressions: readonly { readonly column: string; readonly expression: Expression }[]
}

/** Fills in what the first expression makes of the values. */
export function toSuggestion(column: ValueCounts, draft: Draft): Suggestion {
  const first = draft.expressions[0]?.expression
  let changed = 0
  let lost = 0
  const samples: { before: string; after: string | null }[] = []
  for (const { text, count } of first ? column.values : []) {
    const after = shown(evaluate(first as Expression, new Map([[column.name, text]])))
    if (after === text) continue
    changed += count
    if (after === null) lost += count
    if (samples.length < 5) samples.push({ before: text, after })
  }
  const expressions = draft.expressions.map(({ column: name, expression }) => ({
    column: name,
    expression: formatExpression(expression),
  }))
  return { ...draft, column: column.name, expressions, changed, lost, samples }
}

/** A value as the engine writes it. */
function shown(value: Value): string | null {
  if (value === null || typeof value === 'string') return value
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value !== 'object') return String(value)
  if ('decimal' in value) return value.decimal.replace(/\.?0+$/, '')
  if ('ms' in value)
    return new Date(value.ms).toISOString().slice(0, 19).replace('T', ' ').replace(' 00:00:00', '')
  return null
}

export const percent = (part: number, whole: number): string =>
  `${Number(((100 * part) / Math.max(1, whole)).toPrecision(3))} %`

export const quoted = (texts: readonly string[], most = 3): string =>
  texts
    .slice(0, most)
    .map((t) => `“${t}”`)
    .join(', ')
