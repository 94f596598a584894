import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const rows = table({ id: 'integer', address: 'struct(id integer, "zip code" text)', doc: 'json' })
const compile = (config: object) => compileWith(node, config, { in: rows })

test('needs a column that is a structure', () => {
  expect(problems(compile({ column: '' }))).toEqual(['MISSING_SETTING column'])
  expect(problems(compile({ column: 'adress' }))).toEqual(['UNKNOWN_COLUMN column'])
  expect(problems(compile({ column: 'doc' }))).toEqual(['WRONG_COLUMN_TYPE column'])
})

test('fields whose names are taken need a prefix', () => {
  expect(problems(compile({ column: 'address' }))).toEqual(['DUPLICATE_COLUMN prefix'])
  expect(columnsOf(compile({ column: 'address', prefix: 'a_' }).outputs.out)).toEqual([
    ...['id integer', 'a_id integer', 'a_zip code text', 'doc json'],
  ])
})
