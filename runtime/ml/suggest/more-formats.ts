import type { CallExpression, Expression } from '../../../nodes/kit/expression.ts'
import { call, literal } from '../../../nodes/kit/expression.ts'
import type { Program } from './compose.ts'
import { dateFormats } from './date-formats.ts'
import type { Row } from './evaluate.ts'
import { evaluateText } from './evaluate.ts'
import { parseMoment } from './moments.ts'

const mostAdded = 4

/**
 * A program that reads dates, made to read the formats of the rows without example as well;
 * undefined where it reads all of them or is no such program.
 */
export function withMoreFormats(program: Program, rows: readonly Row[]): Program | undefined {
  const found = readerIn(program.expression)
  const [value, ...known] = found?.args ?? []
  if (!found || !value) return undefined
  const formats = known.flatMap((k) => (k.kind === 'literal' ? [String(k.value)] : []))
  const count = formats.length
  for (const row of rows) {
    const text = evaluateText(value, row)
    if (!text || formats.some((format) => parseMoment(text, format))) continue
    const [best] = dateFormats(text)
      .filter(({ format }) => /%d/.test(format) === formats.some((f) => /%d/.test(f)))
      .sort((a, b) => a.cost - b.cost)
    if (best) formats.push(best.format)
    if (formats.length > count + mostAdded) return undefined
  }
  if (formats.length === count) return undefined
  const timed = formats.some((f) => /%[HI]/.test(f))
  const reader = call(
    timed ? 'parse_timestamp' : 'parse_date',
    value,
    ...formats.map((f) => literal(f)),
  )
  return {
    expression: replaced(program.expression, found, reader),
    cost: program.cost + 0.3 * (formats.length - count),
  }
}

function readerIn(e: Expression): CallExpression | undefined {
  if (e.kind !== 'call') return undefined
  if (e.fn === 'parse_date' || e.fn === 'parse_timestamp') return e
  for (const arg of e.args) {
    const found = readerIn(arg)
    if (found) return found
  }
  return undefined
}

/** Every occurrence of the reader, by its text and formats, in the place of the other. */
function replaced(e: Expression, reader: CallExpression, by: CallExpression): Expression {
  if (e.kind !== 'call') return e
  if (e === reader || JSON.stringify(e) === JSON.stringify(reader)) return by
  return { ...e, args: e.args.map((arg) => replaced(arg, reader, by)) }
}
