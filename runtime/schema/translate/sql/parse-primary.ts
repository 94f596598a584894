import type { Call, Order, Sql } from './ast.ts'
import { parseExpression, parseOrder } from './parse-expression.ts'
import { parseQuery } from './parse-query.ts'
import type { SqlCursor } from './parser.ts'

/** Words that are values by themselves, in place of calls without brackets. */
const bareCalls = new Set([
  'current_timestamp',
  'current_date',
  'current_time',
  'localtimestamp',
  'localtime',
  'current_user',
  'session_user',
  'utc_timestamp',
  'utc_date',
])
/** Words that end an expression: none of them is a column unless quoted. */
const reserved = new Set([
  'select',
  'from',
  'where',
  'group',
  'having',
  'order',
  'limit',
  'offset',
  'union',
  'intersect',
  'except',
  'join',
  'inner',
  'left',
  'right',
  'full',
  'cross',
  'on',
  'using',
  'as',
  'when',
  'then',
  'else',
  'end',
  'and',
  'or',
  'not',
  'in',
  'is',
  'like',
  'between',
  'into',
  'for',
  'window',
])

export function parsePrimary(cursor: SqlCursor): Sql {
  const token = cursor.peek()
  switch (token.kind) {
    case 'number':
      cursor.next()
      return { kind: 'number', text: token.text }
    case 'text':
      cursor.next()
      return parseText(cursor, token.text)
    case 'bytes':
      cursor.next()
      return { kind: 'bytes', hex: token.text }
    case 'bits':
      cursor.next()
      return { kind: 'bits', digits: token.text }
    case 'symbol':
      return parseSymbol(cursor)
    case 'word':
      return parseWord(cursor)
    case 'quoted':
      return parsePath(cursor)
    case 'end':
      return cursor.fail('a value is expected')
  }
}

/** Texts side by side are one. */
function parseText(cursor: SqlCursor, first: string): Sql {
  let value = first
  while (cursor.peek().kind === 'text') value += cursor.next().text
  return { kind: 'text', value }
}

function parseSymbol(cursor: SqlCursor): Sql {
  if (cursor.accept('*')) return { kind: 'star', path: [] }
  if (!cursor.accept('(')) return cursor.fail('a value is expected')
  if (cursor.at('select') || cursor.at('with')) {
    const query = parseQuery(cursor)
    cursor.expect(')')
    return { kind: 'query', query }
  }
  const value = parseExpression(cursor)
  if (cursor.at(',')) return cursor.fail('rows of values are not portable')
  cursor.expect(')')
  return value
}

function parseWord(cursor: SqlCursor): Sql {
  const { text } = cursor.peek()
  switch (text) {
    case 'null':
      cursor.next()
      return { kind: 'null' }
    case 'true':
    case 'false':
      cursor.next()
      return { kind: 'boolean', value: text === 'true' }
    case 'case':
      return parseCase(cursor)
    case 'cast':
      if (cursor.peek(1).text === '(') return parseCast(cursor)
      break
    case 'exists':
      cursor.next()
      cursor.expect('(')
      return closing(cursor, { kind: 'exists', query: parseQuery(cursor) })
    case 'interval':
      if (cursor.peek(1).text !== '(' || cursor.system === 'mysql') return parseInterval(cursor)
      break
    case 'extract':
      if (cursor.peek(1).text === '(') return parseExtract(cursor)
      break
    case 'array':
      if (cursor.peek(1).text === '[') return parseArray(cursor)
      break
    case 'binary':
      return cursor.fail('BINARY comparisons are not portable')
    case 'date':
    case 'time':
    case 'timestamp':
      if (cursor.peek(1).kind === 'text') {
        cursor.next()
        return { kind: 'cast', value: { kind: 'text', value: cursor.next().text }, type: text }
      }
  }
  if (reserved.has(text) && cursor.peek(1).text !== '(') return cursor.fail('a value is expected')
  if (bareCalls.has(text) && cursor.peek(1).text !== '(') {
    cursor.next()
    return call(text, [])
  }
  return parsePath(cursor)
}

function closing(cursor: SqlCursor, value: Sql): Sql {
  cursor.expect(')')
  return value
}

const call = (name: string, args: readonly Sql[], rest: Partial<Call> = {}): Call => ({
  kind: 'call',
  name,
  args,
  star: false,
  distinct: false,
  order: [],
  ...rest,
})

/** A column, or a call: `a`, `t.a`, `d.t.a`, `t.*`, `f(…)`, `pg_catalog.f(…)`. */
function parsePath(cursor: SqlCursor): Sql {
  const path = [cursor.name()]
  while (cursor.accept('.')) {
    if (cursor.accept('*')) return { kind: 'star', path }
    path.push(cursor.name())
  }
  return cursor.at('(') ? parseCall(cursor, path) : { kind: 'column', path }
}

function parseCall(cursor: SqlCursor, path: readonly string[]): Sql {
  const name = (path.at(-1) ?? '').toLowerCase()
  cursor.expect('(')
  if (name === 'convert' && cursor.system === 'mysql') return parseConvert(cursor)
  if (cursor.accept(')')) return withTail(cursor, call(name, []))
  if (cursor.accept('*')) {
    cursor.expect(')')
    return withTail(cursor, call(name, [], { star: true }))
  }
  const distinct = cursor.accept('distinct')
  if (name === 'trim') return parseTrim(cursor)
  const args: Sql[] = [parseExpression(cursor)]
  if (name === 'position' && cursor.accept('in')) args.push(parseExpression(cursor))
  while (cursor.accept(',') || cursor.accept('from') || cursor.accept('for'))
    args.push(parseExpression(cursor))
  const order = cursor.accept('order', 'by') ? cursor.list(() => parseOrder(cursor)) : []
  const separator = cursor.accept('separator') ? cursor.next().text : undefined
  cursor.expect(')')
  return withTail(cursor, call(name, args, { distinct, order, separator }))
}

function parseTrim(cursor: SqlCursor): Sql {
  const side = cursor.acceptOne('both', 'leading', 'trailing')
  const first = cursor.at('from') ? undefined : parseExpression(cursor)
  const value = cursor.accept('from') || cursor.accept(',') ? parseExpression(cursor) : undefined
  cursor.expect(')')
  if (first === undefined && value === undefined) return cursor.fail('TRIM needs a text')
  const name = side === 'leading' ? 'ltrim' : side === 'trailing' ? 'rtrim' : 'trim'
  return call(name, value === undefined ? [first as Sql] : first ? [value, first] : [value])
}

/** `convert(x using utf8mb4)` changes the character set, not the text. */
function parseConvert(cursor: SqlCursor): Sql {
  const value = parseExpression(cursor)
  if (cursor.accept('using')) {
    cursor.name()
    return closing(cursor, value)
  }
  cursor.expect(',')
  return closing(cursor, { kind: 'cast', value, type: parseTypeName(cursor) })
}

function withTail(cursor: SqlCursor, it: Call): Sql {
  let filter: Sql | undefined
  if (cursor.at('within')) cursor.fail('WITHIN GROUP is not portable')
  if (cursor.accept('filter')) {
    cursor.expect('(')
    cursor.expect('where')
    filter = closing(cursor, parseExpression(cursor))
  }
  if (!cursor.accept('over')) return filter ? { ...it, filter } : it
  cursor.expect('(')
  const partition = cursor.accept('partition', 'by')
    ? cursor.list(() => parseExpression(cursor))
    : []
  const order: Order[] = cursor.accept('order', 'by') ? cursor.list(() => parseOrder(cursor)) : []
  if (!cursor.accept(')')) cursor.fail('frames of windows are not portable')
  return { ...it, ...(filter && { filter }), over: { partition, order } }
}

function parseCase(cursor: SqlCursor): Sql {
  cursor.next()
  const operand = cursor.at('when') ? undefined : parseExpression(cursor)
  const branches: { when: Sql; result: Sql }[] = []
  while (cursor.accept('when')) {
    const when = parseExpression(cursor)
    cursor.expect('then')
    branches.push({ when, result: parseExpression(cursor) })
  }
  const otherwise = cursor.accept('else') ? parseExpression(cursor) : undefined
  cursor.expect('end')
  return { kind: 'case', operand, branches, otherwise }
}

function parseCast(cursor: SqlCursor): Sql {
  cursor.next()
  cursor.expect('(')
  const value = parseExpression(cursor)
  cursor.expect('as')
  return closing(cursor, { kind: 'cast', value, type: parseTypeName(cursor) })
}

function parseInterval(cursor: SqlCursor): Sql {
  cursor.next()
  const amount = parseExpression(cursor, 11)
  const unit = cursor.peek()
  if (
    unit.kind === 'word' &&
    /^(microsecond|second|minute|hour|day|week|month|quarter|year)s?$/.test(unit.text)
  ) {
    cursor.next()
    return { kind: 'interval', amount, unit: unit.text.replace(/s$/, '') }
  }
  return intervalOf(amount, cursor)
}

/** `'7 days'`: one number of one unit. */
export function intervalOf(amount: Sql, cursor: SqlCursor): Sql {
  const parts =
    amount.kind === 'text'
      ? /^\s*(-?\d+)\s+(second|minute|hour|day|week|month|year)s?\s*$/i.exec(amount.value)
      : null
  if (!parts) return cursor.fail('this interval is not portable')
  return {
    kind: 'interval',
    amount: { kind: 'number', text: parts[1] ?? '' },
    unit: (parts[2] ?? '').toLowerCase(),
  }
}

function parseExtract(cursor: SqlCursor): Sql {
  cursor.next()
  cursor.expect('(')
  const unit = cursor.next().text.toLowerCase()
  cursor.expect('from')
  return closing(cursor, { kind: 'extract', unit, value: parseExpression(cursor) })
}

function parseArray(cursor: SqlCursor): Sql {
  cursor.next()
  cursor.expect('[')
  const items = cursor.at(']') ? [] : cursor.list(() => parseExpression(cursor))
  cursor.expect(']')
  return { kind: 'array', items }
}

const tails = ['varying', 'precision', 'integer', 'unsigned', 'signed']

/** `character varying(10)`, `timestamp(3) without time zone`, `text[]`, `char(3) charset utf8mb4`. */
export function parseTypeName(cursor: SqlCursor): string {
  let type = cursor.name()
  while (cursor.accept('.')) type = cursor.name()
  for (let tail = cursor.acceptOne(...tails); tail; tail = cursor.acceptOne(...tails))
    type += ` ${tail}`
  if (cursor.accept('(')) {
    const numbers = cursor.list(() => cursor.next().text)
    cursor.expect(')')
    type += `(${numbers.join(',')})`
  }
  if (cursor.accept('with', 'time', 'zone')) type += ' with time zone'
  if (cursor.accept('without', 'time', 'zone')) type += ' without time zone'
  if (cursor.accept('character', 'set') || cursor.accept('charset')) cursor.name()
  while (cursor.accept('[')) {
    cursor.expect(']')
    type += '[]'
  }
  return type.toLowerCase()
}
