import { describe, expect, it } from 'vitest'
import type { TableChoice } from './choice.ts'
import { everyTable, globsOf, isSelected, isTaken, readPatterns, withTables } from './choice.ts'

const orders = { schema: 'shop', name: 'orders' }
const log = { schema: 'shop', name: 'order_log' }
const people = { name: 'people' }
const only = (more: Partial<TableChoice> = {}): TableChoice => ({
  mode: 'only',
  names: [],
  patterns: [],
  ...more,
})

describe('all, except some', () => {
  it('takes everything until something is left out, and takes it back', () => {
    expect([orders, people].map((it) => isTaken(everyTable, it))).toEqual([true, true])
    const without = withTables(everyTable, [orders], false)
    expect([orders, people].map((it) => isTaken(without, it))).toEqual([false, true])
    expect(globsOf(without)).toEqual({ include: [], exclude: ['shop.orders'] })
    expect(withTables(without, [orders], true)).toEqual(everyTable)
  })

  it('leaves what a pattern decides to the pattern', () => {
    const choice = { ...everyTable, patterns: ['*_log'] }
    expect(isTaken(choice, log)).toBe(false)
    expect(withTables(choice, [log, orders], false).names).toEqual(['shop.orders'])
    expect(withTables(choice, [log], true)).toEqual(choice)
  })
})

describe('only some', () => {
  it('takes what is named or fits a pattern', () => {
    const choice = withTables(only({ patterns: ['SHOP.order_*'] }), [people], true)
    expect([orders, log, people].map((it) => isTaken(choice, it))).toEqual([false, true, true])
    expect(globsOf(choice)).toEqual({ include: ['SHOP.order_*', 'people'], exclude: [] })
    expect(withTables(choice, [people], false).names).toEqual([])
  })
})

it('selects as the engine does with the settings of a node', () => {
  const config = { include: ['order*'], exclude: ['*_log'], schemas: [] }
  expect([orders, log, people].map((it) => isSelected(config, it))).toEqual([true, false, false])
  expect(isSelected({ ...config, schemas: ['other'] }, orders)).toBe(false)
  expect(isSelected({ include: [], exclude: [], schemas: ['other'] }, people)).toBe(true)
})

it('reads patterns between commas and on lines', () => {
  expect(readPatterns(' *_log, shop.*\n\nx ,')).toEqual(['*_log', 'shop.*', 'x'])
})
