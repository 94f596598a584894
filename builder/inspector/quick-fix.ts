import { formatColumn } from '../../nodes/kit/format-expression.ts'
import type { Issue } from '../../nodes/kit/issue.ts'
import type { Json } from './describe-config.ts'
import { valueAt } from './form-context.ts'

export interface QuickFix {
  /** What the value becomes. */
  readonly value: string
  /** What is put in, for the text of the button. */
  readonly suggestion: string
}

const inConfig: ReadonlySet<string> = new Set([
  'UNKNOWN_COLUMN',
  'UNKNOWN_FUNCTION',
  'UNKNOWN_TYPE',
])

/** The change that “did you mean” proposes, where the problem names one. */
export function quickFix(config: Json, issue: Issue): QuickFix | undefined {
  const { suggestion } = issue.values
  if (typeof suggestion !== 'string' || suggestion === '' || !inConfig.has(issue.code))
    return undefined
  const value = valueAt(config, issue.path)
  if (typeof value !== 'string') return undefined
  const { range } = issue
  if (!range) return { value: suggestion, suggestion }
  const text = issue.code === 'UNKNOWN_COLUMN' ? formatColumn(suggestion) : suggestion
  const old = value.slice(range.from, range.to)
  // A function's problem may cover its whole call: only its name is replaced.
  const name = String(issue.values.function ?? '')
  const isCall = name !== '' && old.toLowerCase().startsWith(name.toLowerCase())
  const end = isCall ? range.from + name.length : range.to
  return { value: value.slice(0, range.from) + text + value.slice(end), suggestion }
}
