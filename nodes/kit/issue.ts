import type { IssueCode } from './issue-codes.ts'
import { issueCodes } from './issue-codes.ts'
import type { Message } from './message.ts'

export type Severity = 'error' | 'warning' | 'info'

/** Part of a document: property names and array indexes from the root. */
export type IssuePath = readonly (string | number)[]

/**
 * A problem found before running. Data, never thrown: the builder underlines
 * the field, the CLI prints it, the server returns the same object. The text
 * is looked up by `code` in `issueCodes` and filled with `values`.
 */
export interface Issue {
  readonly code: IssueCode
  readonly severity: Severity
  /** Id of the node it belongs to; absent for the pipeline itself. */
  readonly node?: string
  /** Place inside the node's config, or inside the pipeline document when `node` is absent. */
  readonly path: IssuePath
  /** Character range inside the text at `path`, for expressions. */
  readonly range?: { readonly from: number; readonly to: number }
  readonly values: Readonly<Record<string, string | number>>
}

/** @example issue('UNKNOWN_COLUMN', ['expression'], { column: 'nmae', suggestion: 'name' }) */
export function issue(
  code: IssueCode,
  path: IssuePath = [],
  values: Issue['values'] = {},
  extra: Partial<Pick<Issue, 'node' | 'range' | 'severity'>> = {},
): Issue {
  return { code, severity: issueCodes[code].severity, path, values, ...extra }
}

export const hasErrors = (issues: readonly Issue[]): boolean =>
  issues.some((i) => i.severity === 'error')

/** The text and what to do about it, untranslated, in ICU syntax. */
export const issueText = (code: IssueCode): { message: Message; hint: Message } => issueCodes[code]
