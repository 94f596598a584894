import { describe, expect, test } from 'vitest'
import type { CheckOptions } from './check-expression.ts'
import { checkExpression } from './check-expression.ts'
import {
  bigint,
  boolean,
  date,
  decimal,
  formatType,
  integer,
  text,
  timestamp,
} from './data-type.ts'
import { formatExpression } from './format-expression.ts'
import { findFunction, functionCatalogue } from './functions/index.ts'
import { column } from './schema.ts'

const schema = [
  column('id', bigint, false),
  column('Name', text),
  column('amount', decimal(10, 2)),
  column('born', date, false),
  column('seen', timestamp),
  column('active', boolean),
  column('code', { kind: 'text', length: 5 }, false),
  column('n', integer),
]

function check(source: string, options: CheckOptions = {}) {
  const { expression, type, nullable, issues } = checkExpression(source, schema, ['rule'], options)
  if (!expression || !type) {
    return issues.map(({ code, values, range }) => {
      const place = source.slice(range?.from, range?.to)
      return `${code} ${Object.values(values).join(' | ')} @ ${place}`
    })
  }
  return `${formatExpression(expression)} : ${formatType(type)}${nullable ? ' or null' : ''}`
}

describe('types, with the conversions written out', () => {
  test.each([
    ['ID', 'id : bigint'],
    ['"name"', 'Name : text or null'],
    ['id + 1', 'id + cast(1 as bigint) : bigint'],
    ['n + 1', 'n + 1 : integer or null'],
    ['amount * 1.19', 'amount * 1.19 : decimal(13,4) or null'],
    ['amount + n', 'amount + cast(n as decimal(10,0)) : decimal(13,2) or null'],
    ['id / 2', 'cast(id as double) / cast(2 as double) : double or null'],
    ["born > '2024-01-31'", "born > date '2024-01-31' : boolean"],
    [
      "seen between born and '2024-01-31'",
      "seen between cast(born as timestamp) and timestamp '2024-01-31' : boolean or null",
    ],
    ['born - 7', 'born - 7 : date'],
    ["born + interval '1 month'", "cast(born as timestamp) + interval '1 month' : timestamp"],
    ["'No. ' || id", "'No. ' || cast(id as text) : text"],
    ['coalesce(amount, 0)', 'coalesce(amount, cast(0 as decimal(10,2))) : decimal(10,2)'],
    ['amount = 99.5', 'amount = cast(99.5 as decimal(10,2)) : boolean or null'],
    ['amount > 9.999', 'cast(amount as decimal(11,3)) > cast(9.999 as decimal(11,3))'],
    ['coalesce(code, Name)', 'coalesce(code, Name) : text'],
    ["if(active, code, '-')", "if(active, code, '-') : text or null"],
    [
      'case when active then 1 when id = 2 then 2.5 end',
      'case when active then cast(1 as decimal(11,1)) when id = cast(2 as bigint) then cast(2.5 as decimal(11,1)) end : decimal(11,1) or null',
    ],
    ['null', 'cast(null as text) : text or null'],
    ['id in (1, null)', 'id in (cast(1 as bigint), cast(null as bigint)) : boolean or null'],
    ['try_cast(code as integer)', 'try_cast(code as integer) : integer or null'],
    ['concat(null, id)', 'concat(cast(null as text), cast(id as text)) : text'],
    ["parse_date(code, '%d.%m.%Y')", "parse_date(code, '%d.%m.%Y') : date or null"],
    ['SUBSTR(code, 2)', 'substring(code, cast(2 as bigint)) : text'],
  ])('%s', (source, expected) => expect(check(source)).toContain(expected))
})

describe('what does not fit is explained where it is', () => {
  test.each([
    ['nmae', 'UNKNOWN_COLUMN nmae | Name | id, Name, amount, born, seen, active, code, n @ nmae'],
    ['uper(Name)', 'UNKNOWN_FUNCTION uper | upper @ uper(Name)'],
    ['__proto__(1)', 'UNKNOWN_FUNCTION __proto__ | '],
    ['constructor(1)', 'UNKNOWN_FUNCTION constructor | '],
    [
      'amount + Name',
      'WRONG_ARGUMENTS + | decimal(10,2), text | number + number; date + whole; moment + interval @ amount + Name',
    ],
    ['upper(id)', 'TYPE_MISMATCH text | bigint @ id'],
    [
      'upper(Name, 1)',
      'WRONG_ARGUMENTS upper | text, integer | upper(value text) @ upper(Name, 1)',
    ],
    ['id = Name', 'TYPE_MISMATCH bigint | text @ Name'],
    ["born = '31.01.2024'", "TYPE_MISMATCH date | text @ '31.01.2024'"],
    ['active and id', 'TYPE_MISMATCH boolean | bigint @ id'],
    ["case when active then 1 else 'x' end", "TYPE_MISMATCH integer | text @ 'x'"],
    ['case when id then 1 end', 'TYPE_MISMATCH boolean | bigint @ id'],
    [
      'cast(active as date)',
      'WRONG_ARGUMENTS cast | boolean as date | cast(text as date) @ cast(active as date)',
    ],
    [
      "regex_matches(Name, '(?=x)')",
      "TYPE_MISMATCH pattern (look-ahead and look-behind are not supported) | text @ '(?=x)'",
    ],
    ["regex_extract(Name, 'x', 1)", 'WRONG_ARGUMENTS regex_extract'],
    ["date_trunc('fortnight', born)", 'TYPE_MISMATCH'],
    ["json_value(Name, 'a.b')", "TYPE_MISMATCH path such as $.name[0] | text @ 'a.b'"],
    ['sum(id)', 'AGGREGATE_NOT_ALLOWED sum @ sum(id)'],
    [
      'upper(distinct Name)',
      'EXPRESSION_SYNTAX distinct is for aggregates such as count; upper is none',
    ],
  ])('%s', (source, expected) => expect(check(source)).toEqual([expect.stringContaining(expected)]))

  test('all problems of an expression come at once', () => {
    expect(check('nmae = 1 and uper(id) > amout')).toHaveLength(3)
  })

  test('issues carry the path of the setting', () => {
    expect(checkExpression('(', schema, ['rules', 2, 'when']).issues[0]?.path).toEqual([
      'rules',
      2,
      'when',
    ])
  })

  test('a place may want a kind of type, and takes NULL', () => {
    expect(check('id', { expect: 'boolean' })).toEqual(['TYPE_MISMATCH boolean | bigint @ id'])
    expect(check('id > 1', { expect: 'boolean' })).toContain(': boolean')
    expect(check('null', { expect: 'boolean' })).toContain('boolean')
  })
})

describe('aggregates', () => {
  const group = (source: string) => check(source, { aggregates: 'required' })
  test.each([
    ['count(*)', 'count(*) : bigint'],
    ['count(distinct Name) + 1', 'count(distinct Name) + cast(1 as bigint) : bigint'],
    ['sum(n)', 'sum(n) : bigint or null'],
    ['sum(id)', 'sum(id) : decimal(38,0) or null'],
    ['sum(amount)', 'sum(amount) : decimal(38,2) or null'],
    ['coalesce(max(born), today())', 'coalesce(max(born), today()) : date'],
  ])('%s', (source, expected) => expect(group(source)).toBe(expected))

  test.each([
    ['id', 'AGGREGATE_EXPECTED  @ id'],
    ['1', 'AGGREGATE_EXPECTED  @ 1'],
    ['sum(id) + n', 'AGGREGATE_EXPECTED  @ n'],
    ['sum(max(id))', 'AGGREGATE_NOT_ALLOWED max @ max(id)'],
  ])('%s', (source, expected) => expect(group(source)).toEqual([expected]))
})

test('the catalogue has what was promised, under one name each', () => {
  const all = [...functionCatalogue.values()]
  const named = all.filter((f) => f.group !== 'operator')
  expect(named.filter((f) => !f.aggregate).length).toBeGreaterThanOrEqual(100)
  expect(named.filter((f) => f.aggregate).length).toBeGreaterThanOrEqual(15)
  expect(all.filter((f) => !f.deterministic).map((f) => f.name)).toContain('random')
  expect(all.every((f) => f.summary.message && f.examples.length > 0)).toBe(true)
  expect(findFunction('toString')).toBeUndefined()
  expect(findFunction('NVL')?.name).toBe('ifnull')
})
