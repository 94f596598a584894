import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bigint, integer, list, text } from '../../nodes/kit/data-type.ts'
import { call, col, literal } from '../../nodes/kit/expression.ts'
import type { Relation } from '../../nodes/kit/relation.ts'
import {
  aggregate,
  distinct,
  filter,
  join,
  limit,
  sort,
  union,
  unnest,
  values,
  window,
} from '../../nodes/kit/relations.ts'
import { column } from '../../nodes/kit/schema.ts'
import { fromDuckDbType } from './duckdb-types.ts'
import { printRelation } from './print-relation.ts'

const people = values(
  [column('id', integer), column('team', text)],
  [
    ['1', 'a'],
    ['2', 'a'],
    ['3', 'b'],
    ['4', null],
  ],
)
const teams = values(
  [column('team', text), column('id', integer)],
  [
    ['a', '10'],
    [null, '30'],
  ],
)
const tagged = values(
  [column('id', integer), column('tags', list(text))],
  [
    ['1', '["x","y"]'],
    ['2', '[]'],
    ['3', null],
  ],
)

let instance: DuckDBInstance
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:')
})
afterAll(() => instance.closeSync())

const never = () => {
  throw new Error('there is no scan here')
}

/** Rows as text, sorted unless the relation sorts itself; the schema is checked on the way. */
async function rowsOf(relation: Relation): Promise<string[]> {
  const connection = await instance.connect()
  try {
    const result = await connection.runAndReadAll(printRelation(relation, { scan: never }))
    const found = result.columnNames().map((name, i) => ({
      name,
      type: fromDuckDbType(String(result.columnTypes()[i])),
    }))
    expect(found).toEqual(relation.schema.map(({ name, type }) => ({ name, type })))
    const rows = result.getRowsJson().map((row) => row.map((v) => v ?? '∅').join(' '))
    return relation.kind === 'sort' ? rows : rows.sort()
  } finally {
    connection.closeSync()
  }
}

const first = { column: 'id', descending: true, nulls: 'last' } as const

describe('printRelation', () => {
  test.each<[string, Relation, string[]]>([
    ['no rows', values([column('a', bigint)], []), []],
    ['filter', filter(people, call('gt', col('id'), literal(2))), ['3 b', '4 ∅']],
    [
      'inner join',
      join('inner', people, teams, [{ left: 'team', right: 'team' }]),
      ['1 a a 10', '2 a a 10'],
    ],
    [
      'join where NULL equals NULL',
      join('semi', people, teams, [{ left: 'team', right: 'team' }], { nullsEqual: true }),
      ['1 a', '2 a', '4 ∅'],
    ],
    ['anti join', join('anti', people, teams, [{ left: 'team', right: 'team' }]), ['3 b', '4 ∅']],
    [
      'full join',
      join('full', people, teams, [{ left: 'team', right: 'team' }]),
      ['1 a a 10', '2 a a 10', '3 b ∅ ∅', '4 ∅ ∅ ∅', '∅ ∅ ∅ 30'],
    ],
    [
      'aggregate',
      aggregate(
        people,
        [{ name: 'team', expression: col('team') }],
        [{ name: 'n', expression: call('count', col('id')) }],
      ),
      ['a 2', 'b 1', '∅ 1'],
    ],
    ['distinct keeps the first', distinct(people, ['team'], [first]), ['2 a', '3 b', '4 ∅']],
    [
      'union keeps duplicates',
      union([limit(sort(people, [first]), 1), limit(sort(people, [first]), 1)]),
      ['4 ∅', '4 ∅'],
    ],
    ['sort', sort(people, [first]), ['4 ∅', '3 b', '2 a', '1 a']],
    [
      'window',
      window(people, {
        name: 'place',
        function: { kind: 'row_number' },
        partitionBy: ['team'],
        orderBy: [first],
      }),
      ['1 a 2', '2 a 1', '3 b 1', '4 ∅ 1'],
    ],
    ['unnest drops empty lists', unnest(tagged, 'tags', { as: 'tag' }), ['1 x', '1 y']],
    [
      'unnest keeps empty lists without a position',
      unnest(tagged, 'tags', { as: 'tag', position: 'n', keepEmpty: true }),
      ['1 x 1', '1 y 2', '2 ∅ ∅', '3 ∅ ∅'],
    ],
  ])('%s', async (_, relation, expected) => {
    expect(await rowsOf(relation)).toEqual(
      expected.sort(relation.kind === 'sort' ? () => 0 : undefined),
    )
  })

  test('reads from a stored place, and lets rows be tapped', () => {
    const some = filter(people, call('gt', col('id'), literal(2)))
    const sql = printRelation(limit(some, 1), {
      scan: never,
      stored: (r) => (r === some ? '"kept"' : undefined),
      tap: (r, select) => `/* ${r.kind} */ ${select}`,
    })
    expect(sql).toBe('/* limit */ SELECT * FROM "kept" LIMIT 1')
  })
})
