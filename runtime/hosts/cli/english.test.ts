import { expect, test } from 'vitest'
import { registry } from '../../../nodes/index.ts'
import { issue } from '../../../nodes/kit/issue.ts'
import type { IssueCode } from '../../../nodes/kit/issue-codes.ts'
import { issueCodes } from '../../../nodes/kit/issue-codes.ts'
import { english, issueInEnglish } from './english.ts'

test.each(Object.keys(issueCodes) as IssueCode[])('%s reads as English sentences', (code) => {
  const { message, hint } = issueCodes[code]
  const names = [message, hint].flatMap(({ message: text = '' }) =>
    [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name ?? ''),
  )
  const values = Object.fromEntries(names.map((name) => [name, `<${name}>`]))
  const told = issueInEnglish(issue(code, [], values))
  for (const name of new Set(names)) expect(`${told.message} ${told.hint}`).toContain(`<${name}>`)
  expect(told.message).toMatch(/^\S.*[.)]$/)
  expect(told.hint).toMatch(/^(\S.*[.?)]|<hint>)$/)
  expect(`${told.message} ${told.hint}`).not.toMatch(/[{}]/)
})

test.each([...registry.values()])('$type has an English title and summary', (definition) => {
  expect(english(definition.title)).toMatch(/^[A-Z]/)
  expect(english(definition.summary)).toMatch(/^[A-Z].*\.$/)
})
