import { commonType } from '../../kit/coerce.ts'
import type { ConfigCheck } from '../../kit/config-check.ts'
import { formatType } from '../../kit/data-type.ts'
import type { Expression } from '../../kit/expression.ts'
import { allOf, call, col, literal } from '../../kit/expression.ts'
import type { IssuePath } from '../../kit/issue.ts'
import type { Relation } from '../../kit/relation.ts'
import { distinct, join, project, window } from '../../kit/relations.ts'
import { columnNames, uniqueName } from '../../kit/schema.ts'
import type { RowRule } from '../../kit/split-rows.ts'
import { columnCondition } from './column-condition.ts'
import type { Rule } from './config.ts'

type RuleOf<K extends Rule['check']> = Extract<Rule, { check: K }>

export interface Prepared {
  /** The input, with helper columns where a rule looks at more than its own row. */
  readonly rows: Relation
  readonly rules: readonly RowRule[]
}

/** Turns rules about rows into conditions; expectations of all rows are not among them. */
export function prepareRules(
  check: ConfigCheck,
  input: Relation,
  reference: Relation | undefined,
  rules: readonly Rule[],
): Prepared {
  let rows = input
  const conditions: RowRule[] = []
  rules.forEach((rule, i) => {
    const path = ['rules', i]
    const read = prepare(check, rows, reference, rule, path)
    if (!read || !check.ok) return
    rows = read.rows ?? rows
    conditions.push({ name: rule.name || read.name, holds: read.holds })
  })
  return { rows, rules: conditions }
}

type Read = (RowRule & { readonly rows?: Relation }) | undefined

function prepare(
  check: ConfigCheck,
  rows: Relation,
  reference: Relation | undefined,
  rule: Rule,
  path: IssuePath,
): Read {
  switch (rule.check) {
    case 'not-null':
      return notNull(check, rows, rule, path)
    case 'unique':
      return unique(check, rows, rule, path)
    case 'reference':
      if (!reference) return check.add('MISSING_INPUT', path, { port: 'reference' })
      return inReference(check, rows, reference, rule, path)
    case 'expression': {
      const at = [...path, 'expression']
      const typed = check.expression(rows.schema, rule.expression, at, { expect: 'boolean' })
      return typed && { name: rule.expression, holds: typed.expression }
    }
    case 'expectation':
      return undefined
    default:
      return columnCondition(check, rows.schema, rule, path)
  }
}

const anyNull = (names: readonly string[]): Expression =>
  names.map((n): Expression => call('is_null', col(n))).reduce((a, b) => call('or', a, b))

function someColumns(
  check: ConfigCheck,
  rows: Relation,
  { columns }: RuleOf<'not-null' | 'unique'>,
  path: IssuePath,
): string[] {
  if (columns.length === 0) check.add('MISSING_SETTING', [...path, 'columns'])
  return columnNames(check.columns(rows.schema, columns, [...path, 'columns']))
}

function notNull(check: ConfigCheck, rows: Relation, rule: RuleOf<'not-null'>, path: IssuePath) {
  const names = someColumns(check, rows, rule, path)
  const holds = allOf(names.map((name) => call('is_not_null', col(name))))
  return { name: `${names.join(', ')}: not empty`, holds }
}

/** All rows of a repeated key are refused: which of them is right, nobody can tell. */
function unique(check: ConfigCheck, rows: Relation, rule: RuleOf<'unique'>, path: IssuePath): Read {
  const names = someColumns(check, rows, rule, path)
  if (!check.ok) return undefined
  const count = uniqueName('_count', columnNames(rows.schema))
  const spec = { name: count, function: call('count'), partitionBy: names, orderBy: [] }
  const holds = call('or', anyNull(names), call('eq', col(count), literal(1)))
  return { name: `${names.join(', ')}: unique`, holds, rows: window(rows, spec) }
}

function inReference(
  check: ConfigCheck,
  rows: Relation,
  reference: Relation,
  { columns, acceptEmpty }: RuleOf<'reference'>,
  path: IssuePath,
): Read {
  if (columns.length === 0) check.add('MISSING_SETTING', [...path, 'columns'])
  const pairs = columns.flatMap((pair, i) => {
    const at = [...path, 'columns', i]
    const own = check.column(rows.schema, pair.column, [...at, 'column'])
    const other = check.column(reference.schema, pair.reference, [...at, 'reference'])
    if (!own || !other) return []
    if (!commonType(own.type, other.type)) {
      const types = { leftType: formatType(own.type), rightType: formatType(other.type) }
      check.add('NOT_COMPARABLE', at, { left: own.name, right: other.name, ...types })
    }
    return [{ own: own.name, other: other.name }]
  })
  if (!check.ok) return undefined
  const taken = columnNames(rows.schema)
  const found = uniqueName('_found', taken)
  const keys = pairs.map(({ own, other }, i) => {
    const name = uniqueName(`${found}_${i + 1}`, taken)
    return { left: own, right: name, expression: col(other) }
  })
  const named = keys.map(({ right, expression }) => ({ name: right, expression }))
  const marked = project(distinct(project(reference, named)), [
    ...keys.map(({ right }) => ({ name: right, expression: col(right) })),
    { name: found, expression: literal(true) },
  ])
  const names = pairs.map((p) => p.own)
  const exists = call('is_not_null', col(found))
  return {
    name: `${names.join(', ')}: in reference`,
    holds: acceptEmpty ? call('or', anyNull(names), exists) : exists,
    rows: join('left', rows, marked, keys),
  }
}
