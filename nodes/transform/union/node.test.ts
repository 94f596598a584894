import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const compile = (by: string, ...tables: Record<string, string>[]) =>
  compileWith(node, { by }, { in: tables.map((columns) => table(columns)) })

test('types widen so that no value changes', () => {
  const { outputs } = compile('name', { n: 'tinyint' }, { n: 'decimal(4,2)' }, { n: 'smallint' })
  expect(columnsOf(outputs.out)).toEqual(['n decimal(7,2)'])
})

test('types without anything in common are named', () => {
  const found = compile('name', { id: 'integer', at: 'date' }, { id: 'text', at: 'timestamp' })
  expect(problems(found)).toEqual(['SCHEMA_MISMATCH by'])
  expect(found.issues[0]?.values.detail).toBe('“id” is integer, text')
})

test('by position the counts must agree', () => {
  const found = compile('position', { a: 'text' }, { a: 'text', b: 'text' })
  expect(problems(found)).toEqual(['SCHEMA_MISMATCH by'])
  expect(found.issues[0]?.values.detail).toBe('they have 1, 2 columns')
})

test('one input passes as it is', () => {
  expect(columnsOf(compile('name', { a: 'date', b: 'uuid' }).outputs.out)).toEqual([
    'a date',
    'b uuid',
  ])
})
