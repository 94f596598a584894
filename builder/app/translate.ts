import { useLingui } from '@lingui/react'
import { useCallback } from 'react'
import type { Issue } from '../../nodes/kit/issue.ts'
import { issueText } from '../../nodes/kit/issue.ts'
import type { Message } from '../../nodes/kit/message.ts'
import type { ErrorData } from '../../runtime/report.ts'
import { errorTexts, isKnownError } from './error-texts.ts'

type Values = Readonly<Record<string, string | number>>

/** Translates the messages of the kit: `useMessage()(definition.title)`. */
export function useMessage(): (message: Message, values?: Values) => string {
  const { i18n } = useLingui()
  return useCallback(
    (message, values) =>
      i18n._(message.id, values && { ...values }, { message: message.message ?? message.id }),
    [i18n],
  )
}

export interface ProblemText {
  readonly text: string
  readonly hint: string
}

/** What is wrong and what to do about it, in the page's language. */
export function useIssueText(): (issue: Issue) => ProblemText {
  const translate = useMessage()
  return useCallback(
    (issue) => {
      const { message, hint } = issueText(issue.code)
      return { text: translate(message, issue.values), hint: translate(hint, issue.values) }
    },
    [translate],
  )
}

export interface ErrorText extends ProblemText {
  /** The program's own English sentence, where `text` is a translation that says less. */
  readonly detail: string | null
}

/** A failure by its code in the page's language, with its own words as the detail. */
export function useErrorText(): (error: ErrorData) => ErrorText {
  const { i18n } = useLingui()
  const translate = useMessage()
  return useCallback(
    (error) => {
      if (!isKnownError(error.code))
        return { text: error.message, hint: error.hint ?? '', detail: null }
      const { title, hint } = errorTexts[error.code]
      return i18n.locale === 'en'
        ? { text: error.message, hint: error.hint ?? translate(hint), detail: null }
        : { text: translate(title), hint: translate(hint), detail: error.message }
    },
    [i18n.locale, translate],
  )
}
