import type { CheckConstraint, DatabaseSystem } from '../model.ts'
import type { Sql } from './sql/ast.ts'
import { NotPortable } from './sql/ast.ts'
import { emit } from './sql/emit.ts'
import { functionsOf } from './sql/functions.ts'
import { parseSqlExpression } from './sql/parse-expression.ts'
import { asCondition } from './sql/print.ts'
import { someSql } from './sql/walk.ts'
import type { KeyContext } from './translate-keys.ts'
import { constraintName, note } from './translate-keys.ts'

export function translateCheck(check: CheckConstraint, k: KeyContext): CheckConstraint | undefined {
  const { scope, verbatim, plan } = k
  if (verbatim) return check
  const json = /^\(*json_valid\s*\(\s*[`"[]?(.+?)[`"\]]?\s*\)\)*$/i.exec(check.expression)?.[1]
  const ofJson = plan.columns.find((c) => c.source.name.toLowerCase() === json?.toLowerCase())
  if (ofJson?.meaning.kind === 'json') return undefined
  try {
    const parsed = parseSqlExpression(check.expression, scope.from)
    if (
      (scope.to === 'mysql' || scope.to === 'sqlite') &&
      someSql(parsed, changesByItself(scope.from))
    )
      throw new NotPortable('a condition there may not ask for the time or for chance')
    const expression = asCondition(emit(parsed, scope), scope.to)
    const name = constraintName(k, check.name)
    for (const reason of scope.notes)
      note(
        k,
        'constraint',
        check.name ?? 'check',
        'COLLATION_CHANGED',
        'warning',
        check.expression,
        expression,
        `In this condition, ${reason}.`,
      )
    scope.notes.clear()
    return {
      ...(name !== undefined && { name }),
      expression,
      ...(check.notValid && scope.to === 'postgres' && { notValid: true }),
    }
  } catch (error) {
    if (!(error instanceof NotPortable)) throw error
    note(
      k,
      'constraint',
      check.name ?? 'check',
      'CHECK_OMITTED',
      'warning',
      check.expression,
      '',
      `Left out: ${error.message}.`,
    )
    return undefined
  }
}

const changing = new Set(['now', 'today', 'uuid', 'random', 'rand'])
const changesByItself =
  (from: DatabaseSystem) =>
  (sql: Sql): boolean =>
    sql.kind === 'call' && changing.has(functionsOf(from)[sql.name] ?? sql.name)

/** Whether a condition of the table looks at the column, by its source name. */
export function isChecked(column: string, { plan, scope }: KeyContext): boolean {
  const names = (sql: Sql) =>
    sql.kind === 'column' && sql.path.at(-1)?.toLowerCase() === column.toLowerCase()
  return plan.source.checks.some(({ expression }) => {
    try {
      return someSql(parseSqlExpression(expression, scope.from), names)
    } catch (error) {
      // What cannot be read is left out.
      if (error instanceof NotPortable) return false
      throw error
    }
  })
}
