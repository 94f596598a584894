import { expect, it } from 'vitest'
import { formatsOf } from './format.ts'
import { preferredLocale } from './settings.ts'

it('takes the first language it speaks', () => {
  expect(preferredLocale(['fr-FR', 'de-AT', 'en'])).toBe('de')
  expect(preferredLocale(['ar-EG'])).toBe('ar')
  expect(preferredLocale(['ja'])).toBe('en')
  expect(preferredLocale([])).toBe('en')
})

it('writes numbers, sizes and times in the language', () => {
  const english = formatsOf('en-US')
  expect(english.number(12480)).toBe('12,480')
  expect(english.percent(0.125)).toBe('12.5%')
  expect(english.bytes(0)).toBe('0 byte')
  expect(english.bytes(1_834_523)).toBe('1.8 MB')
  expect(english.duration(0.31)).toBe('310 ms')
  expect(english.duration(64)).toBe('1 min 4 sec')
  expect(english.duration(3_720)).toBe('1 hr 2 min')
  expect(formatsOf('de-DE').number(12480)).toBe('12.480')
  // Figures stay Latin in Arabic, as in the data itself.
  expect(formatsOf('ar-u-nu-latn').number(12480)).toBe('12,480')
})
