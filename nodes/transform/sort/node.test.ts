import { expect, test } from 'vitest'
import { compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const compile = (by: object[]) => compileWith(node, { by }, { in: table({ id: 'integer' }) })

test('needs a column, and one that exists', () => {
  expect(problems(compile([]))).toEqual(['MISSING_SETTING by'])
  expect(problems(compile([{ column: 'id' }, { column: 'di' }]))).toEqual([
    'UNKNOWN_COLUMN by.1.column',
  ])
})

test('an unknown order is refused where it stands', () => {
  const result = node.config.safeParse({ by: [{ column: 'id', direction: 'up' }] })
  expect(result.error?.issues[0]?.path).toEqual(['by', 0, 'direction'])
})

test('keys carry what was chosen', () => {
  const { outputs } = compile([{ column: 'ID', direction: 'descending', nulls: 'first' }])
  expect(outputs.out).toMatchObject({
    keys: [{ column: 'id', descending: true, nulls: 'first' }],
  })
})
