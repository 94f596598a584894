import { expect, test } from 'vitest'
import { compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { bigint, date, integer, text } from '../../kit/data-type.ts'
import { call, col } from '../../kit/expression.ts'
import { limit, project, sort } from '../../kit/relations.ts'
import { column } from '../../kit/schema.ts'
import { sourceKey } from '../../kit/source.ts'
import { node } from './node.ts'

const rows = table({ id: 'bigint', name: 'text' })
const place = { connection: 'shop', table: { name: 'customers' } }
const key = sourceKey({ kind: 'table', ...place })
const compile = (config: object, existing?: ReturnType<typeof column>[], input = rows) =>
  compileWith(
    node,
    { ...place, ...config },
    { in: input },
    new Map(existing ? [[key, existing]] : []),
  )

test('says which settings are missing', () => {
  expect(problems(compileWith(node, node.initial, { in: rows }))).toEqual([
    'MISSING_SETTING connection',
    'MISSING_SETTING table.name',
  ])
})

test('a merge needs a key that exists', () => {
  expect(problems(compile({ mode: 'merge' }))).toEqual(['MERGE_NEEDS_KEY key'])
  expect(problems(compile({ mode: 'merge', key: ['idd'] }))).toEqual(['UNKNOWN_COLUMN key.0'])
  const { stage, issues } = compile({ mode: 'merge', key: ['ID'] })
  expect(issues).toEqual([])
  expect(stage).toMatchObject({
    kind: 'write',
    target: { kind: 'table', ...place, mode: 'merge', key: ['id'] },
  })
})

test('a merge refuses rows that differ from run to run', () => {
  const merge = { mode: 'merge', key: ['id'] }
  const drawn = project(rows, [
    { name: 'id', expression: col('id') },
    { name: 'x', expression: call('random') },
  ])
  const some = limit(rows, 10)
  const first = limit(sort(rows, [{ column: 'id', descending: false, nulls: 'last' }]), 10)
  expect(compile(merge, undefined, drawn).issues).toMatchObject([
    { code: 'NOT_DETERMINISTIC', path: ['mode'], values: { function: 'random' } },
  ])
  expect(problems(compile(merge, undefined, some))).toEqual(['NOT_DETERMINISTIC mode'])
  expect(problems(compile(merge, undefined, first))).toEqual([])
  expect(problems(compile({ mode: 'append' }, undefined, drawn))).toEqual([])
})

test('compares columns with an existing table', () => {
  const existing = [column('ID', integer), column('nmae', text), column('since', date, false)]
  expect(compile({ mode: 'append' }, existing).issues).toMatchObject([
    { code: 'LOSSY_CAST', severity: 'warning', values: { from: 'bigint', to: 'integer' } },
    { code: 'TARGET_COLUMN_UNKNOWN', values: { column: 'name', suggestion: 'nmae' } },
    { code: 'TARGET_COLUMN_MISSING', severity: 'warning', values: { column: 'since' } },
  ])
  expect(problems(compile({ mode: 'append' }, [column('id', date), column('name', text)]))).toEqual(
    ['WRONG_COLUMN_TYPE table'],
  )
})

test('a table that is replaced is not compared; one to be created should not be there', () => {
  const existing = [column('other', bigint)]
  expect(problems(compile({ mode: 'replace' }, existing))).toEqual([])
  const found = compile({ mode: 'create' }, existing)
  expect(found.issues).toMatchObject([{ code: 'TARGET_EXISTS', severity: 'warning' }])
  expect(found.stage).toBeDefined()
})
