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
      column('name', { kind: 'text', length: 40 }),
      column('country', text, false),
      column('tags', list(text)),
    ],
  ],
])
const compile = (columns: object[]) => compileWith(node, { columns }, { in: rows })
const compileTo = (columns: object[]) =>
  compileWith(node, { target, columns }, { in: rows }, schemas)

test('every line says what is wrong with it', () => {
  expect(problems(compile([]))).toEqual(['MISSING_SETTING columns'])
  const found = compile([
    { name: '', expression: 'id' },
    { name: 'a', expression: '' },
    { name: 'b', expression: 'id', type: 'strng' },
    { name: 'c', expression: 'tags', type: 'integer' },
    { name: 'd', expression: 'Nme' },
  ])
  expect(problems(found)).toEqual([
    'MISSING_SETTING columns.0.name',
    'EXPRESSION_EMPTY columns.1.expression',
    'UNKNOWN_TYPE columns.2.type',
    'WRONG_COLUMN_TYPE columns.3.expression',
    'UNKNOWN_COLUMN columns.4.expression',
  ])
  expect(found.issues.at(-1)?.values).toMatchObject({ suggestion: 'name' })
})

test('names may not meet', () => {
  const columns = ['x', 'X'].map((name) => ({ name, expression: 'id' }))
  expect(problems(compile(columns))).toEqual(['DUPLICATE_COLUMN columns.1.name'])
})

test('lists the source columns that nothing uses', () => {
  const { issues } = compile([{ name: 'n', expression: 'upper(NAME)' }])
  expect(issues).toMatchObject([
    { code: 'SOURCE_COLUMNS_UNUSED', severity: 'info', values: { columns: 'id, tags' } },
  ])
})

test('checks against the target table and takes its types', () => {
  const found = compileTo([
    { name: 'customer_id', expression: 'id' },
    { name: 'name', expression: 'name' },
    { name: 'tags', expression: 'tags' },
  ])
  expect(problems(found)).toEqual(['TARGET_COLUMN_MISSING columns'])
  expect(found.issues[0]?.values).toEqual({ column: 'country' })
  expect(columnsOf(found.outputs.out)).toEqual([
    ...['customer_id integer', 'name text(40)', 'tags list(text)'],
  ])
})

test('a type other than the target’s is told, and so is a column it does not have', () => {
  const found = compileTo([
    { name: 'customer_id', expression: 'id', type: 'bigint' },
    { name: 'country', expression: "'DE'" },
    { name: 'nmae', expression: 'name' },
    { name: 'tags', expression: 'id', type: 'bigint' },
  ])
  expect(problems(found)).toEqual([
    'LOSSY_CAST columns.0.type',
    'TARGET_COLUMN_UNKNOWN columns.2.type',
    'WRONG_COLUMN_TYPE columns.3.type',
  ])
  expect(found.issues[1]?.values).toMatchObject({ column: 'nmae', suggestion: 'name' })
})

test('a target that could not be read is simply not checked', () => {
  const columns = ['id', 'name', 'tags'].map((name) => ({ name, expression: name }))
  expect(problems(compileWith(node, { target, columns }, { in: rows }))).toEqual([])
  expect(node.sources?.(node.config.parse({ target, columns }))).toEqual([
    { kind: 'table', ...target },
  ])
  expect(node.sources?.(node.config.parse({ columns }))).toEqual([])
})

test('NULL takes any type, and a required NULL rejects every row', () => {
  const { outputs } = compile([{ name: 'x', expression: 'null', type: 'binary', required: true }])
  expect(columnsOf(outputs.out)).toEqual(['x binary'])
  expect(outputs.reject).toMatchObject({ kind: 'project' })
})
