import type { FunctionName } from '../../nodes/kit/functions/index.ts'
import type { Condition } from './exact.ts'
import { all, at, both, constantText, firstOf, when, wholeNumber, within } from './exact.ts'
import type { Printer } from './printer.ts'

/** Collations ignore case, accents and blanks at the end; bytes of utf8mb4 do not. */
const bytes = (sql: string) => `CAST(${sql} AS BINARY)`

const comparable = all('integer', 'decimal')

const compared = (plain: string): Printer =>
  firstOf(when(comparable, plain), when(all('text'), plain.replace(/\$\d(?!\*)/g, bytes)))

const text = (template: string, condition: Condition = () => true): Printer =>
  when(both(at(0, 'text'), condition), template)

const written =
  (index: number): Condition =>
  ({ args }) =>
    constantText(args[index]) !== undefined

const numbered = (name: string): Printer =>
  when(
    both(at(0, 'text'), within(1, 0, 1e9)),
    ({ args }) => `${name}(${args[0]?.sql}, ${wholeNumber(args[1])})`,
  )

/** Removes one space or character at a time only where it is a single one. */
const trimmed =
  (side: string): Printer =>
  ({ args: [value, characters] }) => {
    const set = characters ? constantText(characters) : ' '
    return set?.length === 1 && characters?.sql !== undefined
      ? `TRIM(${side} ${characters.sql} FROM ${value?.sql})`
      : characters
        ? undefined
        : `TRIM(${side} ' ' FROM ${value?.sql})`
  }

/**
 * Only what MySQL and MariaDB answer exactly as DuckDB does, over a connection in utf8mb4.
 * Missing: integer arithmetic (it depends on UNSIGNED), dates (a zero date is NULL to us),
 * floating point (it is printed rounded), and everything that follows a collation.
 */
export const mysqlFunctions = {
  and: '($1 AND $2)',
  or: '($1 OR $2)',
  not: '(NOT $1)',
  eq: compared('($1 = $2)'),
  ne: compared('($1 <> $2)'),
  lt: compared('($1 < $2)'),
  le: compared('($1 <= $2)'),
  gt: compared('($1 > $2)'),
  ge: compared('($1 >= $2)'),
  is_null: '($1 IS NULL)',
  is_not_null: '($1 IS NOT NULL)',
  is_true: '($1 IS TRUE)',
  is_not_true: '($1 IS NOT TRUE)',
  is_false: '($1 IS FALSE)',
  is_not_false: '($1 IS NOT FALSE)',
  is_distinct_from: compared('(NOT ($1 <=> $2))'),
  is_not_distinct_from: compared('($1 <=> $2)'),
  in: firstOf(
    when(comparable, '($1 IN ($2*))'),
    when(all('text'), ({ args }) => {
      const [value = '', ...items] = args.map((a) => bytes(a.sql))
      return `(${value} IN (${items.join(', ')}))`
    }),
  ),
  between: compared('($1 BETWEEN $2 AND $3)'),
  // A backslash would be an escape character, which DuckDB does not know.
  like: text('($1 COLLATE utf8mb4_bin LIKE $2)', ({ args }) =>
    /^[^\\]*$/.test(constantText(args[1]) ?? '\\'),
  ),
  append: text('CONCAT($1, $2)'),

  coalesce: when(all('integer', 'decimal', 'text'), 'COALESCE($*)'),
  ifnull: when(all('integer', 'decimal', 'text'), 'COALESCE($*)'),
  nullif: firstOf(
    when(comparable, 'NULLIF($1, $2)'),
    text(`CASE WHEN ${bytes('$1')} = ${bytes('$2')} THEN NULL ELSE $1 END`),
  ),

  trim: trimmed('BOTH'),
  ltrim: trimmed('LEADING'),
  rtrim: trimmed('TRAILING'),
  length: text('CHAR_LENGTH($1)'),
  byte_length: text('LENGTH($1)'),
  substring: ({ args: [value, start, length] }) => {
    const from = wholeNumber(start) ?? 0
    const count = length && (wholeNumber(length) ?? -1)
    if (from < 1 || from > 1e9 || (count !== undefined && (count < 0 || count > 1e9)))
      return undefined
    return `SUBSTRING(${value?.sql}, ${from}${count === undefined ? '' : `, ${count}`})`
  },
  left: numbered('LEFT'),
  right: numbered('RIGHT'),
  contains: text(`(LOCATE(${bytes('$2')}, ${bytes('$1')}) > 0)`),
  starts_with: text(`(LEFT(${bytes('$1')}, LENGTH($2)) = ${bytes('$2')})`, written(1)),
  ends_with: text(`(RIGHT(${bytes('$1')}, LENGTH($2)) = ${bytes('$2')})`, written(1)),

  sign: when(comparable, 'SIGN($1)'),
  md5: text('MD5($1)'),
  sha1: text('SHA1($1)'),
  sha256: text('SHA2($1, 256)'),
  to_hex: text('LOWER(HEX($1))'),
} as const satisfies Partial<Record<FunctionName, Printer>>
