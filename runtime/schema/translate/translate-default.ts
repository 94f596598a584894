import type { DatabaseSystem } from '../model.ts'
import type { PlannedColumn } from './plan-table.ts'
import type { Sql } from './sql/ast.ts'
import { NotPortable, notPortable } from './sql/ast.ts'
import { emit } from './sql/emit.ts'
import { literalAs } from './sql/emit-cast.ts'
import { functionsOf } from './sql/functions.ts'
import { parseSqlExpression } from './sql/parse-expression.ts'
import { asValue, textSql } from './sql/print.ts'
import type { Scope } from './sql/scope.ts'
import type { Meaning } from './types/index.ts'

/** A default of the target; no `sql`: NULL, which needs none. */
export type TranslatedDefault = { readonly sql: string | undefined } | { readonly problem: string }

export function translateDefault(
  expression: string,
  column: PlannedColumn,
  scope: Scope,
): TranslatedDefault {
  try {
    const parsed = parseSqlExpression(expression, scope.from)
    return { sql: defaultSql(parsed, column, scope) }
  } catch (error) {
    if (error instanceof NotPortable) return { problem: error.message }
    throw error
  }
}

function defaultSql(sql: Sql, column: PlannedColumn, scope: Scope): string | undefined {
  const { to } = scope
  const { meaning } = column.target
  const bare = withoutCasts(sql)
  if (bare.kind === 'null') return undefined
  const literal = literalText(bare)
  if (isPostgresNow(sql, scope.from)) return nowDefault(meaning, to)
  if (literal !== undefined) return literalDefault(literal, bare, column, scope)
  const call = bare.kind === 'call' ? (functionsOf(scope.from)[bare.name] ?? bare.name) : ''
  if (call === 'nextval') return notPortable('it counts with a sequence')
  if (call === 'now' || isSqliteNow(bare, scope.from))
    return scope.from === 'sqlite' && meaning.kind === 'text'
      ? momentText[to]
      : nowDefault(meaning, to)
  if (call === 'today' && meaning.kind === 'date') return todayDefault[to]
  const printed = asValue(emit(bare, scope), to)
  return bracketed(printed.sql, to)
}

/** `datetime('now')`. */
const isSqliteNow = (sql: Sql, from: DatabaseSystem): boolean =>
  from === 'sqlite' &&
  sql.kind === 'call' &&
  sql.name === 'datetime' &&
  sql.args.length === 1 &&
  sql.args[0]?.kind === 'text' &&
  sql.args[0].value === 'now'

/** `('now'::text)::date`: read anew for every row, which is how old dumps say it. */
const isPostgresNow = (sql: Sql, from: DatabaseSystem): boolean =>
  from === 'postgres' &&
  sql.kind === 'cast' &&
  sql.value.kind === 'text' &&
  sql.value.value.toLowerCase() === 'now'

const withoutCasts = (sql: Sql): Sql => (sql.kind === 'cast' ? withoutCasts(sql.value) : sql)

function literalText(sql: Sql): string | undefined {
  switch (sql.kind) {
    case 'text':
      return sql.value
    case 'number':
      return sql.text
    case 'boolean':
      return sql.value ? '1' : '0'
    case 'bits':
      return sql.digits
    default:
      return undefined
  }
}

function literalDefault(text: string, sql: Sql, column: PlannedColumn, scope: Scope): string {
  const { to } = scope
  const { meaning, nativeType } = column.target
  switch (meaning.kind) {
    case 'date':
    case 'time':
    case 'timestamp':
      if (/^0000|^\d{4}-00|^\d{4}-\d\d-00/.test(text)) return notPortable('it is no date')
      if (!/^\d{4}-\d\d-\d\d|^\d\d:\d\d/.test(text))
        return notPortable('it is no plain date or time')
      return textSql(text, to).sql
    case 'bits':
      return bitsDefault(text, sql, meaning, to)
    case 'boolean':
    case 'integer':
    case 'decimal':
    case 'float': {
      const number = sql.kind === 'bits' ? String(BigInt(`0b${text || '0'}`)) : text
      const value =
        sql.kind === 'text' && (text === '\0' || text === '\x01')
          ? String(text.charCodeAt(0))
          : number
      return literalAs(value, meaning, { ...scope }).sql.replace(/^\((-.*)\)$/, '$1')
    }
    case 'array':
      return textSql(arrayText(text, column.meaning), to).sql
    case 'json': {
      const json = column.meaning.kind === 'array' ? jsonOfArray(text) : text
      return bracketed(textSql(json, to).sql, to)
    }
    case 'binary':
      return text === '' ? (to === 'postgres' ? `'\\x'` : "''") : notPortable('bytes as a text')
    default: {
      const value = textSql(text, to).sql
      return to === 'mysql' && /text|blob|json|geometry/.test(nativeType) ? `(${value})` : value
    }
  }
}

function bitsDefault(
  text: string,
  sql: Sql,
  meaning: Extract<Meaning, { kind: 'bits' }>,
  to: DatabaseSystem,
): string {
  const digits = sql.kind === 'number' ? BigInt(text).toString(2) : text
  if (!/^[01]+$/.test(digits)) return notPortable('it is no row of bits')
  const padded = meaning.varying ? digits : digits.padStart(meaning.length ?? 1, '0')
  return to === 'postgres' ? `B'${padded}'` : to === 'mysql' ? `b'${padded}'` : notPortable('bits')
}

/** A MySQL set's words as PostgreSQL's array. */
function arrayText(text: string, source: Meaning): string {
  if (source.kind === 'array') return text
  if (text === '') return '{}'
  return `{${text
    .split(',')
    .map((word) => `"${word.replace(/(["\\])/g, '\\$1')}"`)
    .join(',')}}`
}

const jsonOfArray = (text: string): string =>
  text === '{}' ? '[]' : notPortable('an array with items')

function nowDefault(meaning: Meaning, to: DatabaseSystem): string {
  if (meaning.kind === 'date') return todayDefault[to]
  if (meaning.kind !== 'timestamp') return notPortable(`the present moment as a ${meaning.kind}`)
  const digits = Math.min(meaning.precision, 6)
  switch (to) {
    case 'postgres':
      return 'CURRENT_TIMESTAMP'
    case 'mysql':
      return digits > 0 ? `CURRENT_TIMESTAMP(${digits})` : 'CURRENT_TIMESTAMP'
    case 'sqlite':
      return 'CURRENT_TIMESTAMP'
    case 'mssql':
      return meaning.zone === 'none' ? 'SYSUTCDATETIME()' : 'SYSDATETIMEOFFSET()'
  }
}

/** SQLite's moments are texts of 19 characters, in UTC. */
const momentText: Readonly<Record<DatabaseSystem, string>> = {
  postgres: `to_char(CURRENT_TIMESTAMP AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')`,
  mysql: `(DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d %H:%i:%s'))`,
  sqlite: 'CURRENT_TIMESTAMP',
  mssql: '(CONVERT(nvarchar(19), SYSUTCDATETIME(), 120))',
}

const todayDefault: Readonly<Record<DatabaseSystem, string>> = {
  postgres: 'CURRENT_DATE',
  mysql: '(CURRENT_DATE)',
  sqlite: 'CURRENT_DATE',
  mssql: '(CAST(GETDATE() AS date))',
}

/** Expressions stand in brackets wherever they may. */
const bracketed = (sql: string, to: DatabaseSystem): string =>
  to === 'postgres' ? sql : `(${sql})`
