import { expect, test } from 'vitest'
import type { Range, Step } from './cell-range.ts'
import { isInRange, moveRange, toTsv, wholeGrid } from './cell-range.ts'

const size = { rows: 5, columns: 3 }
const at = (row: number, column: number): Range => ({
  anchor: { row, column },
  focus: { row, column },
})
const press = (range: Range, key: string, extra: Partial<Step> = {}) =>
  moveRange(range, size, { key, mod: false, shift: false, mirrored: false, page: 2, ...extra })
    ?.focus

test('arrows move by one and stop at the rim; the header is above the first row', () => {
  expect(press(at(0, 0), 'ArrowDown')).toEqual({ row: 1, column: 0 })
  expect(press(at(0, 0), 'ArrowUp')).toEqual({ row: -1, column: 0 })
  expect(press(at(-1, 0), 'ArrowUp')).toEqual({ row: -1, column: 0 })
  expect(press(at(4, 2), 'ArrowRight')).toEqual({ row: 4, column: 2 })
})

test('from right to left, the left arrow goes to the next column', () => {
  expect(press(at(0, 0), 'ArrowLeft', { mirrored: true })).toEqual({ row: 0, column: 1 })
  expect(press(at(0, 0), 'ArrowLeft', { mirrored: true, mod: true })).toEqual({ row: 0, column: 2 })
})

test('Home, End, pages and corners', () => {
  expect(press(at(1, 1), 'End')).toEqual({ row: 1, column: 2 })
  expect(press(at(1, 1), 'Home', { mod: true })).toEqual({ row: -1, column: 0 })
  expect(press(at(1, 1), 'End', { mod: true })).toEqual({ row: 4, column: 2 })
  expect(press(at(1, 1), 'PageDown')).toEqual({ row: 3, column: 1 })
  expect(press(at(1, 1), 'a')).toBeUndefined()
})

test('Shift keeps the anchor, and the range is copied as a spreadsheet takes it', () => {
  const range = moveRange(at(0, 0), size, {
    key: 'ArrowRight',
    mod: false,
    shift: true,
    mirrored: false,
    page: 2,
  }) as Range
  expect(isInRange(range, 0, 1)).toBe(true)
  expect(isInRange(range, 1, 1)).toBe(false)
  const rows = [
    ['1', 'a\tb'],
    [null, 'say "x"'],
  ]
  expect(toTsv(['id', 'name'], rows, range)).toBe('1\t"a\tb"')
  expect(toTsv(['id', 'name'], rows, wholeGrid({ rows: 2, columns: 2 }))).toBe(
    'id\tname\n1\t"a\tb"\n\t"say ""x"""',
  )
})
