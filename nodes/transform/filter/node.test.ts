import { expect, test } from 'vitest'
import { compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const compile = (condition: string) =>
  compileWith(node, { condition }, { in: table({ id: 'integer', active: 'boolean' }) })

test.each([
  ['', 'EXPRESSION_EMPTY'],
  ['id >', 'EXPRESSION_SYNTAX'],
  ['id', 'TYPE_MISMATCH'],
  ['activ', 'UNKNOWN_COLUMN'],
  ['count(*) > 1', 'AGGREGATE_NOT_ALLOWED'],
])('%j is refused with %s', (condition, code) => {
  expect(problems(compile(condition))).toEqual([`${code} condition`])
})

test('the problem tells the place in the text', () => {
  expect(compile('active and activ').issues[0]?.range).toEqual({ from: 11, to: 16 })
})

test('a bare NULL is a condition that no row meets', () => {
  expect(problems(compile('null'))).toEqual([])
})
