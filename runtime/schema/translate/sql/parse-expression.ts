import type { DatabaseSystem } from '../../model.ts'
import type { Order, Sql } from './ast.ts'
import { intervalOf, parsePrimary, parseTypeName } from './parse-primary.ts'
import { parseQuery } from './parse-query.ts'
import { SqlCursor } from './parser.ts'

/** Binding of operators; the higher, the tighter. Engines differ in `||` only. */
const levels: Readonly<Record<string, number>> = {
  or: 1,
  xor: 2,
  and: 3,
  '=': 5,
  '<>': 5,
  '!=': 5,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '<=>': 5,
  '->': 6,
  '->>': 6,
  '#>': 6,
  '#>>': 6,
  '@>': 6,
  '<@': 6,
  '~': 6,
  '!~': 6,
  '~*': 6,
  '!~*': 6,
  '~~': 6,
  '!~~': 6,
  '~~*': 6,
  '!~~*': 6,
  '|': 6,
  '&': 7,
  '<<': 7,
  '>>': 7,
  '+': 8,
  '-': 8,
  '*': 9,
  '/': 9,
  '%': 9,
  div: 9,
  mod: 9,
  '^': 10,
}
const notLevel = 4
const testLevel = 5
const unaryLevel = 11

/** @throws NotPortable for what is outside of the common part. */
export function parseSqlExpression(text: string, system: DatabaseSystem): Sql {
  const cursor = new SqlCursor(text, system)
  const sql = parseExpression(cursor)
  if (!cursor.ended) cursor.fail('the end is expected')
  return sql
}

export const parseExpression = (cursor: SqlCursor, level = 0): Sql =>
  cursor.nested(() => {
    let left = parsePrefix(cursor)
    for (;;) {
      const next = parseInfix(cursor, left, level)
      if (!next) return left
      left = next
    }
  })

function parsePrefix(cursor: SqlCursor): Sql {
  if (cursor.accept('not'))
    return { kind: 'unary', op: 'not', value: parseExpression(cursor, notLevel - 1) }
  if (cursor.system === 'mysql' && cursor.accept('!'))
    return { kind: 'unary', op: 'not', value: parseExpression(cursor, unaryLevel) }
  if (cursor.accept('+')) return parseExpression(cursor, unaryLevel)
  if (cursor.accept('-')) {
    const value = parseExpression(cursor, unaryLevel)
    return value.kind === 'number' && !value.text.startsWith('-')
      ? { kind: 'number', text: `-${value.text}` }
      : { kind: 'unary', op: '-', value }
  }
  return parsePostfix(cursor, parsePrimary(cursor))
}

/** What binds tightest: casts, collations, time zones. */
function parsePostfix(cursor: SqlCursor, first: Sql): Sql {
  let value = first
  for (;;) {
    if (cursor.accept('::')) value = castOf(value, parseTypeName(cursor), cursor)
    else if (cursor.accept('collate')) {
      let collation = cursor.name()
      while (cursor.accept('.')) collation = cursor.name()
      value = { kind: 'collate', value, collation }
    } else if (cursor.accept('at', 'time', 'zone'))
      value = { kind: 'at zone', value, zone: parseExpression(cursor, unaryLevel) }
    else return value
  }
}

/** PostgreSQL prints the type of every text: `'x'::text`, `'7 days'::interval`. */
function castOf(value: Sql, type: string, cursor: SqlCursor): Sql {
  if (value.kind !== 'text') return { kind: 'cast', value, type }
  if (/^(text|character varying|varchar|bpchar|name)$/.test(type)) return value
  return type === 'interval' ? intervalOf(value, cursor) : { kind: 'cast', value, type }
}

const spelling: Readonly<Record<string, string>> = { '!=': '<>', '&&': 'and', mod: '%' }

function parseInfix(cursor: SqlCursor, left: Sql, level: number): Sql | undefined {
  const token = cursor.peek()
  if (token.kind !== 'symbol' && token.kind !== 'word') return undefined
  const test = level < testLevel ? parseTest(cursor, left) : undefined
  if (test) return test
  const op = operatorOf(token.text, cursor.system)
  const binding = op === 'concat' ? concatLevel(cursor.system) : levels[op]
  if (binding === undefined || binding <= level) return undefined
  cursor.next()
  if (binding === testLevel || binding === 6) {
    const quantifier = cursor.acceptOne('any', 'some', 'all')
    if (quantifier) {
      cursor.expect('(')
      const array =
        cursor.at('select') || cursor.at('with')
          ? ({ kind: 'query', query: parseQuery(cursor) } as const)
          : parseExpression(cursor)
      cursor.expect(')')
      return { kind: 'any', value: left, op, array, all: quantifier === 'all' }
    }
  }
  const right = parseExpression(cursor, binding)
  return likeOperator(op, left, right) ?? { kind: 'binary', op, left, right }
}

function operatorOf(text: string, system: DatabaseSystem): string {
  if (text === '||') return system === 'mysql' ? 'or' : 'concat'
  return spelling[text] ?? text
}

/** SQLite binds `||` before everything, PostgreSQL after `+`. */
const concatLevel = (system: DatabaseSystem) => (system === 'sqlite' ? 10 : 6)

/** PostgreSQL prints LIKE as `~~`. */
function likeOperator(op: string, value: Sql, pattern: Sql): Sql | undefined {
  const found = /^(!?)(~~?)(\*?)$/.exec(op)
  if (!found) return undefined
  const [, not, tilde, star] = found
  const how = tilde === '~~' ? (star ? 'ilike' : 'like') : star ? 'iregexp' : 'regexp'
  return { kind: 'like', value, pattern, not: not === '!', how }
}

function parseTest(cursor: SqlCursor, value: Sql): Sql | undefined {
  if (cursor.accept('is')) return parseIs(cursor, value)
  if (cursor.accept('isnull')) return { kind: 'is', value, what: 'null', not: false }
  if (cursor.accept('notnull')) return { kind: 'is', value, what: 'null', not: true }
  const not =
    cursor.at('not') &&
    /^(in|like|ilike|between|regexp|rlike|glob|similar|null)$/.test(cursor.peek(1).text)
  if (not) cursor.next()
  if (not && cursor.accept('null')) return { kind: 'is', value, what: 'null', not: true }
  if (cursor.accept('in')) return parseIn(cursor, value, not)
  if (cursor.accept('between')) {
    if (cursor.accept('symmetric')) cursor.fail('BETWEEN SYMMETRIC is not portable')
    const low = parseExpression(cursor, testLevel)
    cursor.expect('and')
    return { kind: 'between', value, low, high: parseExpression(cursor, testLevel), not }
  }
  const how = cursor.acceptOne('like', 'ilike', 'regexp', 'rlike', 'glob')
  if (!how) return not ? cursor.fail('a test is expected after NOT') : undefined
  const pattern = parseExpression(cursor, testLevel)
  const escaping = cursor.accept('escape') ? parseExpression(cursor, testLevel) : undefined
  return {
    kind: 'like',
    value,
    pattern,
    escape: escaping,
    not,
    how: how === 'rlike' ? 'regexp' : (how as 'like'),
  }
}

function parseIs(cursor: SqlCursor, value: Sql): Sql {
  const not = cursor.accept('not')
  if (cursor.accept('distinct', 'from'))
    return { kind: 'distinct', left: value, right: parseExpression(cursor, testLevel), not }
  const what = cursor.acceptOne('null', 'true', 'false', 'unknown')
  if (what) return { kind: 'is', value, what: what === 'unknown' ? 'null' : (what as 'null'), not }
  if (cursor.system === 'sqlite')
    return { kind: 'distinct', left: value, right: parseExpression(cursor, testLevel), not: !not }
  return cursor.fail('IS needs NULL, TRUE or FALSE')
}

function parseIn(cursor: SqlCursor, value: Sql, not: boolean): Sql {
  cursor.expect('(')
  if (cursor.at('select') || cursor.at('with')) {
    const query = parseQuery(cursor)
    cursor.expect(')')
    return { kind: 'in', value, query, not }
  }
  const list = cursor.list(() => parseExpression(cursor))
  cursor.expect(')')
  return { kind: 'in', value, list, not }
}

export function parseOrder(cursor: SqlCursor): Order {
  const value = parseExpression(cursor)
  const direction = cursor.acceptOne('asc', 'desc')
  const nulls = cursor.accept('nulls') ? cursor.acceptOne('first', 'last') : undefined
  return {
    value,
    descending: direction === 'desc',
    ...(nulls !== undefined && { nulls: nulls as 'first' | 'last' }),
  }
}
