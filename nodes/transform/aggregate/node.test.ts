import { expect, test } from 'vitest'
import { compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const rows = table({ country: 'text', amount: 'decimal(10,2)' })
const compile = (config: object) => compileWith(node, config, { in: rows })

test('needs groups or aggregates', () => {
  expect(problems(compile({}))).toEqual(['MISSING_SETTING aggregates'])
})

test('every line says what is wrong with it', () => {
  const aggregates = [
    { name: '', expression: 'count(*)' },
    { name: 'a', expression: 'amount' },
    { name: 'b', expression: 'sum(country)' },
    { name: 'c', expression: 'sum(sum(amount))' },
    { name: 'd', expression: '1 + 1' },
  ]
  expect(problems(compile({ groupBy: ['contry'], aggregates }))).toEqual([
    'UNKNOWN_COLUMN groupBy.0',
    'MISSING_SETTING aggregates.0.name',
    'AGGREGATE_EXPECTED aggregates.1.expression',
    'TYPE_MISMATCH aggregates.2.expression',
    'AGGREGATE_NOT_ALLOWED aggregates.3.expression',
    'AGGREGATE_EXPECTED aggregates.4.expression',
  ])
})

test('names may not meet', () => {
  const count = { name: 'Country', expression: 'count(*)' }
  expect(problems(compile({ groupBy: ['country'], aggregates: [count] }))).toEqual([
    'DUPLICATE_COLUMN aggregates.0.name',
  ])
  expect(problems(compile({ groupBy: ['country', 'COUNTRY'] }))).toEqual([
    'DUPLICATE_COLUMN groupBy.1',
  ])
})
