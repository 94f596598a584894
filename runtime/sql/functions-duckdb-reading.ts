import { asDecimal } from '../../nodes/kit/coerce.ts'
import type { DataType } from '../../nodes/kit/data-type.ts'
import { isNumeric } from '../../nodes/kit/data-type.ts'
import type { FunctionName } from '../../nodes/kit/functions/index.ts'
import { decimalFromText } from './decimal-from-text.ts'
import type { PrintedCall, Printer } from './printer.ts'
import { literalOf } from './printer.ts'
import { quoteLiteral } from './quote.ts'

const text = (value: string) => quoteLiteral(value, 'duckdb')

/** Evaluates a value once and names it, as DuckDB has no LET. */
const once = (value: string, name: string, body: string) =>
  `list_transform([${value}], lambda ${name}: ${body})[1]`

function printParseNumber({ args }: PrintedCall): string | undefined {
  const [value, decimalArgument, groupArgument] = args
  const point = decimalArgument ? literalOf(decimalArgument) : '.'
  const group = groupArgument ? literalOf(groupArgument) : ''
  if (!value || point === undefined || group === undefined) return undefined
  const escaped = (sign: string) => sign.replace(/[^\p{L}\p{N}]/gu, '\\$&')
  const grouped = group && `|[0-9]{1,3}(?:${escaped(group)}[0-9]{3})+`
  const fraction = point && `(?:${escaped(point)}[0-9]*)?`
  const bare = point && `|[+-]?${escaped(point)}[0-9]+`
  const pattern = `[+-]?(?:[0-9]+${grouped})${fraction}${bare}`
  const plain = group ? `replace(t, ${text(group)}, '')` : 't'
  const number = point ? `replace(${plain}, ${text(point)}, '.')` : plain
  return once(
    `trim(${value.sql})`,
    't',
    `CASE WHEN regexp_full_match(t, ${text(pattern)}) THEN ${decimalFromText(number, { precision: 38, scale: 10 }, 'null')} END`,
  )
}

function printFormatNumber({ args }: PrintedCall): string | undefined {
  const [value, placesArgument, decimalArgument, groupArgument] = args
  const places = Math.max(0, Math.min(37, Number(literalOf(placesArgument))))
  if (!value?.type) return undefined
  const point = decimalArgument?.sql ?? `'.'`
  const whole = `split_part(ltrim(t, '-'), '.', 1)`
  const digits = `CASE WHEN ${whole} = '' THEN '0' ELSE ${whole} END`
  const groups = groupArgument
    ? `array_to_string(list_reverse(list_transform(regexp_extract_all(reverse(${digits}), '[0-9]{1,3}'), lambda g: reverse(g))), ${groupArgument.sql})`
    : digits
  const fraction = places > 0 ? ` || ${point} || split_part(t, '.', 2)` : ''
  return once(
    `CAST(CAST(${value.sql} AS ${decimalFor(value.type, places)}) AS VARCHAR)`,
    't',
    `CASE WHEN starts_with(t, '-') THEN '-' ELSE '' END || ${groups}${fraction}`,
  )
}

/** No wider than needed: decimals of up to 18 digits are much faster. */
function decimalFor(type: DataType, places: number): string {
  const own = asDecimal(type)
  const digits = own ? own.precision - own.scale + 1 + places : 38
  return `DECIMAL(${Math.min(38, digits)},${places})`
}

const truths = `'1', 'true', 't', 'yes', 'y', 'on', 'ja', 'j', 'oui', 'sí', 'si', 'wahr', 'vrai'`
const lies = `'0', 'false', 'f', 'no', 'n', 'off', 'nein', 'non', 'falsch', 'faux'`

const printToBoolean: Printer = ({ args: [value] }) => {
  if (!value?.type) return undefined
  if (value.type.kind === 'boolean') return value.sql
  if (isNumeric(value.type)) return `(${value.sql} <> 0)`
  const cases = `CASE WHEN t IN (${truths}) THEN TRUE WHEN t IN (${lies}) THEN FALSE END`
  return once(`lower(trim(${value.sql}))`, 't', cases)
}

/** A text counts only when it is written as a number; DuckDB would round 1.5 to 2. */
const numberFromText =
  (pattern: string): Printer =>
  ({ args: [value], type, dialect }) => {
    const word = type && dialect.type(type)
    if (!value?.type || !word) return undefined
    if (value.type.kind !== 'text') return `TRY_CAST(${value.sql} AS ${word})`
    const read =
      type.kind === 'decimal' ? decimalFromText('t', type, 'null') : `TRY_CAST(t AS ${word})`
    const strictly = `CASE WHEN regexp_full_match(t, ${text(pattern)}) THEN ${read} END`
    return once(`trim(${value.sql})`, 't', strictly)
  }

const printToDate: Printer = ({ args: [value] }) => {
  if (!value?.type) return undefined
  if (value.type.kind !== 'text') return `CAST(${value.sql} AS DATE)`
  const read = `CASE WHEN regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN TRY_CAST(t AS DATE) END`
  return once(`trim(${value.sql})`, 't', read)
}

const wholeNumber = '[+-]?[0-9]+'
const decimalNumber = '[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)'
const floatNumber = `${decimalNumber}([eE][+-]?[0-9]+)?`

/** Values from text, strictly: what is not written as such a value is NULL. */
export const readingPrinters = {
  parse_number: printParseNumber,
  format_number: printFormatNumber,
  to_integer: numberFromText(wholeNumber),
  to_decimal: numberFromText(decimalNumber),
  to_double: numberFromText(floatNumber),
  to_boolean: printToBoolean,
  to_date: printToDate,
} as const satisfies Partial<Record<FunctionName, Printer>>
