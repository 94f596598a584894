import type { DatabaseSystem } from '../../model.ts'
import type { Body, Cte, From, Order, Query, Select, SelectItem, Sql } from './ast.ts'
import { parseExpression, parseOrder } from './parse-expression.ts'
import { SqlCursor } from './parser.ts'

/** @throws NotPortable for what is outside of the common part. */
export function parseSqlQuery(text: string, system: DatabaseSystem): Query {
  const cursor = new SqlCursor(text, system)
  const query = parseQuery(cursor)
  while (cursor.accept(';'));
  if (!cursor.ended) cursor.fail('the end is expected')
  return query
}

export const parseQuery = (cursor: SqlCursor): Query =>
  cursor.nested(() => {
    const ctes = cursor.accept('with') ? parseCtes(cursor) : []
    const [body, top] = parseBody(cursor)
    const order: Order[] = cursor.accept('order', 'by') ? cursor.list(() => parseOrder(cursor)) : []
    return { ctes, body, order, ...parseLimit(cursor, top) }
  })

function parseCtes(cursor: SqlCursor): Cte[] {
  if (cursor.accept('recursive')) cursor.fail('recursive queries are not portable')
  return cursor.list(() => {
    const name = cursor.name()
    const columns = cursor.accept('(') ? names(cursor) : []
    cursor.expect('as')
    cursor.accept('materialized')
    cursor.expect('(')
    const query = parseQuery(cursor)
    cursor.expect(')')
    return { name, columns, query }
  })
}

function names(cursor: SqlCursor): string[] {
  const list = cursor.list(() => cursor.name())
  cursor.expect(')')
  return list
}

function parseLimit(
  cursor: SqlCursor,
  top: Sql | undefined,
): { limit?: Sql | undefined; offset?: Sql | undefined } {
  let limit = top
  let offset: Sql | undefined
  for (;;) {
    if (cursor.accept('limit')) {
      limit = parseExpression(cursor)
      if (cursor.accept(',')) {
        offset = limit
        limit = parseExpression(cursor)
      }
    } else if (cursor.accept('offset')) {
      offset = parseExpression(cursor)
      if (!cursor.accept('rows')) cursor.accept('row')
    } else if (cursor.accept('fetch')) {
      if (!cursor.accept('first')) cursor.expect('next')
      limit = parseExpression(cursor)
      if (!cursor.accept('rows')) cursor.accept('row')
      cursor.expect('only')
    } else return { limit, offset }
  }
}

const setWords = ['union', 'intersect', 'except'] as const

/** Set operations from left to right; a bracketed side may have no order of its own. */
function parseBody(cursor: SqlCursor): [Body, Sql | undefined] {
  let [left, top] = parseSide(cursor)
  for (let word = cursor.acceptOne(...setWords); word; word = cursor.acceptOne(...setWords)) {
    const all = cursor.accept('all')
    if (!all) cursor.accept('distinct')
    if (all && word !== 'union') cursor.fail(`${word.toUpperCase()} ALL is not portable`)
    const [right] = parseSide(cursor)
    if (word === 'intersect' && left.kind === 'set')
      cursor.fail('mixed set operations are not portable')
    const op = word === 'union' && all ? 'union all' : (word as 'union' | 'intersect' | 'except')
    left = { kind: 'set', op, left, right }
    top = undefined
  }
  return [left, top]
}

function parseSide(cursor: SqlCursor): [Body, Sql | undefined] {
  if (!cursor.accept('(')) return parseSelect(cursor)
  const query = parseQuery(cursor)
  cursor.expect(')')
  if (query.ctes.length > 0 || query.order.length > 0 || query.limit || query.offset)
    cursor.fail('a part of a set operation with its own order is not portable')
  return [query.body, undefined]
}

const hints = ['straight_join', 'sql_calc_found_rows', 'sql_no_cache', 'high_priority']

function parseSelect(cursor: SqlCursor): [Select, Sql | undefined] {
  cursor.expect('select')
  while (cursor.acceptOne(...hints));
  const distinct = cursor.accept('distinct')
  if (distinct && cursor.at('on')) cursor.fail('DISTINCT ON is not portable')
  if (!distinct) cursor.accept('all')
  const top = cursor.system === 'mssql' && cursor.accept('top') ? parseTop(cursor) : undefined
  const items = cursor.list(() => parseItem(cursor))
  const from = cursor.accept('from') ? parseFromList(cursor) : undefined
  const where = cursor.accept('where') ? parseExpression(cursor) : undefined
  const group = cursor.accept('group', 'by') ? cursor.list(() => parseExpression(cursor)) : []
  if (cursor.at('with', 'rollup') || cursor.at('with', 'cube'))
    cursor.fail('ROLLUP is not portable')
  const having = cursor.accept('having') ? parseExpression(cursor) : undefined
  return [{ kind: 'select', distinct, items, from, where, group, having }, top]
}

function parseTop(cursor: SqlCursor): Sql {
  const bracket = cursor.accept('(')
  const limit = parseExpression(cursor, 11)
  if (bracket) cursor.expect(')')
  if (cursor.accept('percent')) cursor.fail('TOP … PERCENT is not portable')
  return limit
}

function parseItem(cursor: SqlCursor): SelectItem {
  const value = parseExpression(cursor)
  return { value, alias: parseAlias(cursor) }
}

const notAlias =
  /^(from|where|group|having|order|limit|offset|fetch|union|intersect|except|join|inner|left|right|full|cross|natural|on|using|straight_join|window|for|with|use|force|ignore)$/

function parseAlias(cursor: SqlCursor): string | undefined {
  if (cursor.accept('as')) {
    const token = cursor.peek()
    return token.kind === 'text' ? cursor.next().text : cursor.name()
  }
  const { kind, text } = cursor.peek()
  return kind === 'quoted' || (kind === 'word' && !notAlias.test(text)) ? cursor.name() : undefined
}

function parseFromList(cursor: SqlCursor): From {
  let from = parseJoins(cursor)
  while (cursor.accept(','))
    from = { kind: 'join', how: 'cross', left: from, right: parseJoins(cursor) }
  return from
}

function parseJoins(cursor: SqlCursor): From {
  let left = parseFrom(cursor)
  for (;;) {
    const how = parseJoinWords(cursor)
    if (!how) return left
    const right = parseFrom(cursor)
    if (how === 'cross') {
      left = {
        kind: 'join',
        how,
        left,
        right,
        on: cursor.accept('on') ? parseExpression(cursor) : undefined,
      }
      continue
    }
    if (cursor.accept('using')) {
      cursor.expect('(')
      left = { kind: 'join', how, left, right, using: names(cursor) }
    } else if (cursor.accept('on'))
      left = { kind: 'join', how, left, right, on: parseExpression(cursor) }
    else if (how === 'inner' && cursor.system !== 'postgres')
      left = { kind: 'join', how: 'cross', left, right }
    else cursor.fail('a join without a condition is not portable')
  }
}

function parseJoinWords(
  cursor: SqlCursor,
): 'inner' | 'left' | 'right' | 'full' | 'cross' | undefined {
  if (cursor.at('natural')) cursor.fail('NATURAL JOIN is not portable')
  if (cursor.accept('join') || cursor.accept('inner', 'join') || cursor.accept('straight_join'))
    return 'inner'
  if (cursor.accept('cross', 'join')) return 'cross'
  for (const how of ['left', 'right', 'full'] as const)
    if (cursor.accept(how, 'join') || cursor.accept(how, 'outer', 'join')) return how
  return undefined
}

function parseFrom(cursor: SqlCursor): From {
  if (cursor.accept('lateral')) cursor.fail('LATERAL is not portable')
  if (cursor.accept('(')) {
    if (cursor.at('select') || cursor.at('with')) {
      const query = parseQuery(cursor)
      cursor.expect(')')
      const alias = parseAlias(cursor)
      if (alias === undefined) return cursor.fail('a query in FROM needs a name')
      return { kind: 'derived', query, alias, columns: cursor.accept('(') ? names(cursor) : [] }
    }
    const inner = parseFromList(cursor)
    cursor.expect(')')
    return inner
  }
  const only = cursor.system === 'postgres' && cursor.accept('only')
  const path = [cursor.name()]
  while (cursor.accept('.')) path.push(cursor.name())
  if (cursor.at('(')) cursor.fail('a function in FROM is not portable')
  const alias = parseAlias(cursor)
  if (cursor.at('with') && cursor.system === 'mssql') cursor.fail('table hints are not portable')
  return { kind: 'table', path, alias, only }
}
