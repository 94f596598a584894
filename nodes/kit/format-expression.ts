import { formatType } from './data-type.ts'
import type { CallExpression, Expression, LiteralExpression } from './expression.ts'
import { numberType } from './expression.ts'
import { infixSymbols, postfixTests, precedence, reservedWords } from './operators.ts'

/**
 * The canonical text of an expression; `parseExpression` reads it back to the same tree.
 * @example formatExpression(call('add', col('a'), literal(1))) // a + 1
 */
export const formatExpression = (expression: Expression): string => format(expression).text

interface Formatted {
  readonly text: string
  /** How tightly it binds: brackets are put where a place asks for more. */
  readonly level: number
}

const primary = (text: string): Formatted => ({ text, level: precedence.primary })

/** A column's name as it must be written in an expression. */
export function formatColumn(name: string): string {
  const lower = name.toLowerCase()
  const bare =
    /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name) && !reservedWords.has(lower) && lower !== 'distinct'
  return bare ? name : `"${name.replaceAll('"', '""')}"`
}

/** @example formatText("it's") // 'it''s' */
export const formatText = (value: string): string => `'${value.replaceAll("'", "''")}'`

function format(expression: Expression): Formatted {
  switch (expression.kind) {
    case 'literal':
      return formatLiteral(expression)
    case 'column':
      return primary(formatColumn(expression.name))
    case 'cast': {
      const name = expression.onFailure === 'fail' ? 'cast' : 'try_cast'
      return primary(`${name}(${at(expression.value, 0)} as ${formatType(expression.to)})`)
    }
    case 'case': {
      const branches = expression.branches.map((b) => `when ${at(b.when, 0)} then ${at(b.then, 0)}`)
      const otherwise = expression.otherwise ? [`else ${at(expression.otherwise, 0)}`] : []
      return primary(['case', ...branches, ...otherwise, 'end'].join(' '))
    }
    case 'call':
      return formatOperator(expression) ?? formatCall(expression)
  }
}

/** The text of an expression at a place that needs operators of at least `level`. */
function at(expression: Expression, level: number): string {
  const { text, level: own } = format(expression)
  return own < level ? `(${text})` : text
}

function formatLiteral({ value, type }: LiteralExpression): Formatted {
  if (value === null) return primary(type ? `cast(null as ${formatType(type)})` : 'null')
  if (typeof value === 'boolean') return primary(String(value))
  if (!type) return primary(formatText(value))
  switch (type.kind) {
    case 'integer':
    case 'decimal':
    case 'float': {
      const plain = /^-?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?$/.test(value)
      const same = plain && formatType(numberType(value)) === formatType(type)
      return primary(
        same ? value : `cast(${plain ? value : formatText(value)} as ${formatType(type)})`,
      )
    }
    case 'date':
    case 'time':
    case 'interval':
      return primary(`${type.kind} ${formatText(value)}`)
    case 'timestamp':
      return primary(`${type.zone ? 'timestamptz' : 'timestamp'} ${formatText(value)}`)
    default:
      return formatType(type) === 'text'
        ? primary(formatText(value))
        : primary(`cast(${formatText(value)} as ${formatType(type)})`)
  }
}

function formatCall({ fn, args, distinct }: CallExpression): Formatted {
  if (fn === 'count' && args.length === 0) return primary('count(*)')
  return primary(`${fn}(${distinct ? 'distinct ' : ''}${args.map((a) => at(a, 0)).join(', ')})`)
}

function formatOperator({ fn, args, distinct }: CallExpression): Formatted | undefined {
  const [first, second, third] = args
  if (!first || distinct) return undefined
  const infix = args.length === 2 ? infixSymbols.get(fn) : undefined
  if (infix && second) {
    // The left side may repeat the operator; comparisons cannot be chained.
    const left = infix.level === precedence.compare ? infix.level + 1 : infix.level
    const text = `${at(first, left)} ${infix.symbol} ${at(second, infix.level + 1)}`
    return { text, level: infix.level }
  }
  const test = args.length === 1 ? postfixTests.get(fn) : undefined
  if (test) return { text: `${at(first, precedence.is)} ${test}`, level: precedence.is }
  if (fn === 'not' && args.length === 1) return formatNot(first)
  if (fn === 'negate' && args.length === 1) return formatNegate(first)
  if (/^is_(not_)?distinct_from$/.test(fn) && second && !third) {
    const text = `${at(first, precedence.is)} ${fn.replaceAll('_', ' ')} ${at(second, precedence.is + 1)}`
    return { text, level: precedence.is }
  }
  return formatMatch(fn, args, '')
}

function formatNot(inner: Expression): Formatted {
  const match =
    inner.kind === 'call' && !inner.distinct && formatMatch(inner.fn, inner.args, 'not ')
  return match || { text: `not ${at(inner, precedence.not)}`, level: precedence.not }
}

/** A minus before a number or another minus would be read as part of it. */
function formatNegate(inner: Expression): Formatted {
  const text = at(inner, precedence.unary)
  return { text: /^[-\d.]/.test(text) ? `-(${text})` : `-${text}`, level: precedence.unary }
}

function formatMatch(fn: string, args: readonly Expression[], not: string): Formatted | undefined {
  const [first, second, third, fourth] = args
  if (!first || !second) return undefined
  const left = `${at(first, precedence.append)} ${not}${fn}`
  const operand = (e: Expression) => at(e, precedence.append)
  if (fn === 'in') {
    const items = args.slice(1).map((a) => at(a, 0))
    return { text: `${left} (${items.join(', ')})`, level: precedence.match }
  }
  if ((fn === 'like' || fn === 'ilike') && !third)
    return { text: `${left} ${operand(second)}`, level: precedence.match }
  if (fn === 'between' && third && !fourth) {
    const text = `${left} ${operand(second)} and ${operand(third)}`
    return { text, level: precedence.match }
  }
  return undefined
}
