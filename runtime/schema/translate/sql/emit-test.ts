import type { Sql } from './ast.ts'
import { notPortable } from './ast.ts'
import type { EmitScope } from './emit.ts'
import { emit, textOf } from './emit.ts'
import { comparable, emitComparison, noteCase } from './emit-operator.ts'
import type { Printed } from './print.ts'
import { asCondition, asValue } from './print.ts'

type Test = Extract<Sql, { kind: 'is' | 'distinct' | 'in' | 'any' | 'between' | 'exists' }>

const boolean = (sql: string): Printed => ({ sql: `(${sql})`, kind: 'boolean' })
const maybe = (not: boolean) => (not ? 'NOT ' : '')

export function emitTests(sql: Test, scope: EmitScope): Printed {
  const { to } = scope
  switch (sql.kind) {
    case 'is': {
      if (sql.what === 'null')
        return boolean(`${asValue(emit(sql.value, scope), to).sql} IS ${maybe(sql.not)}NULL`)
      if (to === 'mssql') return notPortable('IS TRUE has no counterpart')
      const condition = asCondition(emit(sql.value, scope), to)
      return boolean(`${condition} IS ${maybe(sql.not)}${sql.what.toUpperCase()}`)
    }
    case 'distinct': {
      const [a, b] = comparable(emit(sql.left, scope), emit(sql.right, scope), scope)
      if (to === 'mysql') return boolean(`${sql.not ? '' : 'NOT '}(${a.sql} <=> ${b.sql})`)
      if (to === 'sqlite') return boolean(`${a.sql} IS ${sql.not ? '' : 'NOT '}${b.sql}`)
      if (to === 'mssql') return boolean(distinct(asValue(a, to).sql, asValue(b, to).sql, sql.not))
      return boolean(`${a.sql} IS ${maybe(sql.not)}DISTINCT FROM ${b.sql}`)
    }
    case 'in':
      return emitIn(sql, scope)
    case 'any':
      return emitAny(sql, scope)
    case 'between': {
      const value = emit(sql.value, scope)
      const [low, high] = [sql.low, sql.high].map((s) => comparable(value, emit(s, scope), scope))
      if (!low || !high || low[0].sql !== high[0].sql) return notPortable('BETWEEN of mixed kinds')
      return boolean(`${low[0].sql} ${maybe(sql.not)}BETWEEN ${low[1].sql} AND ${high[1].sql}`)
    }
    case 'exists': {
      if (!scope.emitQuery) return notPortable('a query is not portable here')
      return boolean(`EXISTS (${scope.emitQuery(sql.query, scope).sql})`)
    }
  }
}

/** IS DISTINCT FROM came with SQL Server 2022. */
const distinct = (a: string, b: string, not: boolean): string =>
  not
    ? `(${a} = ${b} OR (${a} IS NULL AND ${b} IS NULL))`
    : `(${a} <> ${b} OR (${a} IS NULL AND ${b} IS NOT NULL) OR (${a} IS NOT NULL AND ${b} IS NULL))`

function emitIn(sql: Extract<Sql, { kind: 'in' }>, scope: EmitScope): Printed {
  const value = emit(sql.value, scope)
  if (sql.query) {
    if (!scope.emitQuery) return notPortable('a query is not portable here')
    const { sql: query, columns } = scope.emitQuery(sql.query, scope)
    const [column] = columns
    if (!column || columns.length > 1) return notPortable('IN needs a query of one column')
    const [a, b] = comparable(value, { ...column, sql: 'x' }, scope)
    if (a.sql !== value.sql || b.sql !== 'x') return notPortable('IN compares different kinds')
    return boolean(`${a.sql} ${maybe(sql.not)}IN (${query})`)
  }
  const pairs = (sql.list ?? []).map((item) => comparable(value, emit(item, scope), scope))
  const first = pairs[0]?.[0]
  if (!first) return notPortable('IN needs values')
  if (first.kind === 'boolean' || pairs.some(([a]) => a.sql !== first.sql)) {
    const tests = (sql.list ?? []).map((item) => emitComparison('=', sql.value, item, scope).sql)
    return boolean(sql.not ? `NOT (${tests.join(' OR ')})` : tests.join(' OR '))
  }
  return boolean(`${first.sql} ${maybe(sql.not)}IN (${pairs.map(([, b]) => b.sql).join(', ')})`)
}

/** PostgreSQL prints IN as `= ANY (ARRAY[…])`. */
function emitAny(sql: Extract<Sql, { kind: 'any' }>, scope: EmitScope): Printed {
  if (sql.array.kind === 'query') {
    const isIn = sql.op === '=' && !sql.all
    const isNotIn = sql.op === '<>' && sql.all
    if (!isIn && !isNotIn) return notPortable(`${sql.op} with ANY or ALL`)
    return emitIn({ kind: 'in', value: sql.value, query: sql.array.query, not: isNotIn }, scope)
  }
  const items = arrayItems(sql.array)
  if (!items) return notPortable('ANY of an array that is no list of values')
  if (sql.op === '=' && !sql.all)
    return emitIn({ kind: 'in', value: sql.value, list: items, not: false }, scope)
  if (sql.op === '<>' && sql.all)
    return emitIn({ kind: 'in', value: sql.value, list: items, not: true }, scope)
  const like = /^(!?)~~(\*?)$/.exec(sql.op)
  const tests = items.map((item) =>
    like
      ? emitLike(
          {
            kind: 'like',
            value: sql.value,
            pattern: item,
            not: like[1] === '!',
            how: like[2] ? 'ilike' : 'like',
          },
          scope,
        ).sql
      : emitComparison(sql.op, sql.value, item, scope).sql,
  )
  return boolean(tests.join(sql.all ? ' AND ' : ' OR '))
}

function arrayItems(sql: Sql): readonly Sql[] | undefined {
  if (sql.kind === 'array') return sql.items
  if (sql.kind === 'text') return itemsOfText(sql.value)
  if (sql.kind !== 'cast') return undefined
  const items = arrayItems(sql.value)
  return items
}

/** `{a,"b c"}`. */
function itemsOfText(text: string): readonly Sql[] | undefined {
  const inside = /^\{(.*)\}$/s.exec(text)?.[1]
  if (inside === undefined) return undefined
  const items = [...inside.matchAll(/"((?:[^"\\]|\\.)*)"|([^,"]+)/gs)]
  return items.map(([, quoted, plain]) => ({
    kind: 'text',
    value: quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/gs, '$1'),
  }))
}

/** Engines differ in what LIKE takes for equal, and in what escapes. */
export function emitLike(sql: Extract<Sql, { kind: 'like' }>, scope: EmitScope): Printed {
  const { from, to } = scope
  const value = textOf(sql.value, scope)
  const pattern = textOf(sql.pattern, scope)
  if (sql.how === 'regexp' || sql.how === 'iregexp') return emitRegexp(sql, value, pattern, scope)
  if (sql.how === 'glob') return notPortable('GLOB is not portable')
  const letters = pattern.literal === undefined || /\p{L}/u.test(pattern.literal)
  const folds =
    letters &&
    (sql.how === 'ilike' ||
      from === 'sqlite' ||
      ((from === 'mysql' || from === 'mssql') && value.caseless === true))
  const exact = letters && !folds
  const tail = escapeTail(sql, pattern, scope)
  const not = maybe(sql.not)
  if (to === 'postgres')
    return boolean(`${value.sql} ${not}${folds ? 'ILIKE' : 'LIKE'} ${pattern.sql}${tail}`)
  if (to === 'sqlite' && exact) return notPortable('SQLite’s LIKE does not tell a from A')
  if (to === 'mssql' && exact && from !== 'mysql') noteCase(scope)
  if (folds && (to === 'mysql' || to === 'mssql'))
    return boolean(`LOWER(${value.sql}) ${not}LIKE LOWER(${pattern.sql})${tail}`)
  return boolean(`${value.sql} ${not}LIKE ${pattern.sql}${tail}`)
}

/** PostgreSQL and MySQL escape with a backslash unless told otherwise, the others do not. */
function escapeTail(
  sql: Extract<Sql, { kind: 'like' }>,
  pattern: Printed,
  scope: EmitScope,
): string {
  const { from, to } = scope
  if (sql.escape) return ` ESCAPE ${textOf(sql.escape, scope).sql}`
  if (pattern.literal !== undefined && !pattern.literal.includes('\\')) return ''
  const backslash = (s: string) => s === 'postgres' || s === 'mysql'
  if (backslash(from) === backslash(to)) return ''
  if (pattern.literal === undefined) return notPortable('a pattern that may hold escapes')
  return backslash(from) ? " ESCAPE '\\'" : notPortable('a backslash in a pattern')
}

const simplePattern = /^[\p{L}\p{N} ^$.*+?|()@_%,:;<>=!#&'"~/-]*$/u

function emitRegexp(
  sql: Extract<Sql, { kind: 'like' }>,
  value: Printed,
  pattern: Printed,
  { from, to }: EmitScope,
): Printed {
  const bare = pattern.literal?.replace(/\[[\p{L}\p{N}_ ^-]*\]/gu, '')
  if (bare === undefined || !simplePattern.test(bare)) return notPortable('this regular expression')
  const folds = sql.how === 'iregexp' || (from === 'mysql' && value.caseless === true)
  if (to === 'postgres')
    return boolean(`${value.sql} ${sql.not ? '!' : ''}~${folds ? '*' : ''} ${pattern.sql}`)
  if (to !== 'mysql' || folds) return notPortable('regular expressions')
  return boolean(`${value.sql} ${maybe(sql.not)}REGEXP ${pattern.sql}`)
}
