import type { Expression } from './expression.ts'
import { columnsIn } from './expression.ts'
import type { NamedExpression, Project, Relation } from './relation.ts'
import { project } from './relations.ts'
import { keepAll } from './split-rows.ts'

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/**
 * The rows with one column added at the end, or replaced in its place. `base` is what the
 * node started from: a projection on top of it takes the column in while the expression
 * reads nothing that projection computes.
 */
export function withColumn(
  base: Relation,
  rows: Relation,
  name: string,
  expression: Expression,
): Project {
  const reads = columnsIn(expression)
  const merges =
    rows !== base &&
    rows.kind === 'project' &&
    rows.columns.every((c) => isPlain(c) || !reads.some((read) => same(read, c.name)))
  return merges
    ? project(rows.input, place(rows.columns, name, expression))
    : project(rows, place(keepAll(rows.schema), name, expression))
}

const isPlain = ({ name, expression }: NamedExpression) =>
  expression.kind === 'column' && expression.name === name

function place(columns: readonly NamedExpression[], name: string, expression: Expression) {
  const existing = columns.find((c) => same(c.name, name))
  if (!existing) return [...columns, { name, expression }]
  return columns.map((c) => (c === existing ? { name: c.name, expression } : c))
}
