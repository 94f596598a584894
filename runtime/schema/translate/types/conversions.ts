import type { Expression } from '../../../../nodes/kit/expression.ts'
import { caseBranch } from '../../../../nodes/kit/expression.ts'
import { parseExpression } from '../../../../nodes/kit/parse-expression.ts'
import { MigrateError } from '../../../error.ts'
import type { Meaning } from './meaning.ts'

/** An expression's text over `v`, the column's canonical text. */
export type Conversion = string

const booleanToNumber = "case when v = 'true' then '1' when v = 'false' then '0' else v end"
const numberToBoolean =
  "case when v is null then null when v in ('true', 'false') then v when v in ('0', '0.0', '0.00', '') then 'false' else 'true' end"
export const stripNul = "replace(v, chr(0), '')"

const numeric = new Set<Meaning['kind']>(['integer', 'decimal', 'float'])

/**
 * What turns a source's canonical text into the target's; undefined where nothing need be done.
 * The sinks read what a person would read alike: `2020-01-01` as a timestamp, `1` as a decimal.
 */
export function conversionBetween(source: Meaning, target: Meaning): Conversion | undefined {
  if (source.kind === 'boolean' && numeric.has(target.kind)) return booleanToNumber
  if (source.kind === 'boolean' && target.kind === 'bits') return booleanToNumber
  if (numeric.has(source.kind) && target.kind === 'boolean') return numberToBoolean
  if (source.kind === 'bits') return fromBits(source, target)
  if (source.kind === 'integer' && target.kind === 'bits' && target.travels === 'digits')
    return digitsOf(target.length ?? 64)
  if (source.kind === 'set' && (target.kind === 'array' || target.kind === 'json'))
    return jsonOfSet(source.values)
  if (source.kind === 'uuid' && target.kind === 'binary') return "'\\x' || replace(v, '-', '')"
  if (source.kind === 'binary' && target.kind === 'uuid') return uuidOfHex
  if (source.kind === 'timestamp' && target.kind === 'timestamp') {
    if (source.zone === 'none' && target.zone !== 'none') return "v || '+00'"
    if (source.zone !== 'none' && target.zone === 'none') return "replace(v, '+00', '')"
  }
  if (source.kind === 'timestamp' && target.kind === 'date') return 'left(v, 10)'
  return undefined
}

const uuidOfHex =
  "substring(v, 3, 8) || '-' || substring(v, 11, 4) || '-' || substring(v, 15, 4) || '-' || substring(v, 19, 4) || '-' || substring(v, 23, 12)"

function fromBits(
  source: Extract<Meaning, { kind: 'bits' }>,
  target: Meaning,
): Conversion | undefined {
  const length = source.length ?? 64
  if (target.kind === 'boolean')
    return "case when v = '1' then 'true' when v = '0' then 'false' else v end"
  if (source.travels === 'number')
    return target.kind === 'bits' && target.travels === 'digits' ? digitsOf(length) : undefined
  const asNumber =
    numeric.has(target.kind) || (target.kind === 'bits' && target.travels === 'number')
  return asNumber && length <= 64 ? numberOf(length) : undefined
}

/** The bits of a number below 2^63, the highest first. */
const digitsOf = (length: number): Conversion =>
  Array.from(
    { length },
    (_, i) => `to_text(mod(div(to_integer(v), ${2n ** BigInt(length - 1 - i)}), 2))`,
  ).join(' || ')

function numberOf(length: number): Conversion {
  const terms = Array.from(
    { length },
    (_, i) => `to_decimal(substring(v, ${i + 1}, 1), 20, 0) * ${2n ** BigInt(length - 1 - i)}`,
  )
  return `to_text(${terms.join(' + ')})`
}

/** MySQL writes a set's values with commas between; they hold none themselves. */
function jsonOfSet(values: readonly string[]): Conversion {
  const special = values.some((v) => /["\\]/.test(v))
  const escaped = special ? String.raw`replace(replace(v, '\', '\\'), '"', '\"')` : 'v'
  return `case when v = '' then '[]' else '["' || replace(${escaped}, ',', '","') || '"]' end`
}

/** One conversion after the other. */
export const chain = (first: Conversion | undefined, second: Conversion): Conversion =>
  first === undefined ? second : second.replace(/\bv\b/g, `(${first})`)

const parsed = new Map<Conversion, Expression>()

/** A conversion as an expression over a column. */
export function conversionExpression(conversion: Conversion, column: string): Expression {
  let expression = parsed.get(conversion)
  if (!expression) {
    const result = parseExpression(conversion)
    if (!('expression' in result))
      throw new MigrateError('INTERNAL', `A conversion is no expression: ${conversion}`)
    expression = result.expression
    parsed.set(conversion, expression)
  }
  return replaceColumn(expression, column)
}

function replaceColumn(expression: Expression, column: string): Expression {
  const { range: _, ...e } = expression
  switch (e.kind) {
    case 'literal':
      return e
    case 'column':
      return { ...e, name: column }
    case 'cast':
      return { ...e, value: replaceColumn(e.value, column) }
    case 'call':
      return { ...e, args: e.args.map((a) => replaceColumn(a, column)) }
    case 'case':
      return {
        ...e,
        branches: e.branches.map((b) =>
          caseBranch(replaceColumn(b.when, column), replaceColumn(b.then, column)),
        ),
        otherwise: e.otherwise && replaceColumn(e.otherwise, column),
      }
  }
}
