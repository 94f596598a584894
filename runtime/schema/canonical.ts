import type { DatabaseSystem } from './model.ts'

type Rule = readonly [RegExp, string]

const postgresTypes: readonly Rule[] = [
  [/^varchar\b/, 'character varying'],
  [/^(?:bpchar|char)\b/, 'character'],
  [/^character(?! varying)(?!\()/, 'character(1)'],
  [/^(?:int4|int|serial)(?=\[|$)/, 'integer'],
  [/^(?:int8|bigserial)(?=\[|$)/, 'bigint'],
  [/^(?:int2|smallserial)(?=\[|$)/, 'smallint'],
  [/^(?:decimal)\b/, 'numeric'],
  [/^(?:float8|float)(?=\[|$)/, 'double precision'],
  [/^float4(?=\[|$)/, 'real'],
  [/^bool(?=\[|$)/, 'boolean'],
  [/^varbit\b/, 'bit varying'],
  [/^bit(?! varying)(?!\()/, 'bit(1)'],
  [/^(time|timestamp)tz(\(\d\))?/, '$1$2 with time zone'],
  [/^((?:time|timestamp)(?:\(\d\))?)(?=\[|$)/, '$1 without time zone'],
  [/^(numeric\(\d+)\)/, '$1,0)'],
]

const mysqlTypes: readonly Rule[] = [
  [/^bool(?:ean)?$/, 'tinyint(1)'],
  [/^integer\b/, 'int'],
  [/^(?:numeric|dec|fixed)\b/, 'decimal'],
  [/^(decimal)(?= |$)/, '$1(10,0)'],
  [/^(decimal\(\d+)\)/, '$1,0)'],
  [/^(?:double precision|real)\b/, 'double'],
  [/^character varying\b/, 'varchar'],
  [/^character\b/, 'char'],
  [/^((?:char|binary|bit))(?= |$)/, '$1(1)'],
  [/^((?:small|medium|big)?int)\(\d+\)(?!.*zerofill)/, '$1'],
  [/^tinyint\((?!1\))\d+\)(?!.*zerofill)/, 'tinyint'],
  [/^tinyint\(1\) unsigned/, 'tinyint unsigned'],
  [/^year\(4\)/, 'year'],
  [/^(?:geomcollection)$/, 'geometrycollection'],
]

const rules: Readonly<Record<DatabaseSystem, readonly Rule[]>> = {
  postgres: postgresTypes,
  mysql: mysqlTypes,
  mssql: [],
  sqlite: [],
}

/**
 * One spelling for types that are the same to the engine: `varchar(9)` and
 * `character varying(9)`, `int(11)` and `int`. Names in quotes stay as they are.
 */
export function canonicalType(type: string, system: DatabaseSystem): string {
  const spelled = type
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\s*([(),])\s*/g, '$1')
    .replace(/\)(?=[a-z])/gi, ') ')
  const unquoted = system === 'postgres' ? spelled.replace(/"([a-z_][a-z0-9_$]*)"/g, '$1') : spelled
  // The values of an enum are told apart by case.
  const plain = unquoted.includes("'") || unquoted.includes('"') ? unquoted : unquoted.toLowerCase()
  return rules[system].reduce((text, [pattern, to]) => text.replace(pattern, to), plain)
}

const cast =
  /::(?:[a-z_][\w .]*|"(?:[^"]|"")+"|\.)+(?:\(\d+(?:,\d+)?\))?(?: with(?:out)? time zone)?(?:\[\])*$/i

/** PostgreSQL quotes numbers below zero. */
const negative = /^'(-\d+(?:\.\d+)?)'::(?:numeric|integer|bigint|smallint|real|double precision)$/

/** One spelling for defaults that are the same to the engine. */
export function canonicalDefault(sql: string, system: DatabaseSystem): string {
  let text = sql.trim()
  for (let before = ''; before !== text; ) {
    before = text
    if (system === 'postgres') text = text.replace(negative, '$1')
    if (system === 'postgres') text = text.replace(cast, '')
    if (text.startsWith('(') && closesAtEnd(text)) text = text.slice(1, -1).trim()
  }
  if (system === 'postgres' && /^E'/i.test(text)) text = text.slice(1).replaceAll('\\\\', '\\')
  if (/^-?\d+\.\d+$/.test(text)) text = text.replace(/\.?0+$/, '')
  if (/^(?:now\(\)|current_timestamp(?:\(\))?)$/i.test(text)) return 'CURRENT_TIMESTAMP'
  return /^[a-z_]+(?:\(\d*\))?$/i.test(text) ? text.toUpperCase() : text
}

/** Whether the bracket that opens the text is closed by its last character. */
function closesAtEnd(text: string): boolean {
  let depth = 0
  let quote = ''
  for (const [i, c] of [...text].entries()) {
    if (quote !== '') quote = c === quote ? '' : quote
    else if (c === "'" || c === '"' || c === '`') quote = c
    else if (c === '(') depth++
    else if (c === ')' && --depth === 0) return i === [...text].length - 1
  }
  return false
}

const casts =
  /::(?:"[^"]+"|[a-z_])[\w."]*(?: varying| precision)?(?:\(\d+(?:,\d+)?\))?(?: with(?:out)? time zone)?(?:\[\])*/gi
const quotedNumber =
  /'(-?\d+(?:\.\d+)?)'::(?:numeric|integer|bigint|smallint|real|double precision)/g
const quotedText = /'(?:[^']|'')*'/g

/**
 * An expression without what an engine adds or drops when it keeps it: brackets, quotes of
 * names, casts, blanks, case. Two that differ only in their brackets look the same.
 */
export const looseExpression = (text: string): string => {
  const sql = text.replace(quotedNumber, '$1')
  const texts = sql.match(quotedText) ?? []
  const plain = sql
    .replace(quotedText, "'")
    .replace(casts, '')
    .replace(/_utf8mb4(?=')/gi, '')
    .replace(/[\s()"`[\]]+/g, ' ')
    .toLowerCase()
  let at = 0
  return plain
    .replace(/'/g, () => texts[at++] ?? "'")
    .replace(/ ?([<>=!+*/%|,-]+) ?/g, '$1')
    .trim()
}
