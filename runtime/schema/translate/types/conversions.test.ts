import { beforeAll, describe, expect, it } from 'vitest'
import type { Query } from '../../../../e2e/support/duckdb-table.ts'
import { openDuckDbTable } from '../../../../e2e/support/duckdb-table.ts'
import * as t from '../../../../nodes/kit/data-type.ts'
import { typeExpression } from '../../../../nodes/kit/type-expression.ts'
import { duckdb } from '../../../sql/dialect.ts'
import { printExpression } from '../../../sql/print-expression.ts'
import { dateOutside, finiteOnly } from '../plan-column.ts'
import type { Conversion } from './conversions.ts'
import { chain, conversionBetween, conversionExpression, stripNul } from './conversions.ts'
import { readType } from './index.ts'

const column = { name: 'the column', type: t.text, nullable: true }
let query: Query
let load: (rows: readonly (readonly (string | null)[])[]) => Promise<void>

beforeAll(async () => {
  ;({ query, load } = await openDuckDbTable([column]))
})

async function converted(conversion: Conversion | undefined, ...values: (string | null)[]) {
  const expression = conversionExpression(conversion ?? 'v', column.name)
  const typed = typeExpression(expression, [column])
  if ('issues' in typed) throw new Error(JSON.stringify(typed.issues))
  await load(values.map((v) => [v]))
  return query(`SELECT ${printExpression(typed.expression, duckdb)} FROM t ORDER BY id`)
}

const between = (a: string, b: string, from: 'mysql' | 'postgres' = 'mysql') =>
  conversionBetween(readType(a, from), readType(b, from === 'mysql' ? 'postgres' : 'mysql'))

describe('from canonical text to canonical text', () => {
  it('booleans and numbers', async () => {
    expect(await converted(between('tinyint(1)', 'smallint'), 'true', 'false', '2', null)).toEqual([
      '1',
      '0',
      '2',
      null,
    ])
    expect(await converted(between('int', 'boolean'), '0', '1', '-3', null)).toEqual([
      'false',
      'true',
      'true',
      null,
    ])
  })

  it('bits as a number and as digits', async () => {
    expect(await converted(between('bit(8)', 'bit(8)'), '0', '129', '255', null)).toEqual([
      '00000000',
      '10000001',
      '11111111',
      null,
    ])
    expect(
      await converted(between('bit(8)', 'bit(8)', 'postgres'), '00000000', '10000001', null),
    ).toEqual(['0', '129', null])
    const most = '1'.repeat(64)
    expect(await converted(between('bit(64)', 'bit(64)', 'postgres'), most)).toEqual([
      '18446744073709551615',
    ])
  })

  it('a set becomes a JSON array', async () => {
    expect(await converted(between("set('a','b c')", 'text[]'), '', 'a', 'a,b c', null)).toEqual([
      '[]',
      '["a"]',
      '["a","b c"]',
      null,
    ])
    const special = conversionBetween(
      { kind: 'set', values: ['"q"', '\\'] },
      readType('text[]', 'postgres'),
    )
    expect((await converted(special, '"q",\\')).map((v) => JSON.parse(v ?? ''))).toEqual([
      ['"q"', '\\'],
    ])
  })

  it('identifiers and bytes', async () => {
    const uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'
    const bytes = `\\x${uuid.replaceAll('-', '')}`
    expect(
      await converted(conversionBetween({ kind: 'uuid' }, { kind: 'binary' }), uuid, null),
    ).toEqual([bytes, null])
    expect(
      await converted(conversionBetween({ kind: 'binary' }, { kind: 'uuid' }), bytes, null),
    ).toEqual([uuid, null])
  })

  it('remedies touch only what has to be changed', async () => {
    expect(await converted(stripNul, 'ab', null)).toEqual(['ab', null])
    expect(await converted(finiteOnly, 'NaN', '-Infinity', '1.5', null)).toEqual([
      null,
      null,
      '1.5',
      null,
    ])
    expect(
      await converted(dateOutside, '2024-01-01', 'infinity', '-infinity', '10000-01-01', null),
    ).toEqual(['2024-01-01', null, null, null, null])
    expect(await converted(chain(finiteOnly, stripNul), 'NaN', 'x')).toEqual([null, 'x'])
  })
})
