import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DatabaseSystem, TableColumn } from '../model.ts'
import { fidelityCases } from './fidelity-cases.ts'
import { column, schema, table } from './fixture.ts'
import type { TranslateOptions } from './index.ts'
import { lossCodes, parseCastFile, translateSchema, typeTable } from './index.ts'

const systems: readonly DatabaseSystem[] = ['postgres', 'mysql', 'sqlite', 'mssql']
const pairs = systems.flatMap((a) => systems.filter((b) => b !== a).map((b) => [a, b] as const))

/** One column through a translation. */
function carried(
  from: DatabaseSystem,
  to: DatabaseSystem,
  native: string,
  rest: Partial<TableColumn> = {},
  options: TranslateOptions = {},
) {
  const source = schema(from, [table('t', [column(from, 'c', native, rest)])])
  const { schema: target, losses, mapping } = translateSchema(source, to, options)
  const [only] = target.tables[0]?.columns ?? []
  if (!only) throw new Error('no column')
  return { column: only, codes: losses.map((l) => l.code), losses, mapping, target }
}

describe('types', () => {
  it.each([
    ['mysql', 'postgres', 'tinyint(1)', 'boolean'],
    ['mysql', 'postgres', 'int(10) unsigned', 'bigint'],
    ['mysql', 'postgres', 'bigint(20) unsigned', 'bigint'],
    ['mysql', 'postgres', 'bit(8)', 'bit(8)'],
    ['mysql', 'postgres', 'year(4)', 'smallint'],
    ['mysql', 'postgres', 'datetime(3)', 'timestamp(3) without time zone'],
    ['mysql', 'postgres', 'timestamp', 'timestamp(0) with time zone'],
    ['mysql', 'postgres', 'mediumblob', 'bytea'],
    ['mysql', 'mssql', 'tinyint(3) unsigned', 'tinyint'],
    ['mysql', 'mssql', 'datetime', 'datetime2(0)'],
    ['mysql', 'sqlite', 'bigint(20) unsigned', 'DECIMAL TEXT(20,0)'],
    ['postgres', 'mysql', 'boolean', 'tinyint(1)'],
    ['postgres', 'mysql', 'text', 'longtext'],
    ['postgres', 'mysql', 'timestamp with time zone', 'datetime(6)'],
    ['postgres', 'mysql', 'jsonb', 'json'],
    ['postgres', 'mysql', 'integer[]', 'json'],
    ['postgres', 'mssql', 'uuid', 'uniqueidentifier'],
    ['postgres', 'mssql', 'text', 'nvarchar(max)'],
    ['sqlite', 'postgres', 'INTEGER', 'bigint'],
    ['sqlite', 'postgres', 'DATETIME', 'timestamp without time zone'],
    ['mssql', 'postgres', 'uniqueidentifier', 'uuid'],
    ['mssql', 'postgres', 'money', 'numeric(19,4)'],
    ['mssql', 'postgres', 'rowversion', 'bytea'],
    ['mssql', 'mysql', 'nvarchar(max)', 'longtext'],
  ] as const)('%s to %s: %s becomes %s', (from, to, native, expected) => {
    expect(carried(from, to, native).column.nativeType).toBe(expected)
  })

  it('every engine gets a list type of its own', () => {
    const native = "enum('a','b')"
    const { target, column: c } = carried('mysql', 'postgres', native)
    expect(target.types).toEqual([
      { kind: 'enum', name: { schema: 'public', name: 't_c' }, values: ['a', 'b'] },
    ])
    expect(c.nativeType).toBe('"public"."t_c"')
    expect(carried('mysql', 'sqlite', native).target.tables[0]?.checks).toEqual([
      { expression: `"c" IN ('a', 'b')` },
    ])
  })

  it('within an engine nothing changes', () => {
    for (const system of systems)
      for (const { type } of fidelityCases[system]) {
        const { column: c, codes, mapping } = carried(system, system, type)
        expect(c.nativeType).toBe(type)
        expect(codes).toEqual([])
        expect(mapping.tables[0]?.columns[0]?.conversion).toBeUndefined()
      }
  })

  it.each(pairs)('%s to %s and back: the same type, or a line in the ledger', (from, to) => {
    for (const { type } of fidelityCases[from]) {
      const native = type.replace(/ NULL$/, '')
      const there = carried(from, to, native)
      const back = translateSchema(there.target, from)
      const returned = back.schema.tables[0]?.columns[0]?.nativeType
      if (returned === native) continue
      const lines = [...there.codes, ...back.losses.map((l) => l.code)]
      expect(lines, `${native} → ${there.column.nativeType} → ${returned}`).not.toEqual([])
    }
  })

  it.each(pairs)('%s to %s: a table for the docs, with codes that are explained', (from, to) => {
    const rows = typeTable(from, to)
    expect(rows.length).toBe(fidelityCases[from].length)
    for (const row of rows) {
      expect(row.target).not.toBe('')
      for (const { code } of row.losses) expect(Object.keys(lossCodes)).toContain(code)
    }
  })
})

describe('what only the data knows', () => {
  const options = {
    counts: new Map([
      ['t.c:NOT_BOOLEAN', 3],
      ['t.c:ZERO_DATE', 2],
      ['t.c:NUL_REMOVED', 1],
      ['t.c:TEXT_TOO_LONG', 4],
    ]),
  }

  it('a boolean of other numbers stays a number', () => {
    const { column: c, losses } = carried('mysql', 'postgres', 'tinyint(1)', {}, options)
    expect(c.nativeType).toBe('smallint')
    expect(losses.find((l) => l.code === 'NOT_BOOLEAN')?.rows).toBe(3)
  })

  it('zero dates make a column nullable, but only where there are some', () => {
    expect(carried('mysql', 'postgres', 'date').column.nullable).toBe(false)
    const { column: c, codes } = carried('mysql', 'postgres', 'date', {}, options)
    expect(c.nullable).toBe(true)
    expect(codes).toContain('NOT_NULL_DROPPED')
  })

  it('NUL characters are left out, but only where there are some', () => {
    const straight = carried('mysql', 'postgres', 'varchar(9)').mapping.tables[0]?.columns[0]
    expect(straight?.conversion).toBeUndefined()
    expect(straight?.repair?.when).toEqual(['t.c:NUL_REMOVED'])
    const asked = carried('mysql', 'postgres', 'varchar(9)', {}, options).mapping.tables[0]
      ?.columns[0]
    expect(asked?.conversion).toMatchObject({ kind: 'call', fn: 'replace' })
  })

  it('the ledger names the type a column gets instead', () => {
    const targets = (from: DatabaseSystem, to: DatabaseSystem, native: string, code: string) =>
      carried(from, to, native, {}, options)
        .losses.filter((l) => l.code === code)
        .map((l) => l.target)
    expect(targets('sqlite', 'postgres', 'VARCHAR(5)', 'TEXT_TOO_LONG')).toEqual(['text'])
    expect(targets('sqlite', 'mysql', 'VARCHAR(5)', 'TEXT_TOO_LONG')).toEqual(['longtext'])
    expect(targets('mysql', 'postgres', 'tinyint(1)', 'NOT_BOOLEAN')).toEqual(['smallint'])
    expect(targets('mysql', 'postgres', "set('a','b')", 'SET_AS_ARRAY')).toEqual(['public.t_c[]'])
  })

  it('SQLite’s lengths hold only where the data holds them', () => {
    expect(carried('sqlite', 'postgres', 'VARCHAR(5)').column.nativeType).toBe(
      'character varying(5)',
    )
    expect(carried('sqlite', 'postgres', 'VARCHAR(5)', {}, options).column.nativeType).toBe('text')
  })

  it('asks in the source’s dialect', () => {
    const { mapping } = carried('mysql', 'postgres', 'date')
    expect(mapping.forecasts.map((f) => f.sql)).toEqual([
      'SELECT COUNT(CASE WHEN YEAR(`c`) = 0 OR MONTH(`c`) = 0 OR DAYOFMONTH(`c`) = 0 THEN 1 END) AS n FROM `t`',
    ])
  })
})

describe('rules of a cast file', () => {
  const casts = parseCastFile(
    JSON.stringify({
      casts: [
        { column: 't.c', when: { unsigned: true }, to: 'integer' },
        { type: 'tinyint(1)', to: 'smallint', default: 'drop' },
        { type: 'TINYINT*', to: 'bigint' },
      ],
    }),
  )

  it('the first that matches wins', () => {
    const of = (native: string) => carried('mysql', 'postgres', native, { default: '1' }, { casts })
    expect(of('int(10) unsigned').column.nativeType).toBe('integer')
    expect(of('tinyint(1)').column).toMatchObject({ nativeType: 'smallint' })
    expect(of('tinyint(1)').column.default).toBeUndefined()
    expect(of('tinyint(4)').column).toMatchObject({ nativeType: 'bigint', default: '1' })
    expect(of('tinyint(1)').codes).toContain('CAST_BY_RULE')
  })

  it('true becomes 1 where a number is asked for', () => {
    const { mapping } = carried('mysql', 'postgres', 'tinyint(1)', {}, { casts })
    expect(mapping.tables[0]?.columns[0]?.conversion).toMatchObject({ kind: 'case' })
  })

  it.each(['{', '{"casts": [{"to": "x"}]}', '{"casts": [{"type": "a", "unknown": 1}]}'])(
    'refuses %s',
    (text) => {
      expect(() => parseCastFile(text)).toThrow(expect.objectContaining({ code: 'INVALID_USAGE' }))
    },
  )
})

describe('defaults', () => {
  const of = (from: DatabaseSystem, to: DatabaseSystem, native: string, value: string) => {
    const { column: c, codes } = carried(from, to, native, { default: value, nullable: true })
    return c.default ?? codes.find((x) => x === 'DEFAULT_OMITTED')
  }

  it.each([
    ['mysql', 'postgres', 'tinyint(1)', '1', 'true'],
    ['mysql', 'postgres', 'int(11)', "'7'", '7'],
    ['mysql', 'postgres', 'int(11)', '-1', '-1'],
    ['mysql', 'postgres', 'bit(5)', "b'101'", "B'00101'"],
    ['mysql', 'postgres', 'bit(1)', "b'1'", 'true'],
    ['mysql', 'postgres', 'timestamp', 'current_timestamp()', 'CURRENT_TIMESTAMP'],
    ['mysql', 'postgres', 'datetime', "'0000-00-00 00:00:00'", 'DEFAULT_OMITTED'],
    ['mysql', 'postgres', "set('a','b')", "'a,b'", `'{"a","b"}'`],
    ['mysql', 'postgres', 'char(36)', 'uuid()', 'gen_random_uuid()'],
    ['postgres', 'mysql', 'text', "'x'::text", "('x')"],
    ['postgres', 'mysql', 'boolean', 'false', '0'],
    ['postgres', 'mysql', 'timestamp without time zone', 'now()', 'CURRENT_TIMESTAMP(6)'],
    ['postgres', 'mysql', 'integer[]', "'{}'::integer[]", "('[]')"],
    ['postgres', 'mysql', 'integer', "nextval('s'::regclass)", 'DEFAULT_OMITTED'],
    ['postgres', 'sqlite', 'date', 'CURRENT_DATE', 'CURRENT_DATE'],
    ['postgres', 'mssql', 'uuid', 'gen_random_uuid()', '(NEWID())'],
    ['sqlite', 'postgres', 'DATETIME', "datetime('now')", 'CURRENT_TIMESTAMP'],
    [
      'sqlite',
      'mysql',
      'TEXT',
      'CURRENT_TIMESTAMP',
      "(DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d %H:%i:%s'))",
    ],
    ['mssql', 'postgres', 'bit', '((1))', 'true'],
    ['mssql', 'mysql', 'datetime', '(getdate())', 'CURRENT_TIMESTAMP(3)'],
  ] as const)('%s to %s: %s default %s becomes %s', (from, to, native, value, expected) => {
    expect(of(from, to, native, value)).toBe(expected)
  })
})

describe('names', () => {
  const named = (to: DatabaseSystem, names: readonly string[], options: TranslateOptions = {}) =>
    translateSchema(
      schema(
        'postgres',
        names.map((n) => table(n, [column('postgres', 'a', 'integer')])),
      ),
      to,
      options,
    ).schema.tables.map((t) => t.table.name)

  it('follow the policy', () => {
    expect(named('mysql', ['CustomerID', 'HTTPRequest'], { identifiers: 'snake_case' })).toEqual([
      'customer_id',
      'http_request',
    ])
  })

  it('stay apart where the target does not tell a from A', () => {
    const names = named('mysql', ['Orders', 'orders'])
    expect(new Set(names.map((n) => n.toLowerCase())).size).toBe(2)
    expect(named('mysql', ['Orders', 'orders'])).toEqual(names)
  })

  it('any names fit the target, differ, and are the same next time', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 90, unit: 'grapheme' })
      .filter((n) => !/[\0\p{Surrogate}]/u.test(n))
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { maxLength: 6 }),
        fc.constantFrom(...systems),
        (names, to) => {
          const given = named(to, names)
          const folded = new Set(given.map((n) => (to === 'postgres' ? n : n.toLowerCase())))
          expect(folded.size).toBe(names.length)
          expect(named(to, names)).toEqual(given)
          if (to === 'mysql') for (const n of given) expect(n.length).toBeLessThanOrEqual(64)
        },
      ),
    )
  })

  it('schemas lead where the target has none', () => {
    const two = schema('postgres', [
      {
        ...table('t', [column('postgres', 'a', 'integer')]),
        table: { schema: 'public', name: 't' },
      },
      { ...table('t', [column('postgres', 'a', 'integer')]), table: { schema: 'shop', name: 't' } },
    ])
    expect(translateSchema(two, 'mysql').schema.tables.map((t) => t.table)).toEqual([
      { name: 't' },
      { name: 'shop_t' },
    ])
    expect(translateSchema(two, 'mssql').schema.tables.map((t) => t.table.schema)).toEqual([
      'dbo',
      'shop',
    ])
  })
})
