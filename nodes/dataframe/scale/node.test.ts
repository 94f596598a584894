import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const rows = table({ id: 'integer', name: 'text', price: 'decimal(10,2)' })
const compile = (columns: string[]) => compileWith(node, { columns }, { in: rows })

test('scaled columns become doubles in their place', () => {
  expect(columnsOf(compile(['price']).outputs.out)).toEqual([
    'id integer',
    'name text',
    'price double',
  ])
})

test('only numbers have a scale', () => {
  expect(problems(compile(['id', 'name']))).toEqual(['WRONG_COLUMN_TYPE columns.1'])
  expect(problems(compile([]))).toEqual(['MISSING_SETTING columns'])
})
