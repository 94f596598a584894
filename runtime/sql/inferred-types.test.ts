import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { openDuckDbTable } from '../../e2e/support/duckdb-table.ts'
import { randomExpressions, someLiterals } from '../../e2e/support/random-expressions.ts'
import { randomValues } from '../../e2e/support/random-values.ts'
import type { DataType } from '../../nodes/kit/data-type.ts'
import {
  binary,
  boolean,
  date,
  decimal,
  double,
  formatType,
  integer,
  interval,
  json,
  list,
  text,
  time,
  timestamp,
  timestamptz,
  uuid,
} from '../../nodes/kit/data-type.ts'
import type { Expression } from '../../nodes/kit/expression.ts'
import { formatExpression } from '../../nodes/kit/format-expression.ts'
import { functionCatalogue } from '../../nodes/kit/functions/index.ts'
import type { Column } from '../../nodes/kit/schema.ts'
import { column } from '../../nodes/kit/schema.ts'
import { typeExpression } from '../../nodes/kit/type-expression.ts'
import { duckdb } from './dialect.ts'
import { fromDuckDbType, printDuckDbType } from './duckdb-types.ts'
import { printExpression } from './print-expression.ts'

const types: readonly DataType[] = [
  boolean,
  ...([8, 16, 32, 64] as const).map((bits): DataType => ({ kind: 'integer', bits })),
  decimal(2, 2),
  decimal(10, 2),
  decimal(18, 4),
  decimal(18, 0),
  decimal(38, 10),
  { kind: 'float', bits: 32 },
  double,
  text,
  { kind: 'text', length: 5 },
  binary,
  date,
  time,
  timestamp,
  timestamptz,
  interval,
  uuid,
  json,
  list(integer),
  list(text),
  {
    kind: 'struct',
    fields: [
      { name: 'a', type: integer },
      { name: 'b "c', type: text },
    ],
  },
]
const schema: readonly Column[] = types.map((type, i) => column(`c${i}`, type))

let describeSql: (sql: string) => Promise<string>
beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(`SET TimeZone = 'UTC'`)
  const columns = schema.map((c) => `${c.name} ${printDuckDbType(c.type)}`)
  await connection.run(`CREATE TABLE t (${columns.join(', ')})`)
  describeSql = async (sql) => {
    const reader = await connection.runAndReadAll(`DESCRIBE SELECT ${sql} AS x FROM t`)
    return String(reader.getRowsJson()[0]?.[1])
  }
})

const catalogue = [...functionCatalogue.values()]
const ingredients = { schema, literals: someLiterals, castTo: types }
const scalars = randomExpressions({
  ...ingredients,
  functions: catalogue.filter((f) => !f.aggregate),
})
const aggregates = randomExpressions({
  ...ingredients,
  functions: catalogue.filter((f) => f.aggregate || f.group === 'operator'),
})

const describedType = (described: string | Error) =>
  described instanceof Error ? described.message : printDuckDbType(fromDuckDbType(described))

async function checkTypes(
  expressions: fc.Arbitrary<Expression>,
  aggregates: 'forbidden' | 'required',
  numRuns: number,
) {
  let typed = 0
  const property = fc.asyncProperty(expressions, async (expression) => {
    const found = typeExpression(expression, schema, { aggregates })
    if ('issues' in found) return
    typed++
    const sql = printExpression(found.expression, duckdb)
    const described = await describeSql(sql).catch((error: Error) => error)
    // A constant that is no value, such as year('x' as date), is found while binding.
    if (
      described instanceof Error &&
      /^(Conversion|Invalid Input|Out of Range)/.test(described.message)
    )
      return
    expect(describedType(described), sql).toBe(printDuckDbType(found.type))
    const again = typeExpression(found.expression, schema, { aggregates })
    expect('issues' in again ? again.issues : formatExpression(again.expression)).toEqual(
      formatExpression(found.expression),
    )
    if (!('issues' in again)) expect(formatType(again.type)).toBe(formatType(found.type))
  })
  await fc.assert(property, { numRuns, seed: 1 })
  return typed
}

test('DuckDB agrees with the type of every expression that types', async () => {
  expect(await checkTypes(scalars, 'forbidden', 10_000)).toBeGreaterThan(4_000)
}, 110_000)

test('and of every aggregate', async () => {
  expect(await checkTypes(aggregates, 'required', 3_000)).toBeGreaterThan(400)
}, 60_000)

test('what is never NULL by its type is never NULL', async () => {
  const holdable = schema.filter(
    (c) => !['time', 'interval', 'json', 'list', 'struct'].includes(c.type.kind),
  )
  const filled = holdable.map((c) => column(c.name, c.type, false))
  const table = await openDuckDbTable(filled)
  const row = fc.tuple(...filled.map((c) => randomValues(c.type)))
  const [rows = []] = fc.sample(fc.array(row, { minLength: 40, maxLength: 40 }), {
    seed: 5,
    numRuns: 1,
  })
  await table.load(rows)
  // Extreme numbers would make texts of gigabytes.
  const functions = catalogue.filter((f) => !f.aggregate && !/^(repeat|.pad)$/.test(f.name))
  const expressions = randomExpressions({ ...ingredients, schema: filled, functions })
  let checked = 0
  const property = fc.asyncProperty(expressions, async (expression) => {
    const found = typeExpression(expression, filled)
    if ('issues' in found || found.nullable) return
    const sql = `SELECT ${printExpression(found.expression, duckdb)} IS NULL FROM t`
    const answers = await table.query(sql).catch(() => [])
    if (answers.length > 0) checked++
    expect(answers.map(String), sql).not.toContain('true')
  })
  await fc.assert(property, { numRuns: 6_000, seed: 2 })
  expect(checked).toBeGreaterThan(500)
}, 120_000)
