import pg from 'pg'
import { expect, test } from 'vitest'
import { compareWithDuckDb } from '../../e2e/support/compare-dialects.ts'
import { randomValues } from '../../e2e/support/random-values.ts'
import { describeWith, freshDatabase, requirePostgres } from '../../e2e/support/services.ts'
import type { DataType } from '../../nodes/kit/data-type.ts'
import {
  bigint,
  binary,
  boolean,
  date,
  decimal,
  double,
  integer,
  text,
  timestamp,
  timestamptz,
  uuid,
} from '../../nodes/kit/data-type.ts'
import { column } from '../../nodes/kit/schema.ts'
import { postgres } from './dialect.ts'
import { quoteLiteral } from './quote.ts'

const small: DataType = { kind: 'integer', bits: 16 }
const real: DataType = { kind: 'float', bits: 32 }
const types = [
  ...[boolean, boolean, small, integer, integer, bigint, decimal(2, 2), decimal(10, 2)],
  ...[decimal(18, 4), decimal(38, 10), double, real, text, text, text],
  ...[{ kind: 'text', length: 20 } as const, date, timestamp, timestamptz, uuid, binary],
]
const schema = types.map((type, i) => column(`c${i}`, type))

describeWith('PostgreSQL', await requirePostgres(), () => {
  test('answers what is pushed down to it as DuckDB does', async () => {
    const client = new pg.Client({ connectionString: await freshDatabase('postgres') })
    await client.connect()
    await client.query(`SET TimeZone = 'UTC'`)
    const columns = schema.map((c) => `"${c.name}" ${postgres.type(c.type)}`)
    await client.query(`CREATE TABLE t (id integer, ${columns.join(', ')})`)
    const compared = await compareWithDuckDb(
      {
        dialect: postgres,
        schema,
        load: async (rows) => {
          const tuples = rows.map((row, id) => {
            const cells = row.map((v) => (v === null ? 'NULL' : quoteLiteral(v, 'postgres')))
            return `(${[id, ...cells].join(', ')})`
          })
          await client.query(`TRUNCATE t; INSERT INTO t VALUES ${tuples.join(', ')}`)
        },
        query: async (sql) => {
          const { rows } = await client.query({ text: sql, rowMode: 'array' })
          return rows.map(([value]) => value as string | null)
        },
        asText: (sql, type) =>
          type.kind === 'binary' ? `encode(${sql}, 'hex')` : `CAST(${sql} AS text)`,
      },
      randomValues,
      600,
    )
    await client.end()
    const missed = Object.keys(postgres.functions).filter((name) => !compared.has(name))
    expect(missed, 'every function has been compared').toEqual([])
  }, 3_600_000)
})
