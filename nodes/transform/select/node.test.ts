import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const rows = table({ id: 'integer', name: 'text', items: 'list(integer)' })
const compile = (config: object) => compileWith(node, config, { in: rows })

test('an unknown column comes with the nearest name', () => {
  const found = compile({ columns: [{ column: 'nmae' }] })
  expect(problems(found)).toEqual(['UNKNOWN_COLUMN columns.0.column'])
  expect(found.issues[0]?.values).toMatchObject({ suggestion: 'name' })
  expect(found.outputs).toEqual({})
})

test('choosing nothing is a problem only where the others are left out', () => {
  expect(problems(compile({}))).toEqual(['MISSING_SETTING columns'])
  expect(columnsOf(compile({ others: 'keep' }).outputs.out)).toEqual(columnsOf(rows))
})

test('names may not meet, also with those that are kept', () => {
  const columns = [{ column: 'id', name: 'NAME' }]
  expect(problems(compile({ columns, others: 'keep' }))).toEqual([
    'DUPLICATE_COLUMN columns.0.name',
  ])
  const twice = [{ column: 'id' }, { column: 'id' }]
  expect(problems(compile({ columns: twice }))).toEqual(['DUPLICATE_COLUMN columns.1.name'])
})

test('types are checked before a run', () => {
  const unknown = compile({ columns: [{ column: 'id', type: 'number' }] })
  expect(problems(unknown)).toEqual(['UNKNOWN_TYPE columns.0.type'])
  const impossible = compile({ columns: [{ column: 'items', type: 'date' }] })
  expect(problems(impossible)).toEqual(['WRONG_COLUMN_TYPE columns.0.column'])
})

test('a conversion that cannot fail needs no rejects and reads the rows once', () => {
  const { outputs } = compile({ columns: [{ column: 'id', type: 'bigint' }] })
  expect(outputs.reject).toMatchObject({ kind: 'values', rows: [] })
  expect(outputs.out).toMatchObject({ kind: 'project', input: rows })
})

test('the column of reasons makes way for one that is there already', () => {
  const given = { in: table({ _reasons: 'text' }) }
  const config = { columns: [{ column: '_reasons', type: 'integer' }] }
  expect(columnsOf(compileWith(node, config, given).outputs.reject)).toEqual([
    '_reasons text',
    '_reasons_2 text',
  ])
})
