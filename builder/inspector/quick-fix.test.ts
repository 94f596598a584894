import { expect, test } from 'vitest'
import { checkExpression } from '../../nodes/kit/check-expression.ts'
import { text } from '../../nodes/kit/data-type.ts'
import { issue } from '../../nodes/kit/issue.ts'
import { column } from '../../nodes/kit/schema.ts'
import { quickFix } from './quick-fix.ts'

const schema = [column('name', text), column('Unit Price', text)]

/** Fixes an expression until nothing is left to propose. */
function fixed(source: string): string {
  const [first] = checkExpression(source, schema, ['rule']).issues
  const fix = first && quickFix({ rule: source }, first)
  return fix ? fixed(fix.value) : source
}

test('a slip in an expression is corrected in its place, the rest stays', () => {
  expect(fixed("upper(nmae) || 'x'")).toBe("upper(name) || 'x'")
  expect(fixed('uper(trim(name))')).toBe('upper(trim(name))')
  expect(fixed('"Unit Pric" is null')).toBe('"Unit Price" is null')
})

test('a slip in a picked column is corrected', () => {
  const unknown = issue('UNKNOWN_COLUMN', ['on', 0, 'left'], { column: 'nmae', suggestion: 'name' })
  expect(quickFix({ on: [{ left: 'nmae' }] }, unknown)?.value).toBe('name')
})

test('nothing is proposed without a suggestion or a text to change', () => {
  const unknown = issue('UNKNOWN_COLUMN', ['x'], { column: 'q', suggestion: '' })
  expect(quickFix({ x: 'q' }, unknown)).toBeUndefined()
  const gone = issue('UNKNOWN_COLUMN', ['y'], { column: 'q', suggestion: 'name' })
  expect(quickFix({ x: 'q' }, gone)).toBeUndefined()
})
