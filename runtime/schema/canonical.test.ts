import { describe, expect, test } from 'vitest'
import { canonicalDefault, canonicalType, looseExpression } from './canonical.ts'
import type { DatabaseSystem } from './model.ts'

describe('spellings of one type', () => {
  test.each<[DatabaseSystem, string, string]>([
    ['postgres', 'varchar(40)', 'character varying(40)'],
    ['postgres', 'VARCHAR', 'character varying'],
    ['postgres', 'char', 'character(1)'],
    ['postgres', 'int', 'integer'],
    ['postgres', 'int4[]', 'integer[]'],
    ['postgres', 'decimal(10)', 'numeric(10,0)'],
    ['postgres', 'numeric( 12, 2 )', 'numeric(12,2)'],
    ['postgres', 'timestamptz(3)', 'timestamp(3) with time zone'],
    ['postgres', 'timestamp', 'timestamp without time zone'],
    ['postgres', 'timestamp(0)', 'timestamp(0) without time zone'],
    ['postgres', 'float8', 'double precision'],
    ['postgres', 'bool', 'boolean'],
    ['postgres', 'bit varying(9)', 'bit varying(9)'],
    ['postgres', '"public"."mood"', 'public.mood'],
    ['postgres', '"public"."Mood"', 'public."Mood"'],
    ['mysql', 'int(11)', 'int'],
    ['mysql', 'INTEGER UNSIGNED', 'int unsigned'],
    ['mysql', 'bigint(20) unsigned', 'bigint unsigned'],
    ['mysql', 'tinyint(4)', 'tinyint'],
    ['mysql', 'boolean', 'tinyint(1)'],
    ['mysql', 'tinyint(1)', 'tinyint(1)'],
    ['mysql', 'int(8) unsigned zerofill', 'int(8) unsigned zerofill'],
    ['mysql', 'decimal(10)', 'decimal(10,0)'],
    ['mysql', 'decimal', 'decimal(10,0)'],
    ['mysql', 'year(4)', 'year'],
    ['mysql', `enum('A','b')`, `enum('A','b')`],
    ['sqlite', 'VarChar( 9 )', 'varchar(9)'],
    ['mssql', 'NVARCHAR(max)', 'nvarchar(max)'],
  ])('%s: %s', (system, type, expected) => {
    expect(canonicalType(type, system)).toBe(expected)
    expect(canonicalType(expected, system)).toBe(expected)
  })
})

describe('spellings of one default', () => {
  test.each<[DatabaseSystem, string, string]>([
    ['postgres', `'x'::character varying`, `'x'`],
    ['postgres', `'a::b'::text`, `'a::b'`],
    ['postgres', `'{}'::public.mood[]`, `'{}'`],
    ['postgres', `'x'::"Odd Schema"."T"`, `'x'`],
    ['postgres', `(0)::numeric(12,2)`, '0'],
    ['postgres', 'now()', 'CURRENT_TIMESTAMP'],
    ['postgres', `(1) + (2)`, `(1) + (2)`],
    ['postgres', `'-1.5'::numeric`, '-1.5'],
    ['postgres', String.raw`E'back\\slash'`, String.raw`'back\slash'`],
    ['postgres', `'007'::text`, `'007'`],
    ['mysql', '-1.50', '-1.5'],
    ['mysql', '100', '100'],
    ['mysql', '((1 + 2))', '1 + 2'],
    ['mysql', 'current_timestamp(3)', 'CURRENT_TIMESTAMP(3)'],
    ['mysql', 'uuid()', 'UUID()'],
    ['sqlite', `('it''s)')`, `'it''s)'`],
    ['sqlite', 'true', 'TRUE'],
  ])('%s: %s', (system, sql, expected) => {
    expect(canonicalDefault(sql, system)).toBe(expected)
  })
})

test.each([
  ['(price >= (0)::numeric)', '"price" >= 0'],
  [`((\`Name\` <> ')') and (price > -2))`, `Name <> ')' AND price>(-2)`],
  [
    `((d >= (0)::double precision) AND (at < now()::timestamp(3) without time zone))`,
    'd >= 0 and at < now()',
  ],
  [`(price > '-2'::integer)`, 'price > (-2)'],
  [
    `(kind = ANY (ARRAY['a'::character varying(3), 'b'::"Odd"."T"]))`,
    `kind = any(array['a', 'b'])`,
  ],
  [`lower((name)::text)`, 'LOWER(`name`)'],
  [`(kind = _utf8mb4'it''s')`, `kind='it''s'`],
])('%s and %s say the same', (a, b) => {
  expect(looseExpression(a)).toBe(looseExpression(b))
})

test('texts are no spelling', () => {
  expect(looseExpression(`a = 'X (y)'`)).not.toBe(looseExpression(`a = 'x y'`))
})
