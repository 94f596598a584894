import type { Expression } from './expression.ts'
import { call } from './expression.ts'
import type { Issue } from './issue.ts'
import { issue } from './issue.ts'
import { infixOperators, precedence } from './operators.ts'
import { parsePrimary, parseTypeName } from './parse-primary.ts'
import { ParseFailure, TokenCursor } from './token-cursor.ts'
import { tokenize } from './tokenize.ts'

/** The longest text that is read as an expression, in characters. */
export const maxExpressionLength = 10_000

export type ParsedExpression =
  | { readonly expression: Expression }
  | { readonly issues: readonly Issue[] }

/**
 * Reads an expression. Never throws: what cannot be read comes back as issues
 * with the range of the place.
 * @example parseExpression("upper(name) = 'X'").expression // { kind: 'call', fn: 'eq', … }
 */
export function parseExpression(source: string): ParsedExpression {
  const whole = { from: 0, to: source.length }
  if (source.trim() === '') return { issues: [issue('EXPRESSION_EMPTY', [], {}, { range: whole })] }
  if (source.length > maxExpressionLength)
    return syntaxIssue(`it is longer than ${maxExpressionLength} characters`, whole)
  const tokens = tokenize(source)
  if ('reason' in tokens) return syntaxIssue(tokens.reason, tokens.range)
  const cursor = new TokenCursor(source, tokens)
  try {
    const expression = parseOperators(cursor, 0)
    if (cursor.peek().kind !== 'end') cursor.fail('expected an operator or the end')
    return { expression }
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error
    return { issues: [issue(error.code, [], error.values, { range: error.range })] }
  }
}

const syntaxIssue = (reason: string, range: { from: number; to: number }): ParsedExpression => ({
  issues: [issue('EXPRESSION_SYNTAX', [], { reason }, { range })],
})

/** Pratt's method: an operand, then every operator that binds tighter than `level`. */
function parseOperators(cursor: TokenCursor, level: number): Expression {
  return cursor.nested(() => {
    let left = parsePrefix(cursor)
    for (;;) {
      const next = parseInfix(cursor, left, level) ?? parseTest(cursor, left, level)
      if (!next) return left
      left = next
    }
  })
}

function parsePrefix(cursor: TokenCursor): Expression {
  const { from } = cursor.peek()
  if (cursor.accept('not'))
    return cursor.finish(call('not', parseOperators(cursor, precedence.not - 1)), from)
  if (cursor.accept('+')) return parseOperators(cursor, precedence.unary - 1)
  if (cursor.at('-') && cursor.peek(1).kind !== 'number') {
    cursor.next()
    return cursor.finish(call('negate', parseOperators(cursor, precedence.unary - 1)), from)
  }
  return parsePrimary(cursor, () => parseOperators(cursor, 0))
}

function parseInfix(cursor: TokenCursor, left: Expression, level: number) {
  const from = left.range?.from ?? 0
  if (level < precedence.cast && cursor.accept('::')) {
    const to = parseTypeName(cursor)
    return cursor.finish({ kind: 'cast', value: left, to, onFailure: 'fail' }, from)
  }
  const token = cursor.peek()
  const operator =
    token.kind === 'word' || token.kind === 'symbol'
      ? infixOperators.get(token.text.toLowerCase())
      : undefined
  if (!operator || operator.level <= level) return undefined
  cursor.next()
  const right = parseOperators(cursor, operator.level)
  if (operator.level === precedence.compare && isComparison(cursor))
    cursor.fail('comparisons cannot be chained: write a < b and b < c')
  return cursor.finish(call(operator.fn, left, right), from)
}

const isComparison = (cursor: TokenCursor) =>
  cursor.peek().kind === 'symbol' &&
  infixOperators.get(cursor.peek().text)?.level === precedence.compare

/** `is …`, `[not] in`, `[not] between`, `[not] like`. */
function parseTest(cursor: TokenCursor, left: Expression, level: number): Expression | undefined {
  const from = left.range?.from ?? 0
  const finish = (fn: string, ...args: Expression[]) => cursor.finish(call(fn, left, ...args), from)
  if (level < precedence.is && cursor.accept('is')) return parseIs(cursor, finish)
  if (level >= precedence.match) return undefined
  const negated = cursor.at('not')
  const verb = cursor.peek(negated ? 1 : 0)
  if (verb.kind !== 'word' || !/^(in|between|like|ilike)$/i.test(verb.text)) return undefined
  if (negated) cursor.next()
  cursor.next()
  const word = verb.text.toLowerCase()
  const test = finish(word, ...testOperands(cursor, word))
  return negated ? cursor.finish(call('not', test), from) : test
}

function parseIs(cursor: TokenCursor, finish: (fn: string, ...args: Expression[]) => Expression) {
  const not = cursor.accept('not') ? 'not_' : ''
  for (const word of ['null', 'true', 'false'])
    if (cursor.accept(word)) return finish(`is_${not}${word}`)
  if (cursor.accept('distinct', 'from'))
    return finish(`is_${not}distinct_from`, parseOperators(cursor, precedence.is))
  return cursor.fail('expected null, true, false or distinct from after is')
}

function testOperands(cursor: TokenCursor, word: string): Expression[] {
  if (word === 'between') {
    const low = parseOperators(cursor, precedence.match)
    cursor.expect('and', 'between the two bounds of between')
    return [low, parseOperators(cursor, precedence.match)]
  }
  if (word !== 'in') return [parseOperators(cursor, precedence.match)]
  cursor.expect('(', 'after in')
  const items = [parseOperators(cursor, 0)]
  while (cursor.accept(',')) items.push(parseOperators(cursor, 0))
  cursor.expect(')', 'after the values of in')
  return items
}
