import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { integer, list, text } from '../../kit/data-type.ts'
import { column } from '../../kit/schema.ts'
import { sourceKey } from '../../kit/source.ts'
import { node } from './node.ts'

const rows = table({ id: 'bigint', name: 'text', tags: 'list(text)' })
const target = { connection: 'shop', table: { name: 'customers' } }
const schemas = new Map([
  [
    sourceKey({ kind: 'table', ...target }),
    [
      column('customer_id', integer, false),
      column('full_name', { kind: 'text', length: 40 }),
      column('country', text, false),
      column('tags', list(text)),
    ],
  ],
])
const pair = (source: string, to: string, confidence = 0.9, state = 'proposed') => ({
  ...{ source, target: to, confidence, state },
})
const compile = (mappings: object[], more: object = {}) =>
  compileWith(node, { mappings, ...more }, { in: rows })
const compileTo = (mappings: object[], more: object = {}) =>
  compileWith(node, { target, mappings, ...more }, { in: rows }, schemas)

test('uses accepted pairs and probable ones, never rejected ones', () => {
  const found = compile([
    pair('id', 'a', 0.2, 'accepted'),
    pair('name', 'b', 0.8),
    pair('name', 'c', 0.79),
    pair('tags', 'd', 1, 'rejected'),
  ])
  expect(columnsOf(found.outputs.out)).toEqual(['a bigint', 'b text'])
  expect(problems(found)).toEqual(['SOURCE_COLUMNS_UNUSED mappings'])
})

test('an accepted pair comes before a likelier one that nobody decided', () => {
  const found = compile([pair('name', 'x', 0.99), pair('id', 'X', 0.1, 'accepted')])
  expect(columnsOf(found.outputs.out)).toEqual(['X bigint'])
})

test('nothing to use is said, and so are unknown names and double ones', () => {
  expect(problems(compile([]))).toEqual(['MISSING_SETTING mappings'])
  expect(problems(compile([pair('id', 'a', 0.5)]))).toEqual(['MISSING_SETTING mappings'])
  const found = compile([
    pair('Nme', 'a'),
    pair('id', ''),
    { ...pair('tags', 'c'), type: 'integer' },
    { ...pair('id', 'd'), type: 'strng' },
  ])
  expect(problems(found)).toEqual([
    'UNKNOWN_COLUMN mappings.0.source',
    'MISSING_SETTING mappings.1.target',
    'WRONG_COLUMN_TYPE mappings.2.source',
    'UNKNOWN_TYPE mappings.3.type',
  ])
  const twice = compile([pair('id', 'a', 1, 'accepted'), pair('name', 'A', 1, 'accepted')])
  expect(problems(twice)).toEqual(['DUPLICATE_COLUMN mappings.1.target'])
})

test('takes the types of the target table and tells what it lacks', () => {
  const found = compileTo([
    pair('id', 'customer_id'),
    pair('name', 'full_name'),
    pair('tags', 'tgs'),
  ])
  expect(problems(found)).toEqual([
    'TARGET_COLUMN_UNKNOWN mappings.2.target',
    'TARGET_COLUMN_MISSING mappings',
  ])
  expect(found.issues[0]?.values).toMatchObject({ suggestion: 'tags' })
  const good = compileTo([pair('id', 'customer_id'), pair('name', 'full_name')])
  expect(columnsOf(good.outputs.out)).toEqual(['customer_id integer', 'full_name text(40)'])
  expect(problems(good)).toEqual([
    'TARGET_COLUMN_MISSING mappings',
    'SOURCE_COLUMNS_UNUSED mappings',
  ])
})

test('target columns without a pair can come out empty', () => {
  const found = compileTo([pair('id', 'customer_id')], { unmapped: 'null' })
  expect(columnsOf(found.outputs.out)).toEqual([
    ...['customer_id integer', 'full_name text(40)', 'country text', 'tags list(text)'],
  ])
})

test('reads the target only where one is chosen', () => {
  expect(node.sources?.(node.config.parse({ target }))).toEqual([{ kind: 'table', ...target }])
  expect(node.sources?.(node.config.parse({}))).toEqual([])
})
