import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestEndpoint } from '../../../e2e/support/endpoints.ts'
import { sqliteEndpoint } from '../../../e2e/support/endpoints.ts'
import { readSchema, roundTrip } from '../../../e2e/support/schema-round-trip.ts'
import type { DatabaseSchema } from '../../schema/model.ts'

const shop = `
CREATE TABLE customers (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- the key, with (brackets
  Name VARCHAR(40) NOT NULL DEFAULT 'it''s' COLLATE NOCASE, /* , */
  price DECIMAL(10,2) DEFAULT -1.5 CHECK (price > -2 AND Name <> ')'),
  dq TEXT DEFAULT "dq text", bare TEXT DEFAULT bareword, ts DATETIME DEFAULT CURRENT_TIMESTAMP,
  ex TEXT DEFAULT (datetime('now')), b BOOLEAN DEFAULT true, bl BLOB DEFAULT x'00ff', untyped,
  "odd ""col" int, [br col] INT, \`bt\` TEXT,
  twice INT GENERATED ALWAYS AS (price * 2) STORED, virt TEXT AS (Name || 'x') VIRTUAL,
  u1 TEXT UNIQUE ON CONFLICT REPLACE, u2 TEXT CONSTRAINT u2_uq UNIQUE, "select" TEXT, uv unsigned big int(20),
  CONSTRAINT pos CHECK (price < 100), UNIQUE (name, price DESC) ON CONFLICT IGNORE
  CONSTRAINT c2 CHECK (length(u1) > 0));
CREATE TABLE orders (id INTEGER NOT NULL,
  customer INT CONSTRAINT fkc REFERENCES customers ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED,
  parent int, PRIMARY KEY ("id" AUTOINCREMENT),
  CONSTRAINT fk_p FOREIGN KEY (parent) REFERENCES Orders(ID) MATCH FULL ON DELETE SET DEFAULT NOT DEFERRABLE);
CREATE TABLE plain (id INTEGER PRIMARY KEY, x TEXT);
CREATE TABLE text_key (k TEXT CONSTRAINT pk_text PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE strict_t (a INT, b ANY, c TEXT) STRICT;
CREATE TABLE composite (a INT, b INT, c INT, PRIMARY KEY (b, a), FOREIGN KEY (a, b) REFERENCES composite(b, a));
CREATE TABLE falling (id INTEGER PRIMARY KEY DESC);
CREATE TABLE as_select AS SELECT id, Name AS "a b", 1 AS one FROM customers;
ALTER TABLE plain ADD COLUMN added INT NOT NULL DEFAULT 5 REFERENCES customers(id);
ALTER TABLE plain RENAME COLUMN x TO renamed;
CREATE INDEX i1 ON customers (Name DESC, price);
CREATE UNIQUE INDEX i2 ON customers (lower(Name), "odd ""col" COLLATE RTRIM) WHERE b = 1 AND u1 IS NOT NULL;
CREATE INDEX "i 3" ON customers(name COLLATE nocase ASC);
CREATE INDEX i4 ON "customers" ("untyped" COLLATE BINARY, price + 1 DESC);
CREATE VIEW v_last AS SELECT id, name AS n FROM customers WHERE b;
CREATE VIEW a_first (x, "y z") AS WITH q AS (SELECT 1 AS a) SELECT id, n FROM v_last, q;
CREATE TRIGGER trg AFTER INSERT ON plain BEGIN UPDATE plain SET renamed = 'x;y' WHERE id = NEW.id; END;
CREATE TRIGGER trv INSTEAD OF INSERT ON v_last BEGIN SELECT 1; END;
INSERT INTO customers (name, price) VALUES ('a', 1), ('b', 2);
DELETE FROM customers WHERE name = 'b';`

describe('sqlite', () => {
  let source: TestEndpoint
  let target: TestEndpoint
  let schema: DatabaseSchema
  beforeAll(async () => {
    source = await sqliteEndpoint()
    target = await sqliteEndpoint()
    await source.sql(shop)
    schema = await readSchema(source)
  })
  afterAll(async () => {
    await source.close()
    await target.close()
  })
  const table = (name: string) => schema.tables.find((it) => it.table.name === name)
  const column = (of: string, name: string) => table(of)?.columns.find((c) => c.name === name)

  test('a schema made again from its DDL is the same schema', async () => {
    expect((await roundTrip(source, target)).differences).toEqual([])
  })

  test('tells what stands in the statement only', () => {
    expect(table('customers')?.checks).toEqual([
      { expression: `price > -2 AND Name <> ')'` },
      { name: 'pos', expression: 'price < 100' },
      { name: 'c2', expression: 'length(u1) > 0' },
    ])
    expect(table('customers')?.uniques).toEqual([
      { columns: ['u1'] },
      { name: 'u2_uq', columns: ['u2'] },
      { columns: ['Name', 'price'] },
    ])
    expect(column('customers', 'Name')?.collation).toBe('NOCASE')
    expect(column('customers', 'virt')?.generated).toEqual({
      expression: `Name || 'x'`,
      stored: false,
    })
    expect(column('customers', 'dq')?.default).toBe(`'dq text'`)
    expect(column('customers', 'bare')?.default).toBe(`'bareword'`)
    expect(table('text_key')).toMatchObject({
      options: ['WITHOUT ROWID'],
      primaryKey: { name: 'pk_text', columns: ['k'] },
    })
  })

  test('finds every constraint that SQLite itself knows', async () => {
    const known = (sql: string) => source.rows(sql)
    const uniques = await known(
      `SELECT m.name, count(*) FROM sqlite_schema m JOIN pragma_index_list(m.name) i
       WHERE m.type = 'table' AND i.origin = 'u' GROUP BY 1 ORDER BY 1`,
    )
    const keys = await known(
      `SELECT m.name, count(DISTINCT k.id) FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) k
       WHERE m.type = 'table' GROUP BY 1 ORDER BY 1`,
    )
    const counted = (of: 'uniques' | 'foreignKeys') =>
      schema.tables
        .map((it) => [it.table.name, String(it[of].length)])
        .filter(([, count]) => count !== '0')
    expect(counted('uniques')).toEqual(uniques)
    expect(counted('foreignKeys')).toEqual(keys)
  })

  test('tells which keys count, and how', () => {
    const identity = (name: string) => column(name, 'id')?.identity
    expect(identity('customers')).toEqual({ generation: 'by default', next: '3' })
    expect(identity('orders')).toEqual({ generation: 'by default', next: '1' })
    expect(identity('plain')).toEqual({ generation: 'by default', reusesNumbers: true })
    expect(identity('falling')).toBeUndefined()
  })

  test('foreign keys name their columns as the tables do', () => {
    expect(table('orders')?.foreignKeys).toEqual([
      {
        name: 'fkc',
        columns: ['customer'],
        references: { name: 'customers' },
        referencedColumns: ['id'],
        onDelete: 'cascade',
        onUpdate: 'set null',
        deferrable: true,
        initiallyDeferred: true,
      },
      {
        name: 'fk_p',
        columns: ['parent'],
        references: { name: 'orders' },
        referencedColumns: ['id'],
        onDelete: 'set default',
        onUpdate: 'no action',
      },
    ])
  })

  test('indexes with expressions, conditions and collations', () => {
    expect(table('customers')?.indexes).toEqual([
      {
        name: 'i 3',
        unique: false,
        method: 'btree',
        parts: [{ column: 'Name', descending: false }],
        include: [],
      },
      {
        name: 'i1',
        unique: false,
        method: 'btree',
        parts: [
          { column: 'Name', descending: true },
          { column: 'price', descending: false },
        ],
        include: [],
      },
      {
        name: 'i2',
        unique: true,
        method: 'btree',
        parts: [
          { expression: 'lower(Name)', descending: false },
          { column: 'odd "col', descending: false, collation: 'RTRIM' },
        ],
        include: [],
        where: 'b = 1 AND u1 IS NOT NULL',
      },
      {
        name: 'i4',
        unique: false,
        method: 'btree',
        parts: [
          { column: 'untyped', descending: false },
          { expression: 'price + 1', descending: true },
        ],
        include: [],
      },
    ])
  })

  test('virtual tables are listed with their text', async () => {
    await source.sql('CREATE VIRTUAL TABLE words USING fts5(body)')
    const { others, tables } = await readSchema(source)
    expect(others.filter((it) => it.kind === 'virtual table')).toEqual([
      {
        kind: 'virtual table',
        name: { name: 'words' },
        text: 'CREATE VIRTUAL TABLE words USING fts5(body)',
      },
    ])
    expect(tables.some((it) => it.table.name.startsWith('words'))).toBe(false)
  })
})
