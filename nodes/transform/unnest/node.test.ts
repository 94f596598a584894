import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const rows = table({ id: 'integer', tags: 'list(text)', more: 'list(list(date))' })
const compile = (config: object) => compileWith(node, config, { in: rows })

test('needs a column that is a list', () => {
  expect(problems(compile({ column: '' }))).toEqual(['MISSING_SETTING column'])
  expect(problems(compile({ column: 'id' }))).toEqual(['WRONG_COLUMN_TYPE column'])
})

test('the item takes the place of the list; lists of lists go step by step', () => {
  expect(columnsOf(compile({ column: 'tags', as: 'tag', position: 'n' }).outputs.out)).toEqual([
    ...['id integer', 'tag text', 'more list(list(date))', 'n bigint'],
  ])
  expect(columnsOf(compile({ column: 'more' }).outputs.out)[2]).toBe('more list(date)')
})

test('names may not meet', () => {
  expect(problems(compile({ column: 'tags', as: 'ID' }))).toEqual(['DUPLICATE_COLUMN as'])
  expect(problems(compile({ column: 'tags', position: 'tags' }))).toEqual([
    'DUPLICATE_COLUMN position',
  ])
})
