import { text } from './data-type.ts'
import type { Expression } from './expression.ts'
import { allOf, call, col, isNotTrue, isTrue, literal } from './expression.ts'
import type { NamedExpression, Relation } from './relation.ts'
import { filter, project, values } from './relations.ts'
import type { Schema } from './schema.ts'
import { column, columnNames, uniqueName } from './schema.ts'

/** A row passes when `holds` is TRUE; FALSE and NULL refuse it. */
export interface RowRule {
  readonly name: string
  readonly holds: Expression
}

/**
 * Rows that keep every rule, and the others with a column `_reasons` that names the rules
 * they break. Each row is in exactly one of the two. `columns` are those both sides have;
 * rules may read others of `rows`.
 */
export function splitRows(
  rows: Relation,
  rules: readonly RowRule[],
  columns: Schema = rows.schema,
): { pass: Relation; reject: Relation } {
  const narrow = (relation: Relation) =>
    columns.length === rows.schema.length ? relation : project(relation, keepAll(columns))
  if (rules.length === 0) return { pass: narrow(rows), reject: noRejects(columns) }
  const rule = allOf(rules.map((r) => isTrue(r.holds)))
  return {
    pass: narrow(filter(rows, rule)),
    reject: project(filter(rows, isNotTrue(rule)), [
      ...keepAll(columns),
      { name: reasonsColumn(columns), expression: reasons(rules) },
    ]),
  }
}

/** Every column as it is. */
export const keepAll = (schema: Schema): NamedExpression[] =>
  schema.map(({ name }) => ({ name, expression: col(name) }))

/** No rows, without reading anything: what a reject port gives when nothing can be refused. */
export const noRejects = (schema: Schema): Relation =>
  values([...schema, column(reasonsColumn(schema), text)], [])

const reasonsColumn = (schema: Schema) => uniqueName('_reasons', columnNames(schema))

function reasons(rules: readonly RowRule[]): Expression {
  const broken = rules.map(({ name, holds }) =>
    call('if', isNotTrue(holds), literal(name), literal(null)),
  )
  return call('concat_ws', literal('; '), ...broken)
}
