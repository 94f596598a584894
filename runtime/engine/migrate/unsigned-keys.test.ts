import { expect, test, vi } from 'vitest'
import { emptyDatabase, execute, migrate, troubles } from '../../../e2e/support/migrations.ts'
import { describeWith, requireMysql, requirePostgres } from '../../../e2e/support/services.ts'

vi.setConfig({ testTimeout: 60_000 })

const mysql = await requireMysql()
const both = mysql.url ? await requirePostgres() : mysql

describeWith('keys that are BIGINT UNSIGNED', both, () => {
  /** More rows than are asked beforehand: what lies in them is seen while they are loaded. */
  const rows = 20_000

  async function shop(last: string): Promise<string> {
    const source = await emptyDatabase('mysql')
    await execute(source, [
      'CREATE TABLE orders (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, note varchar(20))',
      `CREATE TABLE items (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, order_id bigint unsigned NOT NULL,
         hash bigint unsigned, FOREIGN KEY (order_id) REFERENCES orders (id))`,
      `INSERT INTO orders SELECT seq, concat('order ', seq) FROM seq_1_to_${rows}`,
      `INSERT INTO items SELECT seq, seq, seq FROM seq_1_to_${rows}`,
      `UPDATE items SET hash = ${last} WHERE id = ${rows}`,
      'ANALYZE TABLE orders, items',
    ])
    return source
  }
  const typesIn = (target: string) =>
    execute(target, [
      `SELECT table_name, column_name, data_type FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name <> 'note' ORDER BY 1, 2`,
    ])

  test('become bigint, with their foreign keys and counters', async () => {
    const target = await emptyDatabase('postgres')
    const report = await migrate(await shop('9223372036854775807'), target, { verify: true })
    expect(troubles(report)).toEqual([])
    expect(report.tables.map((t) => t.checksums)).toEqual(['equal', 'equal'])
    expect(await typesIn(target)).toEqual([
      ['items', 'hash', 'bigint'],
      ['items', 'id', 'bigint'],
      ['items', 'order_id', 'bigint'],
      ['orders', 'id', 'bigint'],
    ])
    expect(
      await execute(target, [
        `INSERT INTO orders (note) VALUES ('next')`,
        `SELECT id FROM orders WHERE note = 'next'`,
      ]),
    ).toEqual([[String(rows + 1)]])
    await expect(execute(target, ['INSERT INTO items (order_id) VALUES (0)'])).rejects.toThrow()
  })

  test('a number that needs the last bit makes its column, and no other, a decimal', async () => {
    const target = await emptyDatabase('postgres')
    const most = '18446744073709551615'
    const report = await migrate(await shop(most), target, { verify: true })
    expect(troubles(report)).toEqual([])
    expect(report.tables.map((t) => t.checksums)).toEqual(['equal', 'equal'])
    expect((await typesIn(target)).map((row) => row[2])).toEqual([
      'numeric',
      'bigint',
      'bigint',
      'bigint',
    ])
    expect(await execute(target, ['SELECT max(hash) FROM items'])).toEqual([[most]])
    expect(report.ledger).toContainEqual(
      expect.objectContaining({
        code: 'VALUE_OUT_OF_RANGE',
        object: expect.objectContaining({ name: 'hash' }),
        rows: 1,
      }),
    )
  })
})
