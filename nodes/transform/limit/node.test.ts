import { afterAll, beforeAll, expect, test } from 'vitest'
import { compileWith, table } from '../../../e2e/support/compile-with.ts'
import type { RelationRunner } from '../../../e2e/support/relation-rows.ts'
import { openRunner } from '../../../e2e/support/relation-rows.ts'
import type { Relation } from '../../kit/relation.ts'
import { sort } from '../../kit/relations.ts'
import { node } from './node.ts'

let duckdb: RelationRunner
beforeAll(async () => {
  duckdb = await openRunner()
})
afterAll(() => duckdb.close())

test.each([-1, 1.5, '3', undefined])('%j is no number of rows', (count) => {
  expect(node.config.safeParse({ count }).success).toBe(false)
})

test('after a sort it takes the first rows of that order', async () => {
  const rows = table({ id: 'integer' }, ['3'], ['1'], ['2'], [null])
  const sorted = sort(rows, [{ column: 'id', descending: true, nulls: 'last' }])
  const { outputs } = compileWith(node, { count: 2, offset: 1 }, { in: sorted })
  expect(await duckdb.rows(outputs.out as Relation)).toEqual([['2'], ['1']])
})
