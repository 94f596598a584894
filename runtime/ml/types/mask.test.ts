import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { checkExpression } from '../../../nodes/kit/check-expression.ts'
import type { DataType } from '../../../nodes/kit/data-type.ts'
import { bigint, date, text, timestamp } from '../../../nodes/kit/data-type.ts'
import { column } from '../../../nodes/kit/schema.ts'
import { duckdb } from '../../sql/dialect.ts'
import { printDuckDbType } from '../../sql/duckdb-types.ts'
import { printExpression } from '../../sql/print-expression.ts'
import { maskOf, maskText } from './mask.ts'
import { piiKinds } from './pii-kinds.ts'

async function masked(source: string, value: string, type: DataType): Promise<string | null> {
  const checked = checkExpression(source, [column('My value', type)], [], {})
  expect(checked.issues, source).toEqual([])
  if (!checked.expression) return null
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const from = `(SELECT CAST('${value}' AS ${printDuckDbType(type)}) AS "My value")`
  const sql = `SELECT CAST(${printExpression(checked.expression, duckdb)} AS VARCHAR) FROM ${from}`
  const rows = (await connection.runAndReadAll(sql)).getRowsJson()
  return rows[0]?.[0] as string | null
}

test.each(piiKinds)('the mask of %s is an expression for texts and numbers', async (kind) => {
  for (const type of [text, bigint])
    expect(await masked(maskOf(kind, 'My value', type), '4111', type)).not.toBe('4111111')
})

test.each([
  ['EMAIL_ADDRESS', 'anna@example.org', 'a***@example.org'],
  ['CREDIT_CARD', '4111111111111111', '************1111'],
  ['PERSON', 'Anna Meyer', 'A. M.'],
  ['IP_ADDRESS', '10.1.2.3', '10.1.2.0'],
  ['DATE_TIME', '3/29/1982', '1982'],
  ['AGE', '37', '30'],
  ['STREET_ADDRESS', '12 High St', '# High St'],
  ['ZIP_CODE', '80331', '80***'],
  ['COORDINATES', '52.51234,13.40987', '52.5,13.4'],
  ['GPE', 'Berlin', '[gpe]'],
] as const)('%s: %s becomes %s', async (kind, value, expected) => {
  expect(await masked(maskOf(kind, 'My value', text), value, text)).toBe(expected)
})

test('typed dates keep their year', async () => {
  expect(await masked(maskOf('DATE_TIME', 'My value', date), '1982-03-29', date)).toMatch(
    /^1982-01-01/,
  )
  expect(
    await masked(maskOf('DATE_TIME', 'My value', timestamp), '1982-03-29 10:00:00', timestamp),
  ).toMatch(/^1982-01-01/)
})

test('in a text, what has a form is replaced; a text with names is left out', async () => {
  const mask = maskText(['EMAIL_ADDRESS', 'CREDIT_CARD'], 'My value')
  expect(await masked(mask, 'card 4111 1111 1111 1111 of a@b.org', text)).toBe(
    'card [credit_card] of [email_address]',
  )
  expect(await masked(maskText(['PERSON', 'EMAIL_ADDRESS'], 'My value'), 'x', text)).toBeNull()
})
