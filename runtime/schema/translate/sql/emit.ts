import type { Call, Query, Sql } from './ast.ts'
import { notPortable } from './ast.ts'
import { emitCall } from './emit-call.ts'
import { emitCast } from './emit-cast.ts'
import { emitBinary, emitComparison, unifyKinds } from './emit-operator.ts'
import { emitLike, emitTests } from './emit-test.ts'
import type { Printed } from './print.ts'
import { asCondition, asNumber, asText, asValue, textSql } from './print.ts'
import type { Column, Scope } from './scope.ts'

/** Prints a query inside an expression; set by `emit-query.ts`, which needs this module. */
export type QueryEmitter = (
  query: Query,
  outer: Scope,
) => { sql: string; columns: readonly Column[] }

export interface EmitScope extends Scope {
  readonly emitQuery?: QueryEmitter | undefined
}

/**
 * An expression in the target's dialect.
 * @throws NotPortable where it cannot say exactly the same.
 */
export function emit(sql: Sql, scope: EmitScope): Printed {
  const { to } = scope
  switch (sql.kind) {
    case 'number':
      return numberSql(sql.text)
    case 'text':
      return textSql(sql.value, to)
    case 'null':
      return { sql: 'NULL', kind: 'null' }
    case 'boolean':
      return booleanSql(sql.value, scope)
    case 'bytes':
      return bytesSql(sql.hex, scope)
    case 'bits':
      return numberSql(String(BigInt(`0b${sql.digits || '0'}`)))
    case 'column':
      return emitColumn(sql.path, scope)
    case 'unary':
      return sql.op === 'not'
        ? { sql: `(NOT ${asCondition(emit(sql.value, scope), to)})`, kind: 'boolean' }
        : negative(asNumber(emit(sql.value, scope), to))
    case 'binary':
      return emitBinary(sql, scope)
    case 'is':
    case 'distinct':
    case 'in':
    case 'any':
    case 'between':
    case 'exists':
      return emitTests(sql, scope)
    case 'like':
      return emitLike(sql, scope)
    case 'case':
      return emitCase(sql, scope)
    case 'cast':
      return emitCast(sql.value, sql.type, scope)
    case 'collate':
      scope.notes.add('a collation named in the expression is left out')
      return emit(sql.value, scope)
    case 'call':
      return emitCall(sql, scope)
    case 'extract':
      return emitCall(callOf(`extract_${sql.unit}`, [sql.value]), scope)
    case 'query':
      return emitScalarQuery(sql.query, scope)
    case 'at zone':
      return notPortable('AT TIME ZONE is not portable')
    case 'interval':
      return notPortable('an interval stands by itself')
    case 'array':
      return notPortable('an array stands by itself')
    case 'star':
      return notPortable('* stands where a value is needed')
  }
}

export const callOf = (name: string, args: readonly Sql[]): Call => ({
  kind: 'call',
  name,
  args,
  star: false,
  distinct: false,
  order: [],
})

export function numberSql(text: string): Printed {
  const [, fraction = ''] = text.split('.')
  const float = /e/i.test(text)
  return {
    sql: text.startsWith('-') ? `(${text})` : text,
    kind: float ? 'float' : text.includes('.') ? 'decimal' : 'integer',
    scale: float ? undefined : fraction.length,
    literal: text,
  }
}

const negative = (p: Printed): Printed => ({ ...p, sql: `(- ${p.sql})`, literal: undefined })

function booleanSql(value: boolean, { to }: Scope): Printed {
  const literal = value ? '1' : '0'
  if (to === 'postgres') return { sql: value ? 'true' : 'false', kind: 'boolean', literal }
  if (to === 'mssql') return { sql: literal, kind: 'bit', literal }
  return { sql: literal, kind: 'integer', scale: 0, literal }
}

function bytesSql(hex: string, { to }: Scope): Printed {
  const sql = {
    postgres: `'\\x${hex}'::bytea`,
    mysql: `X'${hex}'`,
    sqlite: `X'${hex}'`,
    mssql: `0x${hex}`,
  }
  return { sql: sql[to], kind: 'binary' }
}

function emitColumn(path: readonly string[], scope: EmitScope): Printed {
  const column = findColumn(path, scope)
  if (column) {
    const { kind, scale, caseless, textAffinity } = column
    return { sql: compared(column), kind, scale, caseless, textAffinity }
  }
  // SQLite takes "x" for the text x where there is no such column.
  return notPortable(`the column ${path.join('.')} is not known`)
}

/** A column as expressions take it; a query gives it out as it is. */
export const compared = ({ sql, padded }: Column): string => (padded ? `rtrim(${sql})` : sql)

export function findColumn(path: readonly string[], scope: Scope): Column | undefined {
  const name = (path.at(-1) ?? '').toLowerCase()
  const table = path.at(-2)?.toLowerCase()
  const found = scope.relations
    .filter((r) => table === undefined || r.alias?.toLowerCase() === table || r.alias === undefined)
    .filter((r) => table !== undefined || !r.merged?.has(name))
    .map((r) => r.columns.get(name))
    .filter((c) => c !== undefined)
  if (found.length > 1) return notPortable(`the column ${path.join('.')} is ambiguous`)
  return found[0] ?? (scope.outer && findColumn(path, scope.outer))
}

function emitCase(sql: Extract<Sql, { kind: 'case' }>, scope: EmitScope): Printed {
  const { to } = scope
  const conditions = sql.branches.map(({ when }) =>
    sql.operand
      ? emitComparison('=', sql.operand, when, scope).sql
      : asCondition(emit(when, scope), to),
  )
  const results = [...sql.branches.map((b) => b.result), ...(sql.otherwise ? [sql.otherwise] : [])]
  const printed = unifyKinds(
    results.map((r) => asValue(emit(r, scope), to)),
    to,
  )
  const branches = conditions.map((c, i) => `WHEN ${c} THEN ${printed[i]?.sql}`)
  const last = sql.otherwise ? ` ELSE ${printed.at(-1)?.sql}` : ''
  return { ...merged(printed), sql: `CASE ${branches.join(' ')}${last} END` }
}

/** What the kinds of several values have in common. */
export function merged(printed: readonly Printed[]): Omit<Printed, 'sql'> {
  const values = printed.filter((p) => p.kind !== 'null')
  const kind = values.some((p) => p.kind === 'float')
    ? 'float'
    : values.some((p) => p.kind === 'decimal')
      ? 'decimal'
      : (values[0]?.kind ?? 'null')
  const known = values.every((p) => p.scale !== undefined)
  return {
    kind,
    ...(known && values.length > 0 && { scale: Math.max(...values.map((p) => p.scale ?? 0)) }),
    ...(values.some((p) => p.caseless) && { caseless: true }),
  }
}

function emitScalarQuery(query: Query, scope: EmitScope): Printed {
  if (!scope.emitQuery) return notPortable('a query is not portable here')
  const { sql, columns } = scope.emitQuery(query, scope)
  const [column] = columns
  if (!column || columns.length > 1) return notPortable('a query as a value needs one column')
  return { sql: `(${sql})`, kind: column.kind, scale: column.scale, caseless: column.caseless }
}

/** As the items of a list of texts. */
export const textOf = (sql: Sql, scope: EmitScope): Printed => asText(emit(sql, scope), scope.to)
