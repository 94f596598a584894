import mysqlDriver from 'mysql2/promise'
import { expect, test } from 'vitest'
import { compareWithDuckDb } from '../../e2e/support/compare-dialects.ts'
import { randomValues } from '../../e2e/support/random-values.ts'
import { describeWith, freshDatabase, requireMysql } from '../../e2e/support/services.ts'
import type { DataType } from '../../nodes/kit/data-type.ts'
import { bigint, boolean, decimal, integer, text } from '../../nodes/kit/data-type.ts'
import { column } from '../../nodes/kit/schema.ts'
import { mysql } from './dialect.ts'
import { quoteLiteral } from './quote.ts'

const columns: readonly (readonly [DataType, string])[] = [
  [boolean, 'TINYINT(1)'],
  [boolean, 'TINYINT(1)'],
  [{ kind: 'integer', bits: 16 }, 'SMALLINT'],
  [integer, 'INT'],
  [integer, 'INT'],
  [bigint, 'BIGINT'],
  [decimal(2, 2), 'DECIMAL(2,2)'],
  [decimal(10, 2), 'DECIMAL(10,2)'],
  [decimal(38, 10), 'DECIMAL(38,10)'],
  [text, 'VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci'],
  [text, 'TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'],
  [text, 'VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci'],
]
const schema = columns.map(([type], i) => column(`c${i}`, type))

const cell = (value: string, type: DataType) =>
  type.kind === 'text' ? quoteLiteral(value, 'mysql') : value

describeWith('MySQL', await requireMysql(), () => {
  test('answers what is pushed down to it as DuckDB does', async () => {
    const connection = await mysqlDriver.createConnection({
      uri: await freshDatabase('mysql'),
      charset: 'utf8mb4',
      supportBigNumbers: true,
    })
    const definitions = columns.map(([, native], i) => `c${i} ${native}`)
    await connection.query(`CREATE TABLE t (id INT, ${definitions.join(', ')})`)
    const compared = await compareWithDuckDb(
      {
        dialect: mysql,
        schema,
        load: async (rows) => {
          const tuples = rows.map((row, id) => {
            const cells = row.map((v, i) =>
              v === null ? 'NULL' : cell(v, columns[i]?.[0] ?? text),
            )
            return `(${[id, ...cells].join(', ')})`
          })
          await connection.query('DELETE FROM t')
          await connection.query(`INSERT INTO t VALUES ${tuples.join(', ')}`)
        },
        query: async (sql) => {
          const [rows] = await connection.query({ sql, rowsAsArray: true })
          return (rows as [string | null][]).map(([value]) => value)
        },
        asText: (sql) => `CAST(${sql} AS CHAR)`,
      },
      (type) => randomValues(type, true),
      400,
    )
    await connection.end()
    const missed = Object.keys(mysql.functions).filter((name) => !compared.has(name))
    expect(missed, 'every function has been compared').toEqual([])
  }, 3_600_000)
})
