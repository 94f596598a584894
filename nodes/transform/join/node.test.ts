import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const left = table({ id: 'integer', name: 'text' })
const right = table({ ID: 'bigint', name: 'text', name_2: 'text' })
const compile = (config: object) => compileWith(node, config, { left, right })

test('says what is missing or unknown on each side', () => {
  expect(problems(compile({ on: [] }))).toEqual(['MISSING_SETTING on'])
  expect(problems(compile({ on: [{ left: 'idd', right: '' }] }))).toEqual([
    'UNKNOWN_COLUMN on.0.left',
    'MISSING_SETTING on.0.right',
  ])
})

test('columns that never compare are a problem; widths of numbers are none', () => {
  expect(problems(compile({ on: [{ left: 'id', right: 'name' }] }))).toEqual([
    'NOT_COMPARABLE on.0',
  ])
  expect(problems(compile({ on: [{ left: 'id', right: 'id' }] }))).toEqual([])
})

test('names on both sides get the suffix, or a number where that is taken too', () => {
  const on = [{ left: 'id', right: 'id' }]
  expect(columnsOf(compile({ on }).outputs.out).map((c) => c.split(' ')[0])).toEqual([
    ...['id', 'name', 'ID_2', 'name_2', 'name_2_2'],
  ])
  expect(columnsOf(compile({ on, suffix: '_r' }).outputs.out)[3]).toBe('name_r text')
})

test('a cross join needs no pairs and ignores those left behind', () => {
  expect(problems(compile({ kind: 'cross', on: [{ left: 'gone', right: '' }] }))).toEqual([])
})

test('semi and anti give left columns only', () => {
  const on = [{ left: 'id', right: 'id' }]
  for (const kind of ['semi', 'anti'])
    expect(columnsOf(compile({ kind, on }).outputs.out)).toEqual(columnsOf(left))
})
