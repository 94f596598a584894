import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const rows = table({ a: 'integer', b: 'text' })
const compile = (...columns: object[]) => compileWith(node, { columns }, { in: rows })

test('every line says what is wrong with it', () => {
  const found = compile(
    { name: '', expression: 'a' },
    { name: 'x', expression: '' },
    { name: 'y', expression: 'a +' },
    { name: 'z', expression: 'sum(a)' },
    { name: 'w', expression: 'c' },
  )
  expect(problems(found)).toEqual([
    'MISSING_SETTING columns.0.name',
    'EXPRESSION_EMPTY columns.1.expression',
    'EXPRESSION_SYNTAX columns.2.expression',
    'AGGREGATE_NOT_ALLOWED columns.3.expression',
    'UNKNOWN_COLUMN columns.4.expression',
  ])
  expect(found.outputs).toEqual({})
})

test('a replaced column stays in its place and keeps its spelling', () => {
  const { outputs } = compile({ name: 'A', expression: "'x'" }, { name: 'c', expression: 'a' })
  expect(columnsOf(outputs.out)).toEqual(['a text not null', 'b text', 'c text not null'])
})

test('columns that do not need each other are computed in one step', () => {
  const apart = compile({ name: 'x', expression: 'a + 1' }, { name: 'y', expression: 'a + 2' })
  expect(apart.outputs.out).toMatchObject({ kind: 'project', input: rows })
  const chain = compile({ name: 'x', expression: 'a + 1' }, { name: 'y', expression: 'x + 2' })
  expect(chain.outputs.out).toMatchObject({ kind: 'project', input: { kind: 'project' } })
  const over = compile({ name: 'a', expression: 'a + 1' }, { name: 'y', expression: 'a' })
  expect(over.outputs.out).toMatchObject({ kind: 'project', input: { kind: 'project' } })
})

test('no columns: the rows as they are', () => {
  expect(compile().outputs.out).toBe(rows)
})
