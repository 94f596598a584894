import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const rows = table({ id: 'integer', size: 'text' })
const compile = (config: object) => compileWith(node, config, { in: rows })

test('categories become columns, in their order', () => {
  const columns = [{ column: 'SIZE', categories: ['S', 'L'] }]
  expect(columnsOf(compile({ method: 'one-hot', columns }).outputs.out)).toEqual([
    'id integer',
    'size text',
    'SIZE_S tinyint',
    'SIZE_L tinyint',
  ])
})

test('a column per category needs categories, each once; labels do not', () => {
  const none = { columns: [{ column: 'size' }] }
  expect(problems(compile(none))).toEqual(['MISSING_SETTING columns.0.categories'])
  expect(problems(compile({ ...none, method: 'label' }))).toEqual([])
  const twice = { columns: [{ column: 'size', categories: ['S', 'S'] }] }
  expect(problems(compile(twice))).toContain('DUPLICATE_COLUMN columns.0.categories')
  expect(problems(compile({ columns: [] }))).toEqual(['MISSING_SETTING columns'])
})
