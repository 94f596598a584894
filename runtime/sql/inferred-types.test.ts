import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
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
import { call, caseBranch, cast, col, literal } from '../../nodes/kit/expression.ts'
import { formatExpression } from '../../nodes/kit/format-expression.ts'
import type { FunctionDefinition } from '../../nodes/kit/functions/index.ts'
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

const leaf = fc.oneof(
  { arbitrary: fc.constantFrom(...schema.map((c) => col(c.name))), weight: 5 },
  fc.constantFrom<Expression>(
    literal(0),
    literal(-7),
    literal(5_000_000_000),
    literal('a'),
    literal('2024-01-31'),
    literal(null),
    literal(true),
    { kind: 'literal', value: '0.05', type: decimal(2, 2) },
    { kind: 'literal', value: '1.50', type: decimal(3, 2) },
    { kind: 'literal', value: '1e3', type: double },
    { kind: 'literal', value: '12345678901234567890', type: decimal(20, 0) },
    { kind: 'literal', value: '1 day', type: interval },
  ),
)

/** What a parameter that wants something written out gets. */
const fixed: Readonly<Record<string, readonly Expression[]>> = {
  unit: ['day', 'month', 'hour', 'year', 'quarter', 'century'].map(literal),
  pattern: [literal('a(b)')],
  format: [literal('%Y-%m')],
  path: [literal('$.a'), literal('$[0]')],
  'fixed text': [literal(','), literal('%Y'), literal('a')],
  'fixed whole': [0, 1, 2, 12].map(literal),
  'fixed number': [{ kind: 'literal', value: '0.5', type: decimal(1, 1) }],
}

const callOf = (definition: FunctionDefinition, part: fc.Arbitrary<Expression>) =>
  fc.constantFrom(...definition.params).chain((params) => {
    const args = params.flatMap((p) => {
      const one = fixed[p.type] ? fc.constantFrom(...(fixed[p.type] ?? [])) : part
      return p.rest ? [one, one] : p.optional ? [fc.option(one, { nil: undefined })] : [one]
    })
    return fc.tuple(...args).map((list) => {
      const end = list.indexOf(undefined)
      const given = (end < 0 ? list : list.slice(0, end)).filter((a) => a !== undefined)
      return call(definition.name, ...given)
    })
  })

const scalars = [...functionCatalogue.values()].filter((f) => !f.aggregate)
const anyCall = (part: fc.Arbitrary<Expression>, from = scalars) =>
  fc.constantFrom(...from).chain((definition) => callOf(definition, part))
const conversion = fc
  .tuple(leaf, fc.constantFrom(...types), fc.constantFrom('fail' as const, 'null' as const))
  .map(([value, to, onFailure]): Expression => cast(value, to, onFailure))
const choice = fc.tuple(leaf, leaf).map(
  ([a, b]): Expression => ({
    kind: 'case',
    branches: [caseBranch(col('c0'), a)],
    otherwise: b,
  }),
)
const shallow = fc.oneof({ arbitrary: anyCall(leaf), weight: 4 }, conversion, choice)
const deep = fc.oneof(anyCall(fc.oneof(leaf, shallow)), shallow)

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
    const described = fromDuckDbType(await describeSql(sql))
    expect(printDuckDbType(described), sql).toBe(printDuckDbType(found.type))
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
  expect(await checkTypes(deep, 'forbidden', 20_000)).toBeGreaterThan(2_000)
}, 120_000)

test('and of every aggregate', async () => {
  const aggregates = [...functionCatalogue.values()].filter((f) => f.aggregate)
  expect(await checkTypes(anyCall(leaf, aggregates), 'required', 2_000)).toBeGreaterThan(400)
}, 60_000)
