import type { Sql } from './ast.ts'

/** Direct parts of an expression; queries inside it are not entered. */
export function partsOf(sql: Sql): readonly Sql[] {
  switch (sql.kind) {
    case 'unary':
    case 'is':
    case 'cast':
    case 'collate':
    case 'extract':
      return [sql.value]
    case 'binary':
    case 'distinct':
      return [sql.left, sql.right]
    case 'in':
      return [sql.value, ...(sql.list ?? [])]
    case 'any':
      return [sql.value, sql.array]
    case 'between':
      return [sql.value, sql.low, sql.high]
    case 'like':
      return [sql.value, sql.pattern, ...(sql.escape ? [sql.escape] : [])]
    case 'case':
      return [
        ...(sql.operand ? [sql.operand] : []),
        ...sql.branches.flatMap((b) => [b.when, b.result]),
        ...(sql.otherwise ? [sql.otherwise] : []),
      ]
    case 'call':
      return [...sql.args, ...sql.order.map((o) => o.value), ...(sql.filter ? [sql.filter] : [])]
    case 'interval':
      return [sql.amount]
    case 'at zone':
      return [sql.value, sql.zone]
    case 'array':
      return sql.items
    default:
      return []
  }
}

/** Whether a part, at any depth, is such. */
export const someSql = (sql: Sql, test: (sql: Sql) => boolean): boolean =>
  test(sql) || partsOf(sql).some((part) => someSql(part, test))

/** The same with parts replaced; a replaced part is not entered again. */
export function mapSql(sql: Sql, replace: (sql: Sql) => Sql | undefined): Sql {
  const replaced = replace(sql)
  if (replaced) return replaced
  const map = (s: Sql): Sql => mapSql(s, replace)
  switch (sql.kind) {
    case 'unary':
    case 'is':
    case 'cast':
    case 'collate':
    case 'extract':
      return { ...sql, value: map(sql.value) }
    case 'binary':
    case 'distinct':
      return { ...sql, left: map(sql.left), right: map(sql.right) }
    case 'in':
      return { ...sql, value: map(sql.value), list: sql.list?.map(map) }
    case 'any':
      return { ...sql, value: map(sql.value), array: map(sql.array) }
    case 'between':
      return { ...sql, value: map(sql.value), low: map(sql.low), high: map(sql.high) }
    case 'like':
      return { ...sql, value: map(sql.value), pattern: map(sql.pattern) }
    case 'case':
      return {
        ...sql,
        operand: sql.operand && map(sql.operand),
        branches: sql.branches.map((b) => ({ when: map(b.when), result: map(b.result) })),
        otherwise: sql.otherwise && map(sql.otherwise),
      }
    case 'call':
      return {
        ...sql,
        args: sql.args.map(map),
        order: sql.order.map((o) => ({ ...o, value: map(o.value) })),
        filter: sql.filter && map(sql.filter),
      }
    case 'interval':
      return { ...sql, amount: map(sql.amount) }
    case 'array':
      return { ...sql, items: sql.items.map(map) }
    default:
      return sql
  }
}

/** Names of columns are alike in any case. */
export const sameSql = (a: Sql, b: Sql): boolean => key(a) === key(b)

const key = (sql: Sql): string =>
  JSON.stringify(sql, (name, value) =>
    name === 'path' && Array.isArray(value)
      ? value.slice(-2).map((p) => String(p).toLowerCase())
      : value,
  )
