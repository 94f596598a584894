import { DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkExpression } from '../../nodes/kit/check-expression.ts'
import { integer, text } from '../../nodes/kit/data-type.ts'
import { functionCatalogue } from '../../nodes/kit/functions/index.ts'
import { column } from '../../nodes/kit/schema.ts'
import { duckdb } from './dialect.ts'
import { printDuckDbType } from './duckdb-types.ts'
import { printExpression } from './print-expression.ts'

const schema = [column('n', integer), column('s', text)]
const rows = `(VALUES (1, 'a'), (2, 'b'), (3, 'b'), (NULL, NULL)) AS t(n, s)`

let query: (sql: string) => Promise<unknown[][]>
beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(`SET TimeZone = 'UTC'`)
  query = async (sql) => (await connection.runAndReadAll(sql)).getRowsJson()
})

describe.each([...functionCatalogue.values()])('$name', ({ name, examples, aggregate }) => {
  test('its examples give what they say, in the type that was inferred', async () => {
    expect(examples.length).toBeGreaterThan(0)
    for (const { expression: source, result } of examples) {
      const checked = checkExpression(source, schema, [], {
        aggregates: aggregate ? 'required' : 'forbidden',
      })
      expect(checked.issues, source).toEqual([])
      if (!checked.expression || !checked.type) return
      const sql = printExpression(checked.expression, duckdb)
      const from = aggregate ? ` FROM ${rows}` : ''
      const described = await query(`DESCRIBE SELECT ${sql}${from}`)
      expect(described[0]?.[1], sql).toBe(printDuckDbType(checked.type))
      const [[value] = []] = await query(`SELECT CAST(${sql} AS VARCHAR)${from}`)
      if (result !== undefined) expect(value, sql).toBe(result)
      if (checked.nullable === false) expect(value, `${name} is never NULL`).not.toBeNull()
    }
  })
})
