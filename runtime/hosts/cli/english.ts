import { setupI18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import type { Issue } from '../../../nodes/kit/issue.ts'
import { issueText } from '../../../nodes/kit/issue.ts'
import type { Message } from '../../../nodes/kit/message.ts'

// The command line speaks English: messages carry their own text, no catalog is loaded.
const i18n = setupI18n({ locale: 'en', messages: { en: {} } }).setMessagesCompiler(compileMessage)

/** @example english(msg`Filter`) // 'Filter' */
export const english = (message: Message, values: Readonly<Record<string, string | number>> = {}) =>
  i18n._(message.id, values, message.message === undefined ? {} : { message: message.message })

/** What is wrong and what to do about it. */
export function issueInEnglish(issue: Issue): { message: string; hint: string } {
  const { message, hint } = issueText(issue.code)
  // A guess that was not found leaves an empty place; the sentence goes with it.
  const usable =
    issue.values.suggestion === ''
      ? dropGuess(english(hint, issue.values))
      : english(hint, issue.values)
  return { message: english(message, issue.values), hint: usable }
}

const dropGuess = (hint: string) => hint.replace(/^Did you mean “”\? ?/, '')
