import { expect, test } from 'vitest'
import { abbreviates, bigramOverlap, splitWords, stem } from './text.ts'

test.each([
  ['birthDt2_HTTPServer', ['birth', 'dt', '2', 'http', 'server']],
  ['Pack.Years Smoked', ['pack', 'years', 'smoked']],
  ['%-%', []],
])('%s falls into words', (name, words) => {
  expect(splitWords(name)).toEqual(words)
})

test.each([
  ['cities', 'city'],
  ['boxes', 'box'],
  ['addresses', 'address'],
  ['status', 'status'],
  ['staging', 'stag'],
  ['staged', 'stag'],
  ['bus', 'bus'],
])('the stem of %s is %s', (word, expected) => {
  expect(stem(word)).toBe(expected)
})

test('an abbreviation begins as its word and keeps its order', () => {
  expect(abbreviates('dschrg', 'discharge')).toBe(true)
  expect(abbreviates('cust', 'customer')).toBe(true)
  expect(abbreviates('ct', 'country')).toBe(false)
  expect(abbreviates('city', 'customer')).toBe(false)
  expect(abbreviates('ustomer', 'customer')).toBe(false)
})

test('spelling is like from 0 to 1', () => {
  expect(bigramOverlap('smoking', 'smoking')).toBe(1)
  expect(bigramOverlap('abc', 'xyz')).toBe(0)
  expect(bigramOverlap('a', 'a')).toBe(1)
})
