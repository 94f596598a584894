import type { FunctionName } from '../../nodes/kit/functions/index.ts'
import type { Condition } from './exact.ts'
import { all, at, both, constantText, filled, firstOf, when, wholeNumber, within } from './exact.ts'
import type { Printer } from './printer.ts'

/** A column may have been declared NOCASE; the left side's collation decides. */
const compared = (plain: string): Printer =>
  firstOf(
    when(all('integer', 'float'), plain),
    when(all('text'), plain.replace('$1', '$1 COLLATE BINARY')),
  )

const text = (template: string, condition: Condition = () => true): Printer =>
  when(both(at(0, 'text'), condition), template)

const trimmed =
  (name: string): Printer =>
  ({ args: [value, characters] }) =>
    `${name}(${value?.sql}, ${characters?.sql ?? "' '"})`

const written =
  (index: number): Condition =>
  ({ args }) =>
    constantText(args[index]) !== undefined

/**
 * Only what SQLite answers exactly as DuckDB does, for columns whose values have the
 * declared type. Missing: integer arithmetic (it overflows into floating point), LIKE (it
 * ignores case), `length` (it stops at NUL), and all types SQLite does not have.
 */
export const sqliteFunctions = {
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
  is_distinct_from: compared('($1 IS NOT $2)'),
  is_not_distinct_from: compared('($1 IS $2)'),
  in: compared('($1 IN ($2*))'),
  between: compared('($1 BETWEEN $2 AND $3)'),
  append: text('($1 || $2)'),

  coalesce: ({ args }) =>
    args.length === 1 ? args[0]?.sql : `coalesce(${args.map((a) => a.sql).join(', ')})`,
  ifnull: 'coalesce($*)',
  nullif: compared('nullif($1, $2)'),
  if: 'CASE WHEN $1 THEN $2 ELSE $3 END',
  xor: '($1 <> $2)',

  trim: trimmed('trim'),
  ltrim: trimmed('ltrim'),
  rtrim: trimmed('rtrim'),
  byte_length: when(at(0, 'text', 'binary'), 'length(CAST($1 AS BLOB))'),
  substring: ({ args: [value, start, length] }) => {
    const from = wholeNumber(start) ?? 0
    const count = length && (wholeNumber(length) ?? -1)
    if (from < 1 || from > 1e9 || (count !== undefined && (count < 0 || count > 1e9)))
      return undefined
    return `substr(${value?.sql}, ${from}${count === undefined ? '' : `, ${count}`})`
  },
  left: when(
    within(1, 0, 1e9),
    ({ args }) => `substr(${args[0]?.sql}, 1, ${wholeNumber(args[1])})`,
  ),
  replace: text('replace($1, $2, $3)', filled(1)),
  concat: ({ args }) => `(${args.map((a) => `coalesce(${a.sql}, '')`).join(' || ')})`,
  contains: text('(instr($1, $2) > 0)'),
  starts_with: text('(substr($1, 1, length($2)) COLLATE BINARY = $2)', written(1)),
  position: text('instr($1, $2)'),
} as const satisfies Partial<Record<FunctionName, Printer>>
