import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { TestEndpoint } from '../../../e2e/support/endpoints.ts'
import { mysqlEndpoint } from '../../../e2e/support/endpoints.ts'
import { readSchema, roundTrip } from '../../../e2e/support/schema-round-trip.ts'
import { describeWith, requireMysql } from '../../../e2e/support/services.ts'
import type { DatabaseSchema } from '../../schema/model.ts'
import { withoutDatabase } from './schema-server.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const shop = [
  `CREATE TABLE customers (
     id int unsigned NOT NULL AUTO_INCREMENT COMMENT 'it''s "the" key \\\\ back',
     name varchar(40) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'it''s',
     folder varchar(20) COLLATE utf8mb4_bin DEFAULT 'back\\\\slash', empty varchar(10) NOT NULL DEFAULT '',
     word varchar(10) DEFAULT 'NULL', kind enum('a','it''s','x,y','') NOT NULL DEFAULT 'a',
     flags set('r','w','x') DEFAULT 'r,w', yes tinyint(1) NOT NULL DEFAULT 1, big bigint unsigned DEFAULT 18446744073709551615,
     price decimal(12,2) DEFAULT 0.00, f float DEFAULT 1.5, b1 bit(1) DEFAULT b'1', y year DEFAULT 2020,
     d date DEFAULT '2020-01-01', dt datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
     ts timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, ts2 timestamp NULL, tm time(2),
     body mediumtext, lb longblob, vb varbinary(16), js json, ex varchar(36) DEFAULT (uuid()), sum_ int DEFAULT (1 + 2),
     p point NOT NULL, twice int GENERATED ALWAYS AS (price * 2) STORED,
     virt varchar(90) GENERATED ALWAYS AS (concat(name, ' it''s')) VIRTUAL,
     PRIMARY KEY (id), UNIQUE KEY uq (name, kind), UNIQUE KEY pre (body(20)), KEY dsc (d DESC, dt), KEY h (price),
     FULLTEXT KEY ft (body), SPATIAL KEY sp (p), CONSTRAINT pos CHECK (price >= 0 AND name <> 'it''s bad')
   ) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='People; it''s'`,
  `CREATE TABLE orders (no int NOT NULL, id bigint NOT NULL AUTO_INCREMENT, customer int unsigned, parent bigint,
     \`order\` int, \`odd \`\`name\` int, PRIMARY KEY (no), UNIQUE KEY (id), KEY cust (customer),
     CONSTRAINT fk_c FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE ON UPDATE NO ACTION,
     CONSTRAINT fk_p FOREIGN KEY (parent) REFERENCES orders (id) ON DELETE SET NULL) AUTO_INCREMENT=500`,
  `CREATE TABLE text_key (t text, u int, PRIMARY KEY (t(10), u))`,
  `CREATE TABLE parts (id int NOT NULL, d date NOT NULL, PRIMARY KEY (id, d)) PARTITION BY RANGE (year(d))
     (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE)`,
  `CREATE TABLE hashed (id int NOT NULL PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 3`,
  `CREATE VIEW v_last AS SELECT id, name, 'db.x' AS lit FROM customers WHERE yes = 1`,
  `CREATE VIEW a_first AS SELECT v_last.id AS i, o.no FROM v_last JOIN orders o ON o.customer = v_last.id`,
  `CREATE VIEW checked AS SELECT no FROM orders WHERE no > 0 WITH CASCADED CHECK OPTION`,
  `CREATE TRIGGER trg BEFORE INSERT ON orders FOR EACH ROW SET NEW.\`order\` = 1`,
  `CREATE FUNCTION dbl(x int) RETURNS int DETERMINISTIC RETURN x * 2`,
  `CREATE PROCEDURE proc(IN a int, OUT b int) BEGIN SET b = a; SELECT 'it''s'; END`,
  `CREATE EVENT ev ON SCHEDULE EVERY 1 DAY DO DELETE FROM orders`,
]

const onMariadb = [
  `CREATE SEQUENCE numbers START WITH 10 INCREMENT BY 3 MAXVALUE 1000`,
  `CREATE TABLE numbered (id int DEFAULT (NEXTVAL(numbers)), low int CHECK (low < 9), PRIMARY KEY (id))`,
  `CREATE TABLE of_mariadb (a inet6, doc json NOT NULL DEFAULT '{}', body text DEFAULT 'abc', was longtext CHECK (json_valid(was) OR was = ''))`,
]

describeWith('mysql', await requireMysql(), () => {
  let source: TestEndpoint
  let schema: DatabaseSchema
  let mariadb: boolean
  const targets: TestEndpoint[] = []
  beforeAll(async () => {
    source = await mysqlEndpoint()
    mariadb = /mariadb/i.test(String((await source.rows('SELECT version()'))[0]?.[0]))
    await source.sql(...shop, ...(mariadb ? onMariadb : []))
    schema = await readSchema(source)
  })
  afterAll(async () => {
    for (const endpoint of [source, ...targets]) await endpoint?.close()
  })
  const column = (of: string, name: string) =>
    schema.tables.find((it) => it.table.name === of)?.columns.find((c) => c.name === name)

  test('a schema made again from its DDL is the same schema', async () => {
    const target = await mysqlEndpoint()
    targets.push(target)
    expect((await roundTrip(source, target)).differences).toEqual([])
  })

  test('tells literals from expressions, in one spelling for both servers', () => {
    const defaults = (...names: string[]) => names.map((n) => column('customers', n)?.default)
    expect(defaults('name', 'folder', 'empty', 'word', 'kind', 'yes', 'big', 'd')).toEqual([
      `'it''s'`,
      `'back\\\\slash'`,
      `''`,
      `'NULL'`,
      `'a'`,
      '1',
      '18446744073709551615',
      `'2020-01-01'`,
    ])
    expect(defaults('b1', 'dt', 'ts', 'ts2', 'ex', 'sum_')).toEqual([
      `b'1'`,
      'CURRENT_TIMESTAMP(3)',
      'CURRENT_TIMESTAMP',
      undefined,
      'uuid()',
      '(1 + 2)',
    ])
    expect(column('customers', 'dt')?.onUpdate).toBe('CURRENT_TIMESTAMP(3)')
    expect(column('customers', 'kind')?.values).toEqual(['a', `it's`, 'x,y', ''])
    expect(column('orders', 'id')?.identity).toEqual({ generation: 'by default', next: '500' })
    expect(column('customers', 'js')).toMatchObject({ nativeType: 'json', type: { kind: 'json' } })
    expect(column('customers', 'yes')).toMatchObject({ type: { kind: 'boolean' } })
  })

  test('tells unique constraints from unique indexes over a part of a text', () => {
    const customers = schema.tables.find((it) => it.table.name === 'customers')
    expect(customers?.uniques).toEqual([{ name: 'uq', columns: ['name', 'kind'] }])
    expect(customers?.indexes.map((i) => [i.name, i.unique, i.method])).toEqual([
      ['dsc', false, 'btree'],
      ['ft', false, 'fulltext'],
      ['h', false, 'btree'],
      ['pre', true, 'btree'],
      ['sp', false, 'spatial'],
    ])
    expect(schema.tables.find((it) => it.table.name === 'text_key')?.primaryKey).toEqual({
      columns: ['t', 'u'],
      prefixLengths: [10, null],
    })
  })

  test('views keep their check option', () => {
    const { checkOption, sql } = schema.views.find((v) => v.view.name === 'checked') ?? {}
    expect([checkOption, sql]).toEqual(['cascaded', expect.not.stringMatching(/CHECK OPTION/i)])
  })

  test('nothing names the database it came from', () => {
    const name = new URL(source.url).pathname.slice(1)
    expect(JSON.stringify(schema)).not.toContain(name)
  })

  test('named databases are in the names of their objects', async () => {
    const name = new URL(source.url).pathname.slice(1)
    const named = await readSchema(source, [name])
    expect(named.schemas).toEqual([name])
    expect(named.tables.map((it) => it.table)).toContainEqual({ schema: name, name: 'orders' })
    expect(named.tables.length).toBe(schema.tables.length)
  })

  test('sequences, JSON and nameless checks of MariaDB', ({ skip }) => {
    if (!mariadb) skip('the server is not MariaDB')
    expect(schema.sequences).toMatchObject([
      { name: { name: 'numbers' }, start: '10', increment: '3', maximum: '1000', cycle: false },
    ])
    expect(column('of_mariadb', 'doc')).toMatchObject({ nativeType: 'json', default: `'{}'` })
    expect(schema.tables.find((it) => it.table.name === 'numbered')?.checks).toEqual([
      { expression: '`low` < 9' },
    ])
    expect(column('of_mariadb', 'was')?.nativeType).toBe('longtext')
  })
})

test('takes a database out of the names in a view, and out of nothing else', () => {
  expect(
    withoutDatabase("select `a`.`t`.`a` AS `a`,'`a`.`b`' from `a`.`t` join `b`.`t`", 'a'),
  ).toBe("select `t`.`a` AS `a`,'`a`.`b`' from `t` join `b`.`t`")
})
