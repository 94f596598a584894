import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { openRunner } from '../../../e2e/support/relation-rows.ts'
import { node } from './node.ts'

const ordinary = Array.from({ length: 60 }, (_, i) => [String(i), String(10 + ((i * 7) % 11)), 'a'])
const rows = table({ id: 'integer', amount: 'integer', kind: 'text' }, ...ordinary, [
  '60',
  '900',
  'a',
])

test('the odd row leaves, with its score and the column that makes it odd', async () => {
  const { outputs } = compileWith(node, { columns: ['amount', 'kind'] }, { in: rows })
  expect(columnsOf(outputs.anomalies)).toEqual([
    'id integer',
    'amount integer',
    'kind text',
    'anomaly_score double not null',
    'anomaly_because text',
  ])
  if (!outputs.anomalies || !outputs.out) throw new Error('no rows')
  const runner = await openRunner()
  const found = await runner.rows(outputs.anomalies)
  expect(found.map((r) => [r[0], r[4]?.split(', ')[0]])).toContainEqual(['60', 'amount'])
  const passed = await runner.rows(outputs.out)
  expect(passed.length + found.length).toBe(61)
  runner.close()
})

test('unknown columns are marked', () => {
  expect(problems(compileWith(node, { columns: ['amuont'] }, { in: rows }))).toEqual([
    'UNKNOWN_COLUMN columns.0',
  ])
})
