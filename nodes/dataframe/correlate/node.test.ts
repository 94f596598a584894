import { expect, test } from 'vitest'
import { compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const rows = table({ id: 'integer', name: 'text', price: 'double' })
const compile = (columns: string[]) => compileWith(node, { columns }, { in: rows })

test('looks at every column of numbers, or at those chosen', () => {
  expect(compile([]).outputs.out).toMatchObject({ kind: 'apply', reads: ['id', 'price'] })
  expect(compile(['PRICE']).outputs.out).toMatchObject({ reads: ['price'] })
})

test('other columns are refused', () => {
  expect(problems(compile(['name']))).toEqual(['WRONG_COLUMN_TYPE columns.0'])
  expect(problems(compile(['nothing']))).toEqual(['UNKNOWN_COLUMN columns.0'])
})
