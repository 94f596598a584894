import type { DataType } from './data-type.ts'
import { date, interval, time, timestamp, timestamptz } from './data-type.ts'
import { didYouMean } from './did-you-mean.ts'
import type { CaseExpression, Expression } from './expression.ts'
import { caseBranch, literal, numberType } from './expression.ts'
import { functionAliases } from './function-aliases.ts'
import { isLiteralText } from './literal-text.ts'
import { reservedWords } from './operators.ts'
import { parseType, typeNames } from './parse-type.ts'
import type { TokenCursor } from './token-cursor.ts'
import { ParseFailure } from './token-cursor.ts'
import type { Token } from './tokenize.ts'

const literalTypes: ReadonlyMap<string, { type: DataType; example: string }> = new Map([
  ['date', { type: date, example: '2024-01-31' }],
  ['time', { type: time, example: '23:59:59' }],
  ['timestamp', { type: timestamp, example: '2024-01-31 23:59:59' }],
  ['timestamptz', { type: timestamptz, example: '2024-01-31 23:59:59+01:00' }],
  ['interval', { type: interval, example: '3 days 04:00:00' }],
])

/** A literal, a column, a call, a case, a cast or something in brackets. */
export function parsePrimary(cursor: TokenCursor, parse: () => Expression): Expression {
  const token = cursor.peek()
  if (token.kind === 'number' || cursor.at('-')) return parseNumber(cursor)
  if (token.kind === 'text') {
    cursor.next()
    return cursor.finish(literal(token.text), token.from)
  }
  if (token.kind === 'quoted') {
    cursor.next()
    return parseColumn(cursor, token)
  }
  if (cursor.accept('(')) {
    const inner = parse()
    cursor.expect(')', 'to close the bracket')
    return cursor.finish(inner, token.from)
  }
  if (token.kind === 'word') return parseWord(cursor, token, parse)
  return cursor.fail(token.kind === 'end' ? 'something is missing at the end' : 'expected a value')
}

function parseNumber(cursor: TokenCursor): Expression {
  const { from } = cursor.peek()
  const sign = cursor.accept('-') ? '-' : ''
  const value = sign + cursor.next().text
  if (!Number.isFinite(Number(value)))
    cursor.fail('the number is too large', { from, to: cursor.end })
  return cursor.finish({ kind: 'literal', value, type: numberType(value) }, from)
}

function parseWord(cursor: TokenCursor, token: Token, parse: () => Expression): Expression {
  const word = token.text.toLowerCase()
  if (cursor.accept('case')) return parseCase(cursor, token.from, parse)
  if (cursor.accept('true')) return cursor.finish(literal(true), token.from)
  if (cursor.accept('false')) return cursor.finish(literal(false), token.from)
  if (cursor.accept('null')) return cursor.finish(literal(null), token.from)
  if (reservedWords.has(word))
    return cursor.fail(`expected a value; to name a column, write "${token.text}"`)
  const typed = literalTypes.get(word)
  if (typed && cursor.peek(1).kind === 'text') return parseTypedText(cursor, word, typed)
  if (word === 'timestamp' && cursor.peek(4).kind === 'text' && cursor.at(...zoned))
    return parseTypedText(cursor, zoned.join(' '), literalTypes.get('timestamptz') ?? never())
  cursor.next()
  if (!cursor.at('(')) return parseColumn(cursor, token)
  return word === 'cast' || word === 'try_cast'
    ? parseCast(cursor, token, parse)
    : parseCall(cursor, token, parse)
}

const zoned = ['timestamp', 'with', 'time', 'zone']
const never = (): never => {
  throw new Error('unreachable')
}

function parseTypedText(
  cursor: TokenCursor,
  name: string,
  { type, example }: { type: DataType; example: string },
): Expression {
  const { from } = cursor.peek()
  while (cursor.peek().kind === 'word') cursor.next()
  const { text: value } = cursor.next()
  if (!isLiteralText(value, type))
    cursor.fail(`'${value}' is no ${name}; write it as ${name} '${example}'`, {
      from,
      to: cursor.end,
    })
  return cursor.finish({ kind: 'literal', value, type }, from)
}

function parseColumn(cursor: TokenCursor, token: Token): Expression {
  if (cursor.at('.')) cursor.fail('columns are written without a table name before them')
  return cursor.finish({ kind: 'column', name: token.text }, token.from)
}

function parseCall(cursor: TokenCursor, token: Token, parse: () => Expression): Expression {
  cursor.next()
  const lower = token.text.toLowerCase()
  const fn = functionAliases.get(lower) ?? lower
  const args: Expression[] = []
  const closing = `after the arguments of ${lower}`
  const distinct =
    cursor.at('distinct') && !isArgumentEnd(cursor.peek(1)) && cursor.accept('distinct')
  if (!distinct && fn === 'count' && cursor.accept('*')) cursor.expect(')', closing)
  else if (distinct || !cursor.accept(')')) {
    do args.push(parse())
    while (cursor.accept(','))
    cursor.expect(')', closing)
  }
  return cursor.finish({ kind: 'call', fn, args, ...(distinct && { distinct }) }, token.from)
}

/** `count(distinct)` counts a column named distinct. */
const isArgumentEnd = (token: Token) =>
  token.kind === 'symbol' && token.text !== '(' && token.text !== '-'

function parseCast(cursor: TokenCursor, token: Token, parse: () => Expression): Expression {
  cursor.next()
  const name = token.text.toLowerCase()
  const value = parse()
  cursor.expect('as', `in ${name}(value as type)`)
  const to = parseTypeName(cursor)
  cursor.expect(')', `after the type in ${name}`)
  const onFailure = name === 'cast' ? 'fail' : 'null'
  return cursor.finish({ kind: 'cast', value, to, onFailure }, token.from)
}

function parseCase(cursor: TokenCursor, from: number, parse: () => Expression): Expression {
  const operand = cursor.at('when') ? undefined : parse()
  const branches: CaseExpression['branches'][number][] = []
  while (cursor.accept('when')) {
    const test = parse()
    cursor.expect('then', 'after the condition of when')
    const range = test.range ?? { from, to: cursor.end }
    const when = operand
      ? cursor.finish({ kind: 'call', fn: 'eq', args: [operand, test] }, range.from, range.to)
      : test
    branches.push(caseBranch(when, parse()))
  }
  if (branches.length === 0) cursor.fail('expected when in case')
  const otherwise = cursor.accept('else') ? parse() : undefined
  cursor.expect('end', 'to close case')
  return cursor.finish({ kind: 'case', branches, otherwise }, from)
}

/** A type's name as it stands in the source: `decimal(18,2)`, `list(text)`, `timestamp with time zone`. */
export function parseTypeName(cursor: TokenCursor): DataType {
  const first = cursor.peek()
  if (first.kind !== 'word') cursor.fail('expected the name of a type')
  if (!cursor.accept(...zoned)) cursor.next()
  let depth = 0
  while (cursor.at('(') || depth > 0) {
    if (cursor.peek().kind === 'end') cursor.fail('expected ) after the type')
    if (cursor.at('(') && ++depth > 20) cursor.fail('the type is nested too deeply')
    if (cursor.at(')')) depth--
    cursor.next()
    if (depth === 0) break
  }
  const range = { from: first.from, to: cursor.end }
  const text = cursor.source.slice(range.from, range.to)
  const type = parseType(text)
  if (type) return type
  const known = typeNames.map((name) => (name === 'decimal' ? 'decimal(18,2)' : name))
  const suggestion =
    didYouMean(text, known) ?? (/^(dec|num)/i.test(text) ? 'decimal(18,2)' : 'text')
  throw new ParseFailure('UNKNOWN_TYPE', { type: text, suggestion }, range)
}
