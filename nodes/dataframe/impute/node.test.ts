import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { openRunner } from '../../../e2e/support/relation-rows.ts'
import { node } from './node.ts'

const rows = table(
  { id: 'bigint', born: 'date', amount: 'decimal(38,10)' },
  ['9007199254740993', null, '1234567890123456789012345678.0000000001'],
  [null, '2024-02-29', null],
)
const compile = (config: object) => compileWith(node, config, { in: rows })

test('types stay, and so does every value that is there, to its last digit', async () => {
  const { outputs } = compile({ method: 'most-frequent', columns: ['id', 'born', 'amount'] })
  expect(columnsOf(outputs.out)).toEqual(['id bigint', 'born date', 'amount decimal(38,10)'])
  if (!outputs.out) throw new Error('no rows')
  const runner = await openRunner()
  const [first] = await runner.rows(outputs.out)
  expect(first).toEqual([
    '9007199254740993',
    '2024-02-29',
    '1234567890123456789012345678.0000000001',
  ])
  runner.close()
})

test('a mean needs numbers, a constant must fit its column', () => {
  expect(problems(compile({ method: 'mean', columns: ['born'] }))).toEqual([
    'WRONG_COLUMN_TYPE columns.0',
  ])
  expect(problems(compile({ method: 'constant', columns: ['born'], value: 'soon' }))).toEqual([
    'INVALID_VALUE value',
  ])
  expect(problems(compile({ columns: ['id'], fitted: ['x'] }))).toEqual(['INVALID_VALUE fitted.0'])
})
