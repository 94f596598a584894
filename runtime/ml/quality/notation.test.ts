import { expect, test } from 'vitest'
import { editDistance } from './edit-distance.ts'
import {
  datedRuns,
  fineShape,
  frame,
  isGarbled,
  isNullWord,
  notation,
  plainNumber,
  runShape,
} from './notation.ts'

test('views of how a value is written', () => {
  expect(fineShape('Ab 12.0')).toBe('Aa_99.9')
  expect(runShape('Abc 12.05')).toBe('Aa_9.9')
  expect(notation('12.0 oz.')).toBe('# oz.')
  expect(notation('3 March 2024')).toBe('# MMM #')
  expect(datedRuns('1/02/2024')).toBe(datedRuns('3/09/1999'))
  expect(datedRuns('1/02/2024')).not.toBe(datedRuns('1/02/24'))
  expect(frame('{"a"}')).toBe('{"w"}')
})

test('null words, garbled text, numbers', () => {
  expect(['N/A', ' null ', '-', 'unknown'].every(isNullWord)).toBe(true)
  expect(['', 'nano', '0', 'Na'].filter(isNullWord)).toEqual(['Na'])
  expect(['Ã¼ber', 'caf\ufffd', 'M?ller', 'a\u0001'].every(isGarbled)).toBe(true)
  expect(['über', 'why?', 'São Paulo', 'tab\t'].some(isGarbled)).toBe(false)
  expect([' 1.5', '-2e3', '.5'].map(plainNumber)).toEqual([1.5, -2000, 0.5])
  expect(plainNumber('1,5')).toBeNaN()
})

test('edit distance, up to a limit', () => {
  expect(editDistance('kitten', 'sitting', 5)).toBe(3)
  expect(editDistance('kitten', 'sitting', 2)).toBe(3)
  expect(editDistance('', 'abc', 9)).toBe(3)
  expect(editDistance('same', 'same', 0)).toBe(0)
  expect(editDistance('abcdefgh', 'bcdefghi', 4)).toBe(2)
})
