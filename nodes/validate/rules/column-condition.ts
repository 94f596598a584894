import { patternProblem } from '../../kit/check-pattern.ts'
import { canCast } from '../../kit/coerce.ts'
import type { ConfigCheck } from '../../kit/config-check.ts'
import { formatType, isNumeric, isTemporal, text } from '../../kit/data-type.ts'
import type { Expression, LiteralExpression } from '../../kit/expression.ts'
import { allOf, call, cast, col, numberType } from '../../kit/expression.ts'
import type { IssuePath } from '../../kit/issue.ts'
import type { Column, Schema } from '../../kit/schema.ts'
import type { RowRule } from '../../kit/split-rows.ts'
import { readValue } from '../../kit/value-text.ts'
import type { Rule } from './config.ts'

type ColumnRule = Extract<Rule, { check: 'range' | 'set' | 'pattern' }>

/** A rule about the value of one column. */
export function columnCondition(
  check: ConfigCheck,
  schema: Schema,
  rule: ColumnRule,
  path: IssuePath,
): RowRule | undefined {
  const column = check.column(schema, rule.column, [...path, 'column'])
  const read = column && conditionOf(check, column, rule, path)
  if (!read) return undefined
  const { name, holds } = read
  const passes = call('or', call('is_null', col(column.name)), holds)
  return { name: `${column.name}: ${name}`, holds: rule.acceptEmpty ? passes : holds }
}

function conditionOf(
  check: ConfigCheck,
  column: Column,
  rule: ColumnRule,
  path: IssuePath,
): RowRule | undefined {
  if (rule.check === 'range') return range(check, column, rule, path)
  if (rule.check === 'set') return oneOf(check, column, rule, path)
  if (!check.filled(rule.pattern, [...path, 'pattern'])) return undefined
  if (!canCast(column.type, text)) return wrongType(check, column, 'text', path)
  const reason = patternProblem(rule.pattern)
  if (reason) return check.add('INVALID_PATTERN', [...path, 'pattern'], { reason })
  const pattern: LiteralExpression = { kind: 'literal', value: rule.pattern, type: text }
  const value = column.type.kind === 'text' ? col(column.name) : cast(col(column.name), text)
  return { name: `fits ${rule.pattern}`, holds: call('regex_full_match', value, pattern) }
}

function range(
  check: ConfigCheck,
  column: Column,
  { min, max }: Extract<Rule, { check: 'range' }>,
  path: IssuePath,
): RowRule | undefined {
  const { type } = column
  if (!isNumeric(type) && !isTemporal(type) && type.kind !== 'text')
    return wrongType(check, column, 'a number, a date, a time or text', path)
  if (min === '' && max === '') return check.add('MISSING_SETTING', [...path, 'min'])
  const bounds: Expression[] = []
  for (const [fn, at, source] of [
    ['ge', 'min', min],
    ['le', 'max', max],
  ] as const) {
    const value = source === '' ? undefined : readLiteral(check, column, source, [...path, at])
    if (value) bounds.push(call(fn, col(column.name), value))
  }
  return { name: `from ${min || '…'} to ${max || '…'}`, holds: allOf(bounds) }
}

function oneOf(
  check: ConfigCheck,
  column: Column,
  { values }: Extract<Rule, { check: 'set' }>,
  path: IssuePath,
): RowRule | undefined {
  if (['list', 'struct', 'binary', 'json'].includes(column.type.kind))
    return wrongType(check, column, 'a single value', path)
  if (values.length === 0) return check.add('MISSING_SETTING', [...path, 'values'])
  const allowed = values.flatMap(
    (value, i) => readLiteral(check, column, value, [...path, 'values', i]) ?? [],
  )
  return { name: 'one of the list', holds: call('in', col(column.name), ...allowed) }
}

/** A typed-in value to compare with a column; a number need not have the column's width. */
function readLiteral(
  check: ConfigCheck,
  { type }: Column,
  source: string,
  path: IssuePath,
): LiteralExpression | undefined {
  if (isNumeric(type) && /^-?\d{1,30}(\.\d{1,20})?$/.test(source.trim()))
    return { kind: 'literal', value: source.trim(), type: numberType(source.trim()) }
  const value = isNumeric(type) ? undefined : readValue(source, type.kind === 'text' ? text : type)
  if (typeof value !== 'string')
    return check.add('INVALID_VALUE', path, { value: source, type: formatType(type) })
  if (type.kind === 'boolean') return { kind: 'literal', value: value === 'true', type }
  return { kind: 'literal', value, type: type.kind === 'text' ? text : type }
}

function wrongType(check: ConfigCheck, column: Column, expected: string, path: IssuePath) {
  const values = { column: column.name, actual: formatType(column.type), expected }
  return check.add('WRONG_COLUMN_TYPE', [...path, 'column'], values)
}
