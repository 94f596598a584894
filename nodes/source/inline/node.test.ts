import { expect, test } from 'vitest'
import { compileWith, problems } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const oneCell = (type: string, value: string) =>
  problems(compileWith(node, { columns: [{ name: 'x', type }], rows: [[value]] }))

test.each([
  ['tinyint', '127', '128'],
  ['bigint', '-9223372036854775808', '9223372036854775808'],
  ['decimal(5,2)', '-999.990', '1000'],
  ['decimal(5,2)', '+.5', '1.234'],
  ['double', '1e-3', '1,5'],
  ['double', 'Infinity', 'inf'],
  ['boolean', 'TRUE', 'yes'],
  ['date', '2024-02-29', '2023-02-29'],
  ['time', '23:59:59.5', '24:00'],
  ['timestamp', '2024-01-31 10:00', '2024-01-31 10:00Z'],
  ['timestamp with time zone', '2024-01-31T10:00:00Z', '2024-01-31 10:00'],
  ['uuid', '00000000-0000-0000-0000-00000000000a', '1'],
  ['binary', '\\x00fF', '\\x0'],
  ['json', '{"a":[1]}', '{a:1}'],
  ['text(3)', 'äöü', 'abcd'],
  ['list(integer)', '[1,null]', '[1,"x"]'],
  ['struct(a integer, b text)', '{"a":1}', '{"c":1}'],
])('%s takes %s and refuses %s', (type, good, bad) => {
  expect(oneCell(type, good)).toEqual([])
  expect(oneCell(type, bad)).toEqual(['INVALID_VALUE rows.0.0'])
})

test('an empty field is NULL, in a text column an empty text', () => {
  const columns = [{ name: 'n', type: 'integer' }, { name: 't' }]
  const { outputs } = compileWith(node, { columns, rows: [['', '']] })
  expect(outputs.out).toMatchObject({ kind: 'values', rows: [[null, '']] })
})

test('marks bad columns and rows of another width', () => {
  expect(problems(compileWith(node, { columns: [] }))).toEqual(['MISSING_SETTING columns'])
  const bad = compileWith(node, { columns: [{ name: '', type: 'integr' }] })
  expect(problems(bad)).toEqual(['MISSING_SETTING columns.0.name', 'UNKNOWN_TYPE columns.0.type'])
  expect(bad.issues[1]?.values).toMatchObject({ suggestion: 'integer' })
  const twice = compileWith(node, { columns: [{ name: 'a' }, { name: 'A' }] })
  expect(problems(twice)).toEqual(['DUPLICATE_COLUMN columns.1.name'])
  const wide = compileWith(node, { columns: [{ name: 'a' }], rows: [['1'], ['1', '2']] })
  expect(problems(wide)).toEqual(['INVALID_CONFIG rows.1'])
})
