import { isNumeric } from '../../../nodes/kit/data-type.ts'
import { formatColumn, formatText } from '../../../nodes/kit/format-expression.ts'
import type { Rule } from '../../../nodes/validate/rules/config.ts'
import type { TextTable } from '../table.ts'
import { isKeyLike } from './cells.ts'
import type { ColumnEvidence, Evidence } from './evidence.ts'
import { mineOrders } from './mine-orders.ts'
import { isNullWord, plainNumber } from './notation.ts'
import { patternOf } from './pattern.ts'

/** A rule of the node `validate.rules`, with what the rows at hand say of it. */
export interface ProposedRule {
  readonly rule: Rule
  /** Share of the rows that keep it. */
  readonly support: number
  /** Rows that break it, 0-based, the first hundred. */
  readonly violations: readonly number[]
  readonly violationCount: number
}

/** Rows that may break a rule for it to be proposed: a rule that many break is none. */
const leastSupport = 0.95
const leastRows = 20
const shownViolations = 100
const name = ''

/**
 * Rules that nearly all rows keep, each as an entry of the `rules` of a `validate.rules` node.
 * Columns whose name is empty or not unique cannot be named in a rule and get none.
 */
export function proposeRules(table: TextTable, evidence: Evidence): ProposedRule[] {
  if (table.rows < leastRows) return []
  const names = new Map<string, number>()
  for (const column of table.columns) {
    const key = column.name.toLowerCase()
    names.set(key, (names.get(key) ?? 0) + 1)
  }
  const usable = evidence.columns.map(
    ({ column }) => column.name !== '' && names.get(column.name.toLowerCase()) === 1,
  )
  const found: ProposedRule[] = []
  evidence.columns.forEach((column, i) => {
    if (usable[i]) found.push(...rulesOf(table, column, i))
  })
  for (const order of mineOrders(evidence, usable)) {
    const [a, b] = [order.smaller, order.larger].map((i) => operand(table, evidence, i, order.kind))
    const expression = `${a} is null or ${b} is null or ${a} <= ${b}`
    found.push(judged(table, { check: 'expression', expression, name }, order.holds))
  }
  return found.filter((one) => one.support >= leastSupport)
}

function operand(table: TextTable, evidence: Evidence, index: number, kind: 'number' | 'date') {
  const column = formatColumn(evidence.columns[index]?.column.name ?? '')
  const { type } = table.columns[index] ?? {}
  const isText = type === undefined || type.kind === 'text'
  return kind === 'number' && isText ? `to_double(${column})` : column
}

function* rulesOf(
  table: TextTable,
  evidence: ColumnEvidence,
  index: number,
): Generator<ProposedRule> {
  const { column, missing, formats } = evidence
  const type = table.columns[index]?.type
  const isText = type === undefined || type.kind === 'text'
  const at = (row: number) => column.values[column.codes[row] as number] as string
  const columns = [column.name]
  const filled = column.codes.length - column.blanks
  if (filled < leastRows) return
  yield judged(table, { check: 'not-null', columns, name }, (row) => at(row) !== '')
  const nullWords = column.values.filter((value) => value !== '' && isNullWord(value))
  if (nullWords.length > 0 && isText) {
    const list = nullWords.slice(0, 50).map(formatText).join(', ')
    const reference = formatColumn(column.name)
    const expression = `${reference} is null or ${reference} not in (${list})`
    yield judged(table, { check: 'expression', expression, name }, (row) => {
      return !isNullWord(at(row)) || at(row) === ''
    })
  }
  if (isKeyLike(column))
    yield judged(table, { check: 'unique', columns, name }, (row) => {
      const code = column.codes[row] as number
      return code === column.blank || column.counts[code] === 1
    })
  const range = formats.numeric >= leastSupport ? numberRange(evidence) : undefined
  if (range && isText) yield judged(table, textRange(column.name, range), within(at, range))
  else if (range && type && isNumeric(type)) {
    const rule = { min: String(range.min), max: String(range.max), acceptEmpty: true }
    yield judged(table, { check: 'range', column: column.name, ...rule, name }, within(at, range))
  }
  const values = closedSet(evidence)
  if (values && isText) {
    const allowed = new Set(values)
    const rule: Rule = { check: 'set', column: column.name, values, acceptEmpty: true, name }
    yield judged(table, rule, (row) => at(row) === '' || allowed.has(at(row)))
  }
  const pattern = !values && !range && isText ? patternOf(evidence) : undefined
  if (pattern) {
    const test = new RegExp(`^(?:${pattern})$`, 'su')
    const rule: Rule = { check: 'pattern', column: column.name, pattern, acceptEmpty: true, name }
    yield judged(table, rule, (row) => at(row) === '' || test.test(at(row)))
  }

  /** Values that nothing says against bound the range. */
  function numberRange({ doubt }: ColumnEvidence) {
    let min = Number.POSITIVE_INFINITY
    let max = Number.NEGATIVE_INFINITY
    column.codes.forEach((code, row) => {
      const number = plainNumber(column.values[code] as string)
      const doubted = Math.max(
        doubt.outlier[row] as number,
        doubt['null-word'][row] as number,
        doubt['odd-format'][row] as number,
      )
      if (!Number.isFinite(number) || missing[code] || doubted >= 0.5) return
      min = Math.min(min, number)
      max = Math.max(max, number)
    })
    const isPlain = (x: number) => Number.isFinite(x) && !/e/.test(String(x))
    return isPlain(min) && isPlain(max) && !isKeyLike(column) ? { min, max } : undefined
  }
}

interface Range {
  readonly min: number
  readonly max: number
}

function within(at: (row: number) => string, { min, max }: Range) {
  return (row: number) => {
    if (at(row) === '') return true
    const number = plainNumber(at(row))
    return number >= min && number <= max
  }
}

/** A range over text compares letters: the number is read first, and what is none is refused. */
function textRange(column: string, { min, max }: Range): Rule {
  const reference = formatColumn(column)
  const expression = `${reference} is null or to_double(${reference}) between ${min} and ${max}`
  return { check: 'expression', expression, name: `${column}: a number from ${min} to ${max}` }
}

const mostSetValues = 30

/** The values of a column that has few, without the doubted ones. */
function closedSet({ column, missing, doubt }: ColumnEvidence): string[] | undefined {
  const good = new Set<number>()
  column.codes.forEach((code, row) => {
    const doubted = Math.max(
      doubt.typo[row] as number,
      doubt['rare-value'][row] as number,
      doubt['odd-format'][row] as number,
      doubt['mixed-format'][row] as number,
      doubt['null-word'][row] as number,
      doubt.garbled[row] as number,
    )
    if (!missing[code] && doubted < 0.5) good.add(code)
  })
  const filled = column.codes.length - column.blanks
  if (good.size < 2 || good.size > mostSetValues || filled < 10 * good.size) return undefined
  return [...good].sort((a, b) => a - b).map((code) => column.values[code] as string)
}

function judged(table: TextTable, rule: Rule, holds: (row: number) => boolean): ProposedRule {
  const violations: number[] = []
  let violationCount = 0
  for (let row = 0; row < table.rows; row++) {
    if (holds(row)) continue
    violationCount++
    if (violations.length < shownViolations) violations.push(row)
  }
  return { rule, support: 1 - violationCount / table.rows, violations, violationCount }
}
