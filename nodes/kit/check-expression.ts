import { coerce } from './coerce.ts'
import type { DataType, TypeKind } from './data-type.ts'
import { formatType } from './data-type.ts'
import type { Expression } from './expression.ts'
import type { Issue, IssuePath } from './issue.ts'
import { issue } from './issue.ts'
import { parseExpression } from './parse-expression.ts'
import { parseType } from './parse-type.ts'
import type { Schema } from './schema.ts'
import type { TypeOptions } from './type-expression.ts'
import { typeExpression } from './type-expression.ts'

export interface CheckOptions extends TypeOptions {
  /** The kind of type the place needs: a filter needs `boolean`. NULL becomes one. */
  readonly expect?: TypeKind
}

/** What a text means; `expression` is absent exactly where `issues` is not empty. */
export interface CheckedExpression {
  readonly expression?: Expression
  readonly type?: DataType
  readonly nullable?: boolean
  readonly issues: readonly Issue[]
}

/**
 * Parses and types an expression written in a node's settings. Never throws.
 * @example checkExpression('amount > 0', schema, ['condition'], { expect: 'boolean' })
 */
export function checkExpression(
  source: string,
  schema: Schema,
  path: IssuePath,
  options: CheckOptions = {},
): CheckedExpression {
  const fail = (issues: readonly Issue[]) => ({ issues: issues.map((i) => ({ ...i, path })) })
  const parsed = parseExpression(source)
  if ('issues' in parsed) return fail(parsed.issues)
  const typed = typeExpression(parsed.expression, schema, options)
  if ('issues' in typed) return fail(typed.issues)
  const { expression, type, nullable } = typed
  const { expect } = options
  if (!expect || type.kind === expect) return { expression, type, nullable, issues: [] }
  const wanted = parseType(expect)
  if (wanted && expression.kind === 'literal' && expression.value === null)
    return { expression: coerce(expression, wanted), type: wanted, nullable, issues: [] }
  const range = { from: 0, to: source.length }
  const values = { expected: expect, actual: formatType(type) }
  return fail([issue('TYPE_MISMATCH', path, values, { range })])
}
