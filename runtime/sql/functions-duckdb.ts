import { columnsIn } from '../../nodes/kit/expression.ts'
import type { FunctionName } from '../../nodes/kit/functions/index.ts'
import { dateTimePrinters } from './functions-duckdb-date-time.ts'
import { readingPrinters } from './functions-duckdb-reading.ts'
import type { PrintedCall, Printer } from './printer.ts'
import { applyPrinter, literalOf } from './printer.ts'

/** White space of every kind, which RE2's \s alone is not. */
const space = '[\\s\\p{Z}\\x{85}\\x{200B}\\x{FEFF}]'
const word = '[\\p{L}\\p{M}\\p{N}]'
/** What words are apart by. A word is looked at together with it: half as many pieces. */
const between = '[^\\p{L}\\p{M}\\p{N}]'

const isText = ({ args: [value] }: PrintedCall) => value?.type?.kind === 'text'

/** DuckDB forgets the type of these where it finds, before running, that the result is NULL. */
const typed =
  (template: string): Printer =>
  (call) => {
    const constant = call.args.some(
      (a) => columnsIn(a.expression).length === 0 && !(literalOf(a) && a.type),
    )
    return applyPrinter(constant ? `CAST(${template} AS $T)` : template, call)
  }

/** DuckDB makes a double of a rounded whole number. */
const unlessWhole =
  (template: string): Printer =>
  ({ args: [value], dialect, type }) => {
    if (value?.type?.kind === 'integer') return value.sql
    const word = type && dialect.type(type)
    return value && word && `CAST(${template.replace('$1', () => value.sql)} AS ${word})`
  }

/** Ordered, so that the result does not depend on threads; an order by a constant is refused. */
const ordered =
  (make: (value: string, order: string, call: PrintedCall) => string): Printer =>
  (call) => {
    const [value] = call.args
    if (!value) return undefined
    const constant = columnsIn(value.expression).length === 0
    return make(value.sql, constant ? '' : ` ORDER BY ${value.sql}`, call)
  }

const distinct = (call: PrintedCall) => (call.distinct ? 'DISTINCT ' : '')

const jsonType = `CASE json_type($1) WHEN 'VARCHAR' THEN 'string' WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'array' WHEN 'BOOLEAN' THEN 'boolean' WHEN 'NULL' THEN 'null' ELSE CASE WHEN $1 IS NOT NULL THEN 'number' END END`

/** The bytes of a text, or of bytes. */
const bytes =
  (template: string): Printer =>
  (call) => {
    const [value] = call.args
    if (!value?.type) return undefined
    const sql = isText(call) ? `encode(${value.sql})` : value.sql
    return template.replace('$1', () => sql)
  }

/** Every function in DuckDB's words; leaving one out does not compile. */
export const duckDbFunctions = {
  ...dateTimePrinters,
  ...readingPrinters,
  and: '($1 AND $2)',
  or: '($1 OR $2)',
  not: '(NOT $1)',
  eq: '($1 = $2)',
  ne: '($1 <> $2)',
  lt: '($1 < $2)',
  le: '($1 <= $2)',
  gt: '($1 > $2)',
  ge: '($1 >= $2)',
  is_null: '($1 IS NULL)',
  is_not_null: '($1 IS NOT NULL)',
  is_true: '($1 IS TRUE)',
  is_not_true: '($1 IS NOT TRUE)',
  is_false: '($1 IS FALSE)',
  is_not_false: '($1 IS NOT FALSE)',
  is_distinct_from: '($1 IS DISTINCT FROM $2)',
  is_not_distinct_from: '($1 IS NOT DISTINCT FROM $2)',
  in: '($1 IN ($2*))',
  between: '($1 BETWEEN $2 AND $3)',
  like: '($1 LIKE $2)',
  ilike: '($1 ILIKE $2)',
  append: typed('($1 || $2)'),
  add: typed('($1 + $2)'),
  subtract: typed('($1 - $2)'),
  multiply: typed('($1 * $2)'),
  divide: '($1 / NULLIF($2, 0))',
  mod: typed('($1 % NULLIF($2, 0))'),
  negate: '(- $1)',

  coalesce: 'coalesce($*)',
  ifnull: 'coalesce($*)',
  nullif: 'nullif($1, $2)',
  if: 'CASE WHEN $1 THEN $2 ELSE $3 END',
  greatest: 'greatest($*)',
  least: 'least($*)',
  clamp: 'CASE WHEN $1 IS NOT NULL THEN least(greatest($1, $2), $3) END',
  xor: '(CAST($1 AS BOOLEAN) <> $2)',
  is_blank: `coalesce(regexp_full_match($1, '${space}*'), TRUE)`,
  blank_to_null: `CASE WHEN NOT regexp_full_match($1, '${space}*') THEN $1 END`,

  upper: 'upper($1)',
  lower: 'lower($1)',
  initcap: `array_to_string(list_transform(regexp_extract_all(lower($1), '${word}+${between}*|${between}+'), lambda w: upper(left(w, 1)) || substring(w, 2)), '')`,
  trim: ({ args }) => `trim(${args[0]?.sql}, ${args[1]?.sql ?? "' '"})`,
  ltrim: ({ args }) => `ltrim(${args[0]?.sql}, ${args[1]?.sql ?? "' '"})`,
  rtrim: ({ args }) => `rtrim(${args[0]?.sql}, ${args[1]?.sql ?? "' '"})`,
  normalize_space: `trim(regexp_replace($1, '${space}+', ' ', 'g'), ' ')`,
  strip_accents: 'strip_accents($1)',
  normalize_unicode: 'nfc_normalize($1)',
  length: 'length($1)',
  byte_length: bytes('octet_length($1)'),
  substring: 'substring($*)',
  left: 'left($1, $2)',
  right: 'right($1, $2)',
  replace: 'replace($1, $2, $3)',
  translate: 'translate($1, $2, $3)',
  split_part: 'split_part($1, $2, $3)',
  text_before: 'CASE WHEN contains($1, $2) THEN left($1, strpos($1, $2) - 1) END',
  text_after: 'CASE WHEN contains($1, $2) THEN substring($1, strpos($1, $2) + length($2)) END',
  lpad: 'lpad($1, CAST($2 AS INTEGER), $3)',
  rpad: 'rpad($1, CAST($2 AS INTEGER), $3)',
  concat: 'concat($*)',
  concat_ws: 'concat_ws($*)',
  starts_with: 'starts_with($1, $2)',
  ends_with: 'suffix($1, $2)',
  contains: 'contains($1, $2)',
  position: 'strpos($1, $2)',
  reverse: 'reverse($1)',
  repeat: 'repeat($1, $2)',
  ascii: 'ascii($1)',
  chr: 'chr(CAST($1 AS INTEGER))',
  digits_only: `regexp_replace($1, '[^0-9]+', '', 'g')`,
  slug: `trim(regexp_replace(lower(strip_accents($1)), '[^a-z0-9]+', '-', 'g'), '-')`,
  levenshtein: 'levenshtein($1, $2)',
  text_similarity: 'jaro_winkler_similarity($1, $2)',

  abs: 'abs($1)',
  round: ({ args: [value, places], type, dialect }) => {
    const word = type && dialect.type(type)
    return (
      value && word && `CAST(round(${value.sql}, ${Number(literalOf(places) ?? 0)}) AS ${word})`
    )
  },
  // NULL for 0 and infinity, whose logarithm is none, is given back as it was.
  round_significant: ({ args: [value, digits] }) =>
    value &&
    `list_transform([${value.sql}], lambda v: CASE WHEN v = 0 OR NOT isfinite(v) THEN v ELSE round(v, ${Number(literalOf(digits))} - 1 - CAST(floor(log10(abs(v))) AS INTEGER)) END)[1]`,
  ceil: unlessWhole('ceil($1)'),
  floor: unlessWhole('floor($1)'),
  trunc: unlessWhole('trunc($1)'),
  div: '($1 // NULLIF($2, 0))',
  power: 'pow($1, $2)',
  sqrt: 'sqrt($1)',
  cbrt: 'cbrt($1)',
  exp: 'exp($1)',
  ln: 'ln($1)',
  log10: 'log10($1)',
  log2: 'log2($1)',
  sign: 'CAST(sign($1) AS INTEGER)',
  pi: 'pi()',
  sin: 'sin($1)',
  cos: 'cos($1)',
  tan: 'tan($1)',
  atan2: 'atan2($1, $2)',
  radians: 'radians($1)',
  degrees: 'degrees($1)',
  random: 'random()',
  is_nan: 'isnan($1)',
  is_finite: 'isfinite($1)',
  bit_and: '($1 & $2)',
  bit_or: '($1 | $2)',
  bit_xor: 'xor($1, $2)',
  bit_not: '(~ $1)',
  bit_count: 'CAST(bit_count($1) AS INTEGER)',
  shift_left: '($1 << $2)',
  shift_right: '($1 >> $2)',

  regex_matches: 'regexp_matches($1, $2)',
  regex_full_match: 'regexp_full_match($1, $2)',
  regex_extract: 'CASE WHEN regexp_matches($1, $2) THEN regexp_extract($*) END',
  regex_extract_all: 'regexp_extract_all($*)',
  regex_replace: `regexp_replace($1, $2, $3, 'g')`,
  regex_replace_first: 'regexp_replace($1, $2, $3)',
  regex_count: 'len(regexp_extract_all($1, $2))',
  regex_split: 'string_split_regex($1, $2)',
  regex_escape: 'regexp_escape($1)',

  md5: 'md5($1)',
  sha1: 'sha1($1)',
  sha256: 'sha256($1)',
  // The first 64 bits as a signed number, by halves: arithmetic with HUGEINT is slow.
  hash64: `(((CAST('0x' || left(md5($1), 8) AS BIGINT) + 2147483648) % 4294967296 - 2147483648) * 4294967296 + CAST('0x' || substring(md5($1), 9, 8) AS BIGINT))`,
  name_uuid: 'CAST(md5($1) AS UUID)',
  new_uuid: 'uuid()',

  json_value: 'json_extract_string($1, $2)',
  json_query: 'json_extract($1, $2)',
  json_exists: 'json_exists($1, $2)',
  json_type: jsonType,
  json_array_length: 'CAST(json_array_length($1) AS BIGINT)',
  json_keys: 'json_keys($1)',
  json_items: typed(`json_extract($1, '$[*]')`),
  json_valid: 'json_valid($1)',
  parse_json: 'TRY_CAST($1 AS JSON)',
  to_json: 'to_json($1)',
  json_object: 'json_object($*)',
  json_array: 'json_array($*)',
  json_merge: 'json_merge_patch($1, $2)',

  list_of: 'list_value($*)',
  split: 'string_split($1, $2)',
  list_length: 'len($1)',
  list_get: typed('list_extract($1, $2)'),
  list_contains: 'list_contains($1, $2)',
  list_position: 'CAST(list_position($1, $2) AS BIGINT)',
  list_join: 'array_to_string(CAST($1 AS VARCHAR[]), $2)',
  list_sort: typed(`list_sort($1, 'ASC', 'NULLS LAST')`),
  list_distinct: typed('list_sort(list_distinct($1))'),
  list_reverse: typed('list_reverse($1)'),
  list_slice: typed('list_slice($1, $2, $3)'),
  list_concat: typed('list_concat($1, $2)'),
  list_min: typed('list_min($1)'),
  list_max: typed('list_max($1)'),
  list_sum: 'CAST(list_sum($1) AS $T)',
  struct_get: 'struct_extract($1, $2)',

  to_text: 'CAST($1 AS VARCHAR)',
  to_uuid: 'TRY_CAST($1 AS UUID)',
  encode_utf8: 'encode($1)',
  decode_utf8: 'decode($1)',
  to_hex: 'lower(hex($1))',
  from_hex: 'unhex($1)',
  to_base64: bytes('to_base64($1)'),
  from_base64: 'from_base64($1)',
  url_encode: 'url_encode($1)',
  url_decode: 'url_decode($1)',

  count: ({ args, over, ...call }) =>
    `count(${args[0] ? `${call.distinct ? 'DISTINCT ' : ''}${args[0].sql}` : '*'})${over}`,
  count_if: 'CAST(count_if($D$1)$O AS BIGINT)',
  approx_count_distinct: 'approx_count_distinct($1)$O',
  sum: 'CAST(sum($D$1)$O AS $T)',
  product: 'product($D$1)$O',
  avg: 'avg($D$1)$O',
  median: 'median($D$1)$O',
  quantile: 'quantile_cont($D$1, $2)$O',
  stddev: 'stddev_samp($D$1)$O',
  stddev_pop: 'stddev_pop($D$1)$O',
  variance: 'var_samp($D$1)$O',
  var_pop: 'var_pop($D$1)$O',
  corr: 'corr($1, $2)$O',
  min: 'min($1)$O',
  max: 'max($1)$O',
  min_by: 'min_by($1, $2)$O',
  max_by: 'max_by($1, $2)$O',
  any_value: 'any_value($1)$O',
  mode: 'mode($1)$O',
  bool_and: 'bool_and($1)$O',
  bool_or: 'bool_or($1)$O',
  string_agg: ordered((value, order, call) => {
    const separator = call.args[1]?.sql ?? `','`
    return `string_agg(${distinct(call)}${value}, ${separator}${order})${call.over}`
  }),
  list_agg: ordered(
    (value, order, call) =>
      `list(${distinct(call)}${value}${order}) FILTER (WHERE ${value} IS NOT NULL)${call.over}`,
  ),
} as const satisfies Record<FunctionName, Printer>
