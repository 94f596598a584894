import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const rows = table({ id: 'integer', name: 'text', at: 'date', tags: 'list(text)' })
const reference = table({ code: 'bigint', label: 'text' })
const compile = (rules: object[], settings: object = {}) =>
  compileWith(node, { rules, ...settings }, { in: rows, reference })
const rule = (config: object) => problems(compile([config]))

test.each([
  [{ check: 'not-null', columns: [] }, 'MISSING_SETTING rules.0.columns'],
  [{ check: 'not-null', columns: ['nme'] }, 'UNKNOWN_COLUMN rules.0.columns.0'],
  [{ check: 'unique', columns: ['id', 'ID'] }, 'DUPLICATE_COLUMN rules.0.columns.1'],
  [{ check: 'range', column: 'id' }, 'MISSING_SETTING rules.0.min'],
  [{ check: 'range', column: 'id', min: '0', max: 'ten' }, 'INVALID_VALUE rules.0.max'],
  [{ check: 'range', column: 'at', min: '2024-02-30' }, 'INVALID_VALUE rules.0.min'],
  [{ check: 'range', column: 'tags', min: 'a' }, 'WRONG_COLUMN_TYPE rules.0.column'],
  [{ check: 'set', column: 'name', values: [] }, 'MISSING_SETTING rules.0.values'],
  [{ check: 'set', column: 'id', values: ['1', 'x'] }, 'INVALID_VALUE rules.0.values.1'],
  [{ check: 'set', column: 'tags', values: ['x'] }, 'WRONG_COLUMN_TYPE rules.0.column'],
  [{ check: 'pattern', column: 'name', pattern: '' }, 'MISSING_SETTING rules.0.pattern'],
  [{ check: 'pattern', column: 'name', pattern: '[a-' }, 'INVALID_PATTERN rules.0.pattern'],
  [{ check: 'pattern', column: 'name', pattern: '(?=a)b' }, 'INVALID_PATTERN rules.0.pattern'],
  [{ check: 'pattern', column: 'name', pattern: '(a)\\1' }, 'INVALID_PATTERN rules.0.pattern'],
  [{ check: 'reference', columns: [] }, 'MISSING_SETTING rules.0.columns'],
  [
    { check: 'reference', columns: [{ column: 'id', reference: 'cod' }] },
    'UNKNOWN_COLUMN rules.0.columns.0.reference',
  ],
  [
    { check: 'reference', columns: [{ column: 'name', reference: 'code' }] },
    'NOT_COMPARABLE rules.0.columns.0',
  ],
  [{ check: 'expression', expression: 'id' }, 'TYPE_MISMATCH rules.0.expression'],
  [{ check: 'expectation', expression: 'id > 1' }, 'AGGREGATE_EXPECTED rules.0.expression'],
  [{ check: 'expectation', expression: 'count(*)' }, 'TYPE_MISMATCH rules.0.expression'],
])('%j is refused', (config, problem) => {
  expect(rule(config)).toEqual([problem])
})

test('patterns of RE2 are understood, an escaped bracket is no look-ahead', () => {
  for (const pattern of ['(?i)abc', '(?P<year>\\d{4})', '\\(?=x', '[=!]', '\\\\'])
    expect(rule({ check: 'pattern', column: 'name', pattern })).toEqual([])
})

test('a reference rule needs the second input', () => {
  const config = { rules: [{ check: 'reference', columns: [{ column: 'id', reference: 'code' }] }] }
  expect(problems(compileWith(node, config, { in: rows }))).toEqual(['MISSING_INPUT rules.0'])
})

test('helper columns stay inside', () => {
  const { outputs } = compile([
    { check: 'unique', columns: ['id'] },
    { check: 'unique', columns: ['name', 'at'] },
    { check: 'reference', columns: [{ column: 'id', reference: 'code' }] },
  ])
  expect(columnsOf(outputs.pass)).toEqual(columnsOf(rows))
  expect(columnsOf(outputs.reject)).toEqual([...columnsOf(rows), '_reasons text'])
})

test('only limits and expectations stop a run', () => {
  const notNull = { check: 'not-null', columns: ['id'] }
  expect(compile([notNull]).stage).toBeUndefined()
  expect(compile([notNull], { maxRejectedRows: 0 }).stage).toMatchObject({
    kind: 'gate',
    maxRejected: { rows: 0, share: undefined },
    expectations: [],
  })
  const { stage, outputs } = compile([
    { check: 'expectation', expression: 'max(id) < 100', name: 'small ids' },
  ])
  expect(stage).toMatchObject({ kind: 'gate', input: rows, expectations: [{ name: 'small ids' }] })
  const [expectation] = stage?.kind === 'gate' ? stage.expectations : []
  expect(columnsOf(expectation?.relation)).toEqual(['holds boolean not null'])
  expect(outputs.reject).toMatchObject({ kind: 'values', rows: [] })
})

test('a share outside of 0 to 1 is refused', () => {
  expect(node.config.safeParse({ maxRejectedShare: 5 }).success).toBe(false)
})

test('no rules at all is a problem', () => {
  expect(problems(compile([]))).toEqual(['MISSING_SETTING rules'])
})
