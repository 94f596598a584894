import type { DataType } from './data-type.ts'

/**
 * A typed expression over the columns of one row (or, with aggregate functions,
 * over a group of rows). Built by `parseExpression` or by the builders below,
 * checked and typed by `typeExpression`, printed per dialect in `runtime/sql`.
 * Operators are calls of the functions named in the catalogue (`add`, `eq`, `and` …).
 */
export type Expression =
  | LiteralExpression
  | ColumnExpression
  | CallExpression
  | CastExpression
  | CaseExpression

/** Character range in the source text; absent when built by code. */
export interface SourceRange {
  readonly from: number
  readonly to: number
}

export interface LiteralExpression {
  readonly kind: 'literal'
  /** Numbers keep their source text so that 64-bit integers and decimals stay exact. */
  readonly value: string | boolean | null
  readonly type: DataType | undefined
  readonly range?: SourceRange
}

export interface ColumnExpression {
  readonly kind: 'column'
  readonly name: string
  /** Set by `typeExpression`, as on calls and cases: printers choose by it. */
  readonly type?: DataType
  readonly range?: SourceRange
}

export interface CallExpression {
  readonly kind: 'call'
  readonly fn: string
  readonly args: readonly Expression[]
  /** Aggregates only: `count(distinct x)`. */
  readonly distinct?: boolean
  readonly type?: DataType
  readonly range?: SourceRange
}

export interface CastExpression {
  readonly kind: 'cast'
  readonly value: Expression
  readonly to: DataType
  /** `fail` stops the run with the value; `null` gives NULL. */
  readonly onFailure: 'fail' | 'null'
  readonly range?: SourceRange
}

export interface CaseExpression {
  readonly kind: 'case'
  readonly branches: readonly { readonly when: Expression; readonly then: Expression }[]
  readonly otherwise: Expression | undefined
  readonly type?: DataType
  readonly range?: SourceRange
}

export const col = (name: string): ColumnExpression => ({ kind: 'column', name })

export const call = (fn: string, ...args: Expression[]): CallExpression => ({
  kind: 'call',
  fn,
  args,
})

export const cast = (
  value: Expression,
  to: DataType,
  onFailure: CastExpression['onFailure'] = 'fail',
): CastExpression => ({ kind: 'cast', value, to, onFailure })

/** One `when … then …` of a case. */
export const caseBranch = (
  when: Expression,
  then: Expression,
): CaseExpression['branches'][number] => ({ when, then })

/** A literal from a JavaScript value; bigint and number become exact numeric literals. */
export function literal(value: string | number | bigint | boolean | null): LiteralExpression {
  if (value === null) return { kind: 'literal', value: null, type: undefined }
  if (typeof value === 'boolean') return { kind: 'literal', value, type: { kind: 'boolean' } }
  if (typeof value === 'string') return { kind: 'literal', value, type: { kind: 'text' } }
  return { kind: 'literal', value: String(value), type: numberType(String(value)) }
}

/** The type a numeric literal's text has: integer, bigint, decimal or double. */
export function numberType(text: string): DataType {
  if (!/^-?[\d.]+$/.test(text)) return { kind: 'float', bits: 64 }
  const [whole = '', fraction] = text.replace('-', '').split('.')
  if (fraction === undefined) {
    const value = BigInt(whole)
    if (value <= 2147483647n) return { kind: 'integer', bits: 32 }
    if (value <= 9223372036854775807n) return { kind: 'integer', bits: 64 }
    return whole.length <= 38
      ? { kind: 'decimal', precision: whole.length, scale: 0 }
      : { kind: 'float', bits: 64 }
  }
  const scale = fraction.length
  const precision = Math.max(1, whole.replace(/^0+/, '').length + scale)
  return precision <= 38 ? { kind: 'decimal', precision, scale } : { kind: 'float', bits: 64 }
}

/** The type `typeExpression` found; undefined where it has not been called yet. */
export const typeOf = (expression: Expression): DataType | undefined =>
  expression.kind === 'cast' ? expression.to : expression.type

/** TRUE where the rule is TRUE; FALSE where it is FALSE or NULL. */
export const isTrue = (rule: Expression): Expression => call('is_true', rule)

/** The exact complement of `isTrue`: TRUE where the rule is FALSE or NULL. */
export const isNotTrue = (rule: Expression): Expression => call('is_not_true', rule)

/** All of them; TRUE for none. */
export function allOf(rules: readonly Expression[]): Expression {
  return rules.length === 0 ? literal(true) : rules.reduce((a, b) => call('and', a, b))
}

/** Direct children, in order. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'column':
      return []
    case 'call':
      return expression.args
    case 'cast':
      return [expression.value]
    case 'case':
      return [
        ...expression.branches.flatMap((b) => [b.when, b.then]),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ]
  }
}

/** Names of the columns it reads, each once, in order of appearance. */
export function columnsIn(expression: Expression): string[] {
  const names = new Set<string>()
  const visit = (e: Expression): void => {
    if (e.kind === 'column') names.add(e.name)
    childrenOf(e).forEach(visit)
  }
  visit(expression)
  return [...names]
}
