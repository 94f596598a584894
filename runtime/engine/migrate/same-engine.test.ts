import { expect, test, vi } from 'vitest'
import { emptyDatabase, execute, migrate, troubles } from '../../../e2e/support/migrations.ts'
import { describeWith, requireMysql } from '../../../e2e/support/services.ts'

vi.setConfig({ testTimeout: 60_000 })

describeWith('from MariaDB to MariaDB', await requireMysql(), () => {
  const carried = async (statements: readonly string[]) => {
    const [source, target] = [await emptyDatabase('mysql'), await emptyDatabase('mysql')]
    await execute(source, statements)
    const report = await migrate(source, target, { verify: true })
    return { source, target, report }
  }

  test('zero dates stay what they are, also where NULL is not allowed', async () => {
    const { target, report } = await carried([
      `CREATE TABLE dated (id int PRIMARY KEY, day date NOT NULL DEFAULT '0000-00-00',
         moment datetime(3) NOT NULL DEFAULT '0000-00-00 00:00:00.000',
         seen timestamp NOT NULL DEFAULT '0000-00-00 00:00:00', part date NULL)`,
      `INSERT INTO dated VALUES (1, '0000-00-00', '0000-00-00', '0000-00-00', '2020-00-10'),
         (2, '2020-01-02', '2020-01-02 03:04:05.678', '2020-01-02 03:04:05', NULL)`,
    ])
    expect(troubles(report)).toEqual([])
    expect(report.ledger).toEqual([])
    expect(report.tables.map((t) => t.checksums)).toEqual(['equal'])
    expect(await execute(target, ['SELECT * FROM dated ORDER BY id'])).toEqual([
      ['1', '0000-00-00', '0000-00-00 00:00:00.000', '0000-00-00 00:00:00', '2020-00-10'],
      ['2', '2020-01-02', '2020-01-02 03:04:05.678', '2020-01-02 03:04:05', null],
    ])
  })

  test('shapes keep their SRID and every digit', async () => {
    const { source, target, report } = await carried([
      'CREATE TABLE places (id int PRIMARY KEY, at_ point NOT NULL, area geometry, SPATIAL KEY by_at (at_))',
      `INSERT INTO places VALUES (1, ST_GeomFromText('POINT(0.1234567890123456 -1e-17)', 4326), NULL),
         (2, ST_GeomFromText('POINT(1 2)'), ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))', 3857))`,
    ])
    expect(troubles(report)).toEqual([])
    expect(report.tables.map((t) => t.checksums)).toEqual(['equal'])
    const rows =
      'SELECT id, HEX(at_), ST_SRID(at_), HEX(area), ST_SRID(area) FROM places ORDER BY id'
    expect(await execute(target, [rows])).toEqual(await execute(source, [rows]))
    expect((await execute(target, [rows])).map((r) => [r[2], r[4]])).toEqual([
      ['4326', null],
      ['0', '3857'],
    ])
  })

  test('partitions keep their partitions', async () => {
    const { source, target, report } = await carried([
      `CREATE TABLE sales (id int, sold date, PRIMARY KEY (id, sold)) PARTITION BY RANGE (year(sold))
         SUBPARTITION BY HASH (id) SUBPARTITIONS 3
         (PARTITION early VALUES LESS THAN (2020), PARTITION late VALUES LESS THAN MAXVALUE)`,
      'CREATE TABLE spread (id int PRIMARY KEY) PARTITION BY KEY (id) PARTITIONS 4',
      `INSERT INTO sales VALUES (1, '2019-05-01'), (2, '2024-05-01')`,
    ])
    expect(troubles(report)).toEqual([])
    const parts = `SELECT table_name, partition_name, subpartition_name, partition_method,
      subpartition_method, subpartition_expression, partition_description
      FROM information_schema.partitions WHERE table_schema = database() ORDER BY 1, 2, 3`
    const found = await execute(target, [parts])
    expect(found).toEqual(await execute(source, [parts]))
    expect(found).toHaveLength(2 * 3 + 4)
  })

  test('a counter whose index has its name, of whatever method', async () => {
    const { target, report } = await carried([
      `CREATE TABLE jobs (id int AUTO_INCREMENT, pid int PRIMARY KEY, KEY id (id)) ENGINE = MEMORY`,
      'CREATE TABLE others (id int AUTO_INCREMENT, b int PRIMARY KEY, KEY id (b), KEY z (id))',
      'INSERT INTO jobs (pid) VALUES (7)',
    ])
    expect(troubles(report)).toEqual([])
    const keys = `SELECT index_name, column_name FROM information_schema.statistics
      WHERE table_schema = database() AND table_name = 'jobs' ORDER BY index_name, column_name`
    expect(await execute(target, [keys])).toEqual([
      ['id', 'id'],
      ['PRIMARY', 'pid'],
    ])
  })
})
