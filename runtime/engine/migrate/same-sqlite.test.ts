import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { emptyDatabase, execute, migrate, troubles } from '../../../e2e/support/migrations.ts'

vi.setConfig({ testTimeout: 60_000 })

const declared = [
  '',
  'BLOB',
  'TEXT',
  'INTEGER',
  'REAL',
  'BOOLEAN',
  'DECIMAL(9,2)',
  'DATETIME',
  'JSON',
]
const literal = fc.oneof(
  fc.constant('NULL'),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((d) => d.toExponential(16)),
  fc.constantFrom(
    '0',
    '1',
    '2',
    '9223372036854775807',
    '1.5',
    '0.1',
    '-2.25e-9',
    '9e999',
    '-9e999',
  ),
  fc
    .constantFrom('a text', 'true', '5', '1.50', 'Infinity', '2020-01-02', '\\x6162', '\u0001t', '')
    .map((s) => `'${s}'`),
  fc
    .string({ unit: 'binary', maxLength: 12 })
    .map((s) => `'${s.replaceAll("'", "''").replaceAll('\0', '')}'`),
  fc.uint8Array({ maxLength: 6 }).map((b) => `x'${Buffer.from(b).toString('hex')}'`),
)

/** `keyed`: read by SQL instead of from the pages of the file. */
test.each([
  ['from the pages', ''],
  ['by SQL', ', PRIMARY KEY (id)) WITHOUT ROWID --'],
])('every value keeps its storage class from SQLite to SQLite, read %s', async (_, rest) => {
  const row = fc.tuple(...declared.map(() => literal))
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (values) => {
      const [source, target] = [await emptyDatabase('sqlite'), await emptyDatabase('sqlite')]
      const columns = declared.map((type, i) => `c${i} ${type}`).join(', ')
      await execute(source, [
        `CREATE TABLE t (id INTEGER NOT NULL, ${columns}${rest}\n)`.replace(/--\n\)$/, ''),
        ...values.map((v, i) => `INSERT INTO t VALUES (${i}, ${v.join(', ')})`),
      ])
      const report = await migrate(source, target, { verify: true })
      expect(troubles(report)).toEqual([])
      expect(report.tables.map((t) => t.checksums)).toEqual(['equal'])
      const list = declared.map((_, i) => `typeof(c${i}), quote(c${i})`).join(', ')
      const all = [`SELECT id, ${list} FROM t ORDER BY id`]
      expect(await execute(target, all)).toEqual(await execute(source, all))
    }),
    { numRuns: 60 },
  )
})
