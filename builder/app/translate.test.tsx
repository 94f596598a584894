import { setupI18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { renderHook } from '@testing-library/react'
import type { PropsWithChildren } from 'react'
import { expect, it } from 'vitest'
import { issue } from '../../nodes/kit/issue.ts'
import { messages as german } from '../locales/de.po'
import { messages as english } from '../locales/en.po'
import { useErrorText, useIssueText } from './translate.ts'

const render = <Result,>(locale: 'en' | 'de', hook: () => Result): Result => {
  const i18n = setupI18n({ locale, messages: { [locale]: locale === 'en' ? english : german } })
  const wrapper = ({ children }: PropsWithChildren) => (
    <I18nProvider i18n={i18n}>{children}</I18nProvider>
  )
  return renderHook(hook, { wrapper }).result.current
}

const unknownColumn = issue('UNKNOWN_COLUMN', ['expression'], {
  column: 'nmae',
  suggestion: 'name',
  columns: 'id, name',
})

it('fills an issue’s text and hint with its values', () => {
  const textOf = render('en', useIssueText)
  expect(textOf(unknownColumn)).toEqual({
    text: 'There is no column “nmae”.',
    hint: 'Did you mean “name”? Columns here: id, name.',
  })
})

it('speaks the page’s language', () => {
  const { text, hint } = render('de', useIssueText)(unknownColumn)
  expect(text).toMatch(/^Es gibt keine Spalte „nmae“/)
  expect(hint).toContain('„name“')
})

it('leaves an English failure in its own words, with the hint of its code where it has none', () => {
  const textOf = render('en', useErrorText)
  expect(textOf({ code: 'TABLE_NOT_FOUND', message: 'There is no table “ordres”.' })).toEqual({
    text: 'There is no table “ordres”.',
    hint: 'Choose another table, or check its schema.',
    detail: null,
  })
})

it('translates a failure by its code and keeps its words as the detail', () => {
  const textOf = render('de', useErrorText)
  const found = textOf({ code: 'TABLE_NOT_FOUND', message: 'There is no table “ordres”.' })
  expect(found.text).toBe('Die Tabelle existiert nicht.')
  expect(found.detail).toBe('There is no table “ordres”.')
})

it('shows an unknown failure as it came', () => {
  const textOf = render('de', useErrorText)
  expect(textOf({ code: 'TEAPOT', message: 'No coffee.', hint: 'Tea.' })).toEqual({
    text: 'No coffee.',
    hint: 'Tea.',
    detail: null,
  })
})
