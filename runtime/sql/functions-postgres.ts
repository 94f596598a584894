import type { TypeKind } from '../../nodes/kit/data-type.ts'
import type { FunctionName } from '../../nodes/kit/functions/index.ts'
import type { Condition } from './exact.ts'
import {
  all,
  at,
  both,
  constantText,
  firstOf,
  isConstant,
  originalType,
  when,
  wholeNumber,
} from './exact.ts'
import { postgresDateTime } from './functions-postgres-date-time.ts'
import type { PrintedArgument, Printer } from './printer.ts'
import { literalOf } from './printer.ts'

/** Kinds whose values PostgreSQL compares as DuckDB does; texts need a collation besides. */
const comparable: readonly TypeKind[] = [
  'boolean',
  'integer',
  'decimal',
  'float',
  'date',
  'timestamp',
  'uuid',
  'binary',
]

/** Texts are ordered by code point only under "C"; one side decides for both. */
const ordered = (plain: string): Printer =>
  firstOf(when(all(...comparable), plain), when(all('text'), plain.replace('$1', '$1 COLLATE "C"')))

/**
 * Equality alone holds under every deterministic collation, and an index can serve it; the
 * repetition under "C" makes it exact for the others.
 */
const equal = (plain: string): Printer => {
  const binary = plain.replace('$1', '$1 COLLATE "C"')
  return firstOf(
    when(all(...comparable), plain),
    when(
      both(
        all('text'),
        ({ args }) => args[0]?.expression.kind === 'column' && args.slice(1).every(isConstant),
      ),
      `(${plain} AND ${binary})`,
    ),
    when(all('text'), binary),
  )
}

const text = (template: string, condition: Condition = () => true): Printer =>
  when(both(at(0, 'text'), condition), template)

/** Exact as numeric; the cast gives the type DuckDB has, and fails where DuckDB overflows. */
const arithmetic = (plain: string): Printer =>
  firstOf(when(all('integer'), plain), when(all('decimal'), `CAST(${plain} AS $T)`))

/** Doubles made of whole numbers, whose quotient can neither overflow nor vanish. */
const isShort = (argument: PrintedArgument) => {
  const written = literalOf(argument)
  if (written !== undefined) return /^-?(\d\.?){1,15}$/.test(written)
  const type = originalType(argument)
  return type?.kind === 'integer' || (type?.kind === 'decimal' && type.precision <= 15)
}

/** A divisor that is written out, so that no value can overflow where PostgreSQL gives 0. */
const safeDivisor: Condition = ({ args }) => {
  const divisor = wholeNumber(args[1])
  return divisor !== undefined && divisor !== 0 && divisor !== -1
}

const roundedDecimal = (name: string): Printer =>
  firstOf(
    when(all('integer'), '$1'),
    when(all('decimal'), `CAST(${name}($1) AS $T)`),
    when(all('float'), `${name}($1)`),
  )

const single: Condition = ({ args }) => args.length === 1

const trimmed = (name: string): Printer =>
  text(`${name}($*)`, (call) => single(call) || constantText(call.args[1]) !== undefined)

const digest = (template: string): Printer =>
  firstOf(text(template.replace('$1', `convert_to($1, 'UTF8')`)), when(at(0, 'binary'), template))

/**
 * Only what PostgreSQL answers exactly as DuckDB does: NULL, empty and non-ASCII text,
 * negative numbers and overflow included. Missing: what depends on the locale or the time
 * zone database, on grapheme clusters, on a regular expression's dialect, on libm, and
 * doubles that overflow (an error there, infinity here).
 */
export const postgresFunctions = {
  ...postgresDateTime,
  and: '($1 AND $2)',
  or: '($1 OR $2)',
  not: '(NOT $1)',
  eq: equal('($1 = $2)'),
  ne: firstOf(when(all(...comparable), '($1 <> $2)'), when(all('text'), '($1 COLLATE "C" <> $2)')),
  lt: ordered('($1 < $2)'),
  le: ordered('($1 <= $2)'),
  gt: ordered('($1 > $2)'),
  ge: ordered('($1 >= $2)'),
  is_null: '($1 IS NULL)',
  is_not_null: '($1 IS NOT NULL)',
  is_true: '($1 IS TRUE)',
  is_not_true: '($1 IS NOT TRUE)',
  is_false: '($1 IS FALSE)',
  is_not_false: '($1 IS NOT FALSE)',
  is_distinct_from: ordered('($1 IS DISTINCT FROM $2)'),
  is_not_distinct_from: ordered('($1 IS NOT DISTINCT FROM $2)'),
  in: equal('($1 IN ($2*))'),
  between: ordered('($1 BETWEEN $2 AND $3)'),
  // DuckDB knows no escape character.
  like: text(`($1 COLLATE "C" LIKE $2 ESCAPE '')`),
  append: text('($1 || $2)'),
  add: arithmetic('($1 + $2)'),
  subtract: arithmetic('($1 - $2)'),
  multiply: arithmetic('($1 * $2)'),
  divide: when(({ args }) => args.every(isShort), '($1 / NULLIF($2, 0))'),
  mod: firstOf(
    when(both(all('integer'), safeDivisor), '($1 % $2)'),
    when(all('decimal'), 'CAST(($1 % NULLIF($2, 0)) AS $T)'),
  ),
  negate: when(all('integer', 'decimal', 'float'), '(- $1)'),

  coalesce: 'COALESCE($*)',
  ifnull: 'COALESCE($*)',
  nullif: ordered('NULLIF($1, $2)'),
  if: 'CASE WHEN $1 THEN $2 ELSE $3 END',
  greatest: firstOf(when(single, '$1'), ordered('GREATEST($1, $2*)')),
  least: firstOf(when(single, '$1'), ordered('LEAST($1, $2*)')),
  xor: '($1 <> $2)',

  trim: firstOf(text(`btrim($1, ' ')`, single), trimmed('btrim')),
  ltrim: firstOf(text(`ltrim($1, ' ')`, single), trimmed('ltrim')),
  rtrim: firstOf(text(`rtrim($1, ' ')`, single), trimmed('rtrim')),
  length: text('CAST(char_length($1) AS bigint)'),
  byte_length: when(at(0, 'text', 'binary'), 'CAST(octet_length($1) AS bigint)'),
  substring: ({ args: [value, start, length] }) => {
    const from = wholeNumber(start)
    const count = length === undefined ? undefined : (wholeNumber(length) ?? -1)
    if (value?.type?.kind !== 'text' || from === undefined || from < 1 || from > 1e9)
      return undefined
    if (count === undefined) return `substring(${value.sql} FROM ${from})`
    return count >= 0 && count <= 1e9
      ? `substring(${value.sql} FROM ${from} FOR ${count})`
      : undefined
  },
  left: ({ args: [value, count] }) =>
    Math.abs(wholeNumber(count) ?? Number.NaN) <= 1e9
      ? `left(${value?.sql}, ${wholeNumber(count)})`
      : undefined,
  right: ({ args: [value, count] }) =>
    Math.abs(wholeNumber(count) ?? Number.NaN) <= 1e9
      ? `right(${value?.sql}, ${wholeNumber(count)})`
      : undefined,
  replace: text('replace($1 COLLATE "C", $2, $3)'),
  split_part: ({ args: [value, separator, index] }) =>
    constantText(separator) && (wholeNumber(index) ?? 0) >= 1 && (wholeNumber(index) ?? 0) <= 1e9
      ? `split_part(${value?.sql} COLLATE "C", ${separator?.sql}, ${wholeNumber(index)})`
      : undefined,
  text_before: text(
    'CASE WHEN strpos($1 COLLATE "C", $2) > 0 THEN left($1, strpos($1 COLLATE "C", $2) - 1) END',
  ),
  text_after: text(
    'CASE WHEN strpos($1 COLLATE "C", $2) > 0 THEN substring($1 FROM strpos($1 COLLATE "C", $2) + char_length($2)) END',
  ),
  concat: 'concat($*)',
  concat_ws: 'concat_ws($*)',
  starts_with: text('starts_with($1 COLLATE "C", $2)'),
  ends_with: text('(right($1, char_length($2)) COLLATE "C" = $2)'),
  contains: text('(strpos($1 COLLATE "C", $2) > 0)'),
  position: text('CAST(strpos($1 COLLATE "C", $2) AS bigint)'),
  repeat: ({ args: [value, times] }) => {
    const count = wholeNumber(times) ?? -1
    return count >= 0 && count <= 1000 ? `repeat(${value?.sql}, ${count})` : undefined
  },
  digits_only: text(`regexp_replace($1 COLLATE "C", '[^0-9]', '', 'g')`),

  abs: when(all('integer', 'decimal', 'float'), 'abs($1)'),
  round: ({ args: [value, places], type, dialect }) => {
    const count = Number(literalOf(places) ?? 0)
    if (value?.type?.kind === 'integer' && count >= 0) return value.sql
    const word = type && dialect.type(type)
    return value?.type?.kind === 'decimal' && count >= 0 && word
      ? `CAST(round(${value.sql}, ${Math.min(count, value.type.scale)}) AS ${word})`
      : undefined
  },
  ceil: roundedDecimal('ceil'),
  floor: roundedDecimal('floor'),
  trunc: roundedDecimal('trunc'),
  div: '($1 / NULLIF($2, 0))',
  sign: when(all('integer', 'decimal'), 'CAST(sign($1) AS integer)'),
  sqrt: 'sqrt($1)',
  is_nan: `($1 = CAST('NaN' AS double precision))`,
  bit_and: '($1 & $2)',
  bit_or: '($1 | $2)',
  bit_xor: '($1 # $2)',
  bit_not: '(~ $1)',

  md5: digest('md5($1)'),
  sha256: digest(`encode(sha256($1), 'hex')`),
  hash64: text(`CAST(CAST('x' || left(md5(convert_to($1, 'UTF8')), 16) AS bit(64)) AS bigint)`),
  name_uuid: text(`CAST(md5(convert_to($1, 'UTF8')) AS uuid)`),
  to_hex: digest(`encode($1, 'hex')`),
  encode_utf8: text(`convert_to($1, 'UTF8')`),
} as const satisfies Partial<Record<FunctionName, Printer>>
