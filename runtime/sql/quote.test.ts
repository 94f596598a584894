import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import Database from 'libsql'
import mysqlDriver from 'mysql2/promise'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import {
  describeWith,
  freshDatabase,
  requireMysql,
  requirePostgres,
} from '../../e2e/support/services.ts'
import type { DialectName } from './quote.ts'
import { quoteLiteral, quoteName, SqlError } from './quote.ts'

const dialects: readonly DialectName[] = ['duckdb', 'postgres', 'mysql', 'sqlite', 'mssql']
const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        "'",
        '"',
        '`',
        ']',
        '\\',
        '\\\\',
        "\\'",
        '--',
        '/*',
        ';',
        'a',
        '\n',
        '%',
        '$$',
        'ä',
      ),
      { maxLength: 15 },
    )
    .map((parts) => parts.join('')),
)
const literals = nasty.filter((t) => !t.includes('\0'))
// MySQL drops blanks before an alias, and its driver refuses __proto__.
const names = literals.filter(
  (n) => /^[^\u{10000}-\u{10FFFF}]{1,15}$/u.test(n) && !/^\s| $|^__proto__$/.test(n),
)

type RoundTrip = (
  value: string,
  name: string,
) => Promise<[name: string | undefined, value: unknown]>

/** A literal comes back as it went in, under the name that was asked for. */
async function checkRoundTrip(dialect: DialectName, ask: (sql: string) => ReturnType<RoundTrip>) {
  const property = fc.asyncProperty(literals, names, async (value, name) => {
    const sql = `SELECT ${quoteLiteral(value, dialect)} AS ${quoteName(name, dialect)}`
    expect(await ask(sql), sql).toEqual([name, value])
  })
  await fc.assert(property, { numRuns: 500, seed: 11 })
}

test('DuckDB reads what is quoted for it', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await checkRoundTrip('duckdb', async (sql) => {
    const reader = await connection.runAndReadAll(sql)
    return [reader.columnName(0), reader.getRowsJson()[0]?.[0]]
  })
})

test('SQLite reads what is quoted for it', async () => {
  const database = new Database(':memory:')
  await checkRoundTrip('sqlite', async (sql) => {
    const statement = database.prepare(sql)
    const [row] = statement.raw().all() as unknown[][]
    return [statement.columns()[0]?.name, row?.[0]]
  })
})

describeWith('PostgreSQL', await requirePostgres(), () => {
  test.each(['on', 'off'])(
    'reads what is quoted for it, standard_conforming_strings = %s',
    async (mode) => {
      const client = new pg.Client({ connectionString: await freshDatabase('postgres') })
      await client.connect()
      await client.query(`SET standard_conforming_strings = ${mode}`)
      await checkRoundTrip('postgres', async (sql) => {
        const { fields, rows } = await client.query({ text: sql, rowMode: 'array' })
        return [fields[0]?.name, rows[0]?.[0]]
      })
      await client.end()
    },
  )
})

describeWith('MySQL', await requireMysql(), () => {
  test.each(['', 'NO_BACKSLASH_ESCAPES'])(
    'reads what is quoted for it, sql_mode = %s',
    async (mode) => {
      const uri = await freshDatabase('mysql')
      const connection = await mysqlDriver.createConnection({ uri, charset: 'utf8mb4' })
      await connection.query(`SET sql_mode = '${mode}'`)
      await checkRoundTrip('mysql', async (sql) => {
        const [rows, fields] = await connection.query({ sql, rowsAsArray: true })
        return [fields[0]?.name, (rows as unknown[][])[0]?.[0]]
      })
      await connection.end()
    },
  )
})

describe('what an engine would cut off or misread is refused with a code', () => {
  const codeOf = (quote: () => string) => {
    try {
      return quote()
    } catch (error) {
      return error instanceof SqlError ? error.code : error
    }
  }
  test.each(dialects)('%s', (dialect) => {
    expect(codeOf(() => quoteName('', dialect))).toBe('NAME_EMPTY')
    expect(codeOf(() => quoteName('a\0b', dialect))).toBe('NUL_CHARACTER')
    expect(codeOf(() => quoteLiteral('a\0b', dialect))).toBe('NUL_CHARACTER')
    expect(codeOf(() => quoteLiteral('a\ud800', dialect))).toBe('BROKEN_CHARACTER')
    expect(codeOf(() => quoteName('x'.repeat(20_000), dialect))).toBe('NAME_TOO_LONG')
  })

  test('PostgreSQL counts bytes, MySQL characters', () => {
    expect(codeOf(() => quoteName('ä'.repeat(32), 'postgres'))).toBe('NAME_TOO_LONG')
    expect(quoteName('ä'.repeat(31), 'postgres')).toHaveLength(33)
    expect(quoteName('ä'.repeat(64), 'mysql')).toHaveLength(66)
    expect(codeOf(() => quoteName('a ', 'mysql'))).toBe('NAME_NOT_ALLOWED')
  })

  test('every dialect has its own marks', () => {
    expect(dialects.map((d) => quoteName('a"b`c]d', d))).toEqual([
      '"a""b`c]d"',
      '"a""b`c]d"',
      '`a"b``c]d`',
      '"a""b`c]d"',
      '[a"b`c]]d]',
    ])
    expect(quoteLiteral("it's \\", 'mssql')).toBe("N'it''s \\'")
  })
})
