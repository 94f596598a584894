import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const rows = table({ id: 'integer', name: 'text' })
const compile = (columns: string[]) => compileWith(node, { columns }, { in: rows })

test('looks at all columns, or at those chosen; the rows pass either way', () => {
  const all = compile([])
  expect(all.stage).toEqual({ kind: 'profile', input: rows })
  const some = compile(['NAME'])
  expect(some.stage?.kind === 'profile' && columnsOf(some.stage.input)).toEqual(['name text'])
  expect(all.outputs.out).toBe(rows)
  expect(some.outputs.out).toBe(rows)
})

test('unknown and repeated columns are marked', () => {
  expect(problems(compile(['nam']))).toEqual(['UNKNOWN_COLUMN columns.0'])
  expect(problems(compile(['id', 'id']))).toEqual(['DUPLICATE_COLUMN columns.1'])
})
