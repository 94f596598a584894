import { afterAll, beforeAll, expect, test } from 'vitest'
import { compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import type { RelationRunner } from '../../../e2e/support/relation-rows.ts'
import { openRunner } from '../../../e2e/support/relation-rows.ts'
import type { Relation } from '../../kit/relation.ts'
import { node } from './node.ts'

let duckdb: RelationRunner
beforeAll(async () => {
  duckdb = await openRunner()
})
afterAll(() => duckdb.close())

const columns = { id: 'integer', city: 'text', at: 'date' }

test('unknown columns are marked', () => {
  const config = { key: ['idd'], orderBy: [{ column: '' }] }
  expect(problems(compileWith(node, config, { in: table(columns) }))).toEqual([
    'UNKNOWN_COLUMN key.0',
    'MISSING_SETTING orderBy.0.column',
  ])
})

test('without an order the same row stays, in whatever order rows come', async () => {
  const rows = [
    ['1', 'b', null],
    ['1', 'a', '2024-01-02'],
    ['1', 'a', '2024-01-01'],
    [null, 'x', null],
    [null, 'y', null],
  ]
  const kept = []
  for (const given of [rows, [...rows].reverse()]) {
    const { outputs } = compileWith(node, { key: ['ID'] }, { in: table(columns, ...given) })
    const found = await duckdb.rows(outputs.out as Relation)
    kept.push(found.map((row) => row.join()).sort())
    expect(await duckdb.rows(outputs.duplicates as Relation)).toHaveLength(3)
  }
  expect(kept).toEqual([
    [',x,', '1,a,2024-01-01'],
    [',x,', '1,a,2024-01-01'],
  ])
})

test('the last of descending is the first of ascending, NULLs included', async () => {
  const input = table(columns, ['1', 'a', '2024-01-01'], ['1', 'b', '2024-01-02'], ['1', 'c', null])
  const keep = async (config: object) => {
    const { outputs } = compileWith(node, { key: ['id'], ...config }, { in: input })
    const [row] = await duckdb.rows(outputs.out as Relation)
    return row?.[1]
  }
  const ascending = [{ column: 'at' }]
  const descending = [{ column: 'at', direction: 'descending', nulls: 'first' }]
  expect(await keep({ keep: 'first', orderBy: ascending })).toBe('a')
  expect(await keep({ keep: 'last', orderBy: descending })).toBe('a')
  expect(await keep({ keep: 'last', orderBy: ascending })).toBe('c')
})
