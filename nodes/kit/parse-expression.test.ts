import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatExpression } from './format-expression.ts'
import { parseExpression } from './parse-expression.ts'

const canonical = (source: string) => {
  const parsed = parseExpression(source)
  return 'issues' in parsed ? parsed.issues : formatExpression(parsed.expression)
}

const problem = (source: string) => {
  const parsed = parseExpression(source)
  if (!('issues' in parsed)) return 'no problem'
  const [first] = parsed.issues
  const place = source.slice(first?.range?.from, first?.range?.to)
  return `${first?.values.reason ?? first?.code} @ ${place}`
}

describe('what is written is read with the precedence of SQL', () => {
  test.each([
    ['a or b and not c', 'a or b and not c'],
    ['(a or b) and c', '(a or b) and c'],
    ['NOT a = b', 'not a = b'],
    ['1 + 2 * 3 - 4', '1 + 2 * 3 - 4'],
    ['(1 + 2) * 3', '(1 + 2) * 3'],
    ['a - (b - c)', 'a - (b - c)'],
    ['a - -5', 'a - -5'],
    ['-(5)', '-(5)'],
    ['- -a', '-(-a)'],
    ['-a * b', '-a * b'],
    ['+5', '5'],
    ["a || 'x' || b = c", "a || 'x' || b = c"],
    ['a = b is null', 'a = b is null'],
    ['a = (b is null)', 'a = (b is null)'],
    ['a != b', 'a <> b'],
    ['a is not distinct from b', 'a is not distinct from b'],
    ['not a in (1, 2)', 'a not in (1, 2)'],
    ['a not between 1 and 2 and b', 'a not between 1 and 2 and b'],
    ["a not like 'x%' or b ilike 'y'", "a not like 'x%' or b ilike 'y'"],
    ['-a::integer', '-cast(a as integer)'],
    ['a::decimal(10, 2)::text', 'cast(cast(a as decimal(10,2)) as text)'],
    ['TRY_CAST(a AS timestamp with time zone)', 'try_cast(a as timestamp with time zone)'],
    [
      'cast(a as struct(x integer, "y z" list(text)))',
      'cast(a as struct(x integer, "y z" list(text)))',
    ],
    ['CASE WHEN a THEN 1 ELSE 2 END', 'case when a then 1 else 2 end'],
    ['case x when 1 then 2 when 3 then 4 end', 'case when x = 1 then 2 when x = 3 then 4 end'],
    ['COUNT(*) + Count(distinct "Größe")', 'count(*) + count(distinct Größe)'],
    ['count(distinct)', 'count("distinct")'],
    ['substr(a, 1)', 'substring(a, 1)'],
    ['"a b" + "c""d" + "order"', '"a b" + "c""d" + order'],
    ['"case"', '"case"'],
    [
      "date '2024-02-29' < timestamp '2024-02-29 10:00'",
      "date '2024-02-29' < timestamp '2024-02-29 10:00'",
    ],
    ["timestamp with time zone '2024-01-01 00:00+02'", "timestamptz '2024-01-01 00:00+02'"],
    ["interval '1 day 02:00:00'", "interval '1 day 02:00:00'"],
    ['date + time', 'date + time'],
    ["'it''s'", "'it''s'"],
    [
      '.5 + 1e10 + 123456789012345678901234567890.5',
      '.5 + 1e10 + 123456789012345678901234567890.5',
    ],
  ])('%s', (source, expected) => expect(canonical(source)).toBe(expected))
})

describe('what cannot be read is explained where it is', () => {
  test.each([
    ['', 'EXPRESSION_EMPTY @ '],
    ['upper(name', 'expected ) after the arguments of upper @ '],
    ['upper(name amount)', 'expected ) after the arguments of upper, found “amount” @ amount'],
    ['1 +', 'something is missing at the end @ '],
    ['a b', 'expected an operator or the end, found “b” @ b'],
    ['a = b = c', 'comparisons cannot be chained: write a < b and b < c, found “=” @ ='],
    ['t.a', 'columns are written without a table name before them, found “.” @ .'],
    ["'abc", "a text is not closed: ' is missing @ 'abc"],
    ['"abc', 'a column name is not closed: " is missing @ "abc'],
    ['""', 'a column name is empty @ ""'],
    ['a -- b', 'comments are not allowed (for minus minus, put a space between) @ --'],
    ['a /* b */', 'comments are not allowed (for minus minus, put a space between) @ /*'],
    ['1.2.3', '“1.2.” is not a number @ 1.2.'],
    ['12abc', '“12a” is not a number @ 12a'],
    ['1e999', 'the number is too large @ 1e999'],
    [
      "date '2023-02-29'",
      "'2023-02-29' is no date; write it as date '2024-01-31' @ date '2023-02-29'",
    ],
    [
      "timestamptz '2024-01-01 10:00'",
      "'2024-01-01 10:00' is no timestamptz; write it as timestamptz '2024-01-31 23:59:59+01:00' @ timestamptz '2024-01-01 10:00'",
    ],
    ['a ; b', 'unexpected character “;” @ ;'],
    ['case a end', 'expected when in case, found “end” @ end'],
    ['case when a then 1', 'expected end to close case @ '],
    ['cast(a, integer)', 'expected as in cast(value as type), found “,” @ ,'],
    ['a in 1', 'expected ( after in, found “1” @ 1'],
    ['a is 5', 'expected null, true, false or distinct from after is, found “5” @ 5'],
    ['when = 1', 'expected a value; to name a column, write "when", found “when” @ when'],
    ['a between 1 or 2', 'expected and between the two bounds of between, found “or” @ or'],
    [`${'('.repeat(300)}1${')'.repeat(300)}`, 'it is nested more than 200 levels deep @ ('],
    ['\0', 'a character here is not valid in text @ \0'],
  ])('%s', (source, expected) => expect(problem(source)).toBe(expected))

  test('a type that is none comes with the nearest name', () => {
    const parsed = parseExpression('a::intger')
    expect('issues' in parsed && parsed.issues[0]).toMatchObject({
      code: 'UNKNOWN_TYPE',
      values: { type: 'intger', suggestion: 'integer' },
      range: { from: 3, to: 9 },
    })
  })

  test('texts that would take too long or grow too large are refused', () => {
    expect(problem('a'.repeat(10_001))).toContain('longer than 10000')
    expect(problem(Array(1_000).fill('a').join('+'))).toContain('more than 450 operators')
    let nested = 'x'
    for (let i = 0; i < 30; i++) nested = `case ${nested} when 1 then 2 when 3 then 4 end`
    expect(problem(nested)).toContain('too long once')
    expect(problem(`x::${'list('.repeat(50)}text${')'.repeat(50)}`)).toContain('nested too deeply')
  })
})

const seeds = [
  'case when a is not null and b in (1, 2.5) then upper(trim("c d")) else \'x\' || 1 end',
  "cast(a as decimal(10,2)) * 1.19 - coalesce(b, -3) >= date '2024-01-31' - 5",
  "not a between 1 and 2 or b not like '%x' and c is distinct from d::list(text)",
  'count(distinct a) + sum(b) / count(*)',
]
const alphabet = [
  ...'()\'",.:|<>=+-*/% aA1é0\n\t\0\u{1F600}\ud800',
  'case',
  'when',
  'not',
  '::',
  'in(',
]
const mutated = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(fc.tuple(fc.nat(90), fc.nat(3), fc.constantFrom('', ...alphabet)), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([seed, edits]) =>
    edits.reduce((text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut), seed),
  )
const soup = fc
  .array(fc.constantFrom(...alphabet, ...seeds.join(' ').split(' ')), { maxLength: 60 })
  .map((parts) => parts.join(' '))

describe('every text gives an expression or issues with a range, and nothing else', () => {
  test.each([
    ['mutated expressions', mutated],
    ['words in any order', soup],
    ['any text', fc.string({ unit: 'binary', maxLength: 80 })],
  ])(
    '%s',
    (_, texts) => {
      const total = (source: string) => {
        const parsed = parseExpression(source)
        if ('issues' in parsed) {
          expect(parsed.issues.length).toBeGreaterThan(0)
          for (const { range } of parsed.issues) {
            expect(range?.from).toBeGreaterThanOrEqual(0)
            expect(range?.to).toBeLessThanOrEqual(source.length)
            expect(range?.from).toBeLessThanOrEqual(range?.to ?? -1)
          }
          return
        }
        const text = formatExpression(parsed.expression)
        expect(canonical(text)).toBe(text)
      }
      fc.assert(fc.property(texts, total), { numRuns: 10_000, seed: 7 })
    },
    60_000,
  )
})
