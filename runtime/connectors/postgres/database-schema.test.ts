import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestEndpoint } from '../../../e2e/support/endpoints.ts'
import { openUrl, postgresEndpoint } from '../../../e2e/support/endpoints.ts'
import { applySchema, readSchema, roundTrip } from '../../../e2e/support/schema-round-trip.ts'
import * as t from '../../../nodes/kit/data-type.ts'
import { compareSchemas } from '../../schema/compare.ts'
import { ddlOf } from '../../schema/ddl/index.ts'
import type { DatabaseSchema } from '../../schema/model.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const shop = [
  `CREATE SCHEMA sales`,
  `CREATE SCHEMA "Odd Schema"`,
  `CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s "fine"')`,
  `CREATE TYPE sales.pair AS (a int, b mood)`,
  `CREATE TYPE sales.span AS RANGE (SUBTYPE = float8)`,
  `CREATE DOMAIN sales.email AS varchar(120) NOT NULL DEFAULT 'x@y' CONSTRAINT at_sign CHECK (VALUE ~ '@')`,
  `CREATE SEQUENCE sales.free START 100 INCREMENT 5 MINVALUE 10 MAXVALUE 1000 CYCLE`,
  `SELECT nextval('sales.free')`,
  `CREATE SEQUENCE sales.set_only`,
  `SELECT setval('sales.set_only', 77, false)`,
  `CREATE SEQUENCE sales.ended MAXVALUE 2`,
  `SELECT setval('sales.ended', 2)`,
  `CREATE FUNCTION sales.double(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT x * 2'`,
  `CREATE TABLE customers (
     id serial PRIMARY KEY, name varchar(40) COLLATE "C" NOT NULL DEFAULT 'anon',
     email sales.email, feeling mood DEFAULT 'ok', feelings mood[] DEFAULT '{}',
     tags text[] DEFAULT ARRAY['a', 'b'], price numeric(12,2) DEFAULT 0.00 CHECK (price >= 0),
     anything numeric, note text, code char(5), bin bytea, u uuid DEFAULT gen_random_uuid(),
     doc jsonb DEFAULT '{}', d date DEFAULT CURRENT_DATE, t time(3), ts timestamp(0) DEFAULT now(),
     at timestamptz DEFAULT CURRENT_TIMESTAMP, b boolean DEFAULT false, bits bit varying(9), pr sales.pair,
     twice int GENERATED ALWAYS AS (id * 2) STORED,
     CONSTRAINT positive CHECK (price < 1000000 OR name IS NULL),
     CONSTRAINT uq_name UNIQUE (name, feeling) INCLUDE (note))`,
  `COMMENT ON TABLE customers IS 'People who pay; it''s "all"'`,
  `COMMENT ON COLUMN customers.name IS E'Their\nname\\\\'`,
  `CREATE INDEX by_name ON customers (lower(name) DESC NULLS LAST, id)`,
  `CREATE UNIQUE INDEX partial ON customers (code) WHERE b AND note IS NOT NULL`,
  `CREATE INDEX tagged ON customers USING gin (tags)`,
  `CREATE INDEX doc_paths ON customers USING gin (doc jsonb_path_ops)`,
  `CREATE INDEX covering ON customers (d) INCLUDE (ts, at)`,
  `CREATE INDEX patterns ON customers (note COLLATE "C" text_pattern_ops)`,
  `CREATE INDEX hashed ON customers USING hash (u)`,
  `CREATE TABLE sales.orders (
     id bigint GENERATED ALWAYS AS IDENTITY (START 1000 INCREMENT 10) PRIMARY KEY,
     customer_id int NOT NULL REFERENCES customers ON DELETE CASCADE ON UPDATE RESTRICT,
     parent bigint REFERENCES sales.orders DEFERRABLE INITIALLY DEFERRED,
     seq int DEFAULT nextval('sales.free'), "order" text, "UPPER" int, CHECK (sales.double(seq) > 0))`,
  `INSERT INTO customers (name) VALUES ('a'), ('b')`,
  `INSERT INTO sales.orders (customer_id) VALUES (1), (2)`,
  `CREATE TABLE sales.lines (order_id bigint, line smallint, PRIMARY KEY (order_id, line),
     FOREIGN KEY (order_id) REFERENCES sales.orders MATCH FULL ON DELETE SET NULL)`,
  `ALTER TABLE sales.lines ADD CONSTRAINT late CHECK (line < 5) NOT VALID`,
  `CREATE TABLE left_ (id int PRIMARY KEY, other int)`,
  `CREATE TABLE right_ (id int PRIMARY KEY, other int REFERENCES left_)`,
  `ALTER TABLE left_ ADD FOREIGN KEY (other) REFERENCES right_`,
  `CREATE TABLE parts (id int, at date, region text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)`,
  `CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')`,
  `CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM ('2021-01-01') TO ('2022-01-01') PARTITION BY LIST (id)`,
  `CREATE TABLE parts_2a PARTITION OF parts_2 FOR VALUES IN (1, 2)`,
  `CREATE TABLE parts_rest PARTITION OF parts DEFAULT`,
  `CREATE INDEX by_region ON parts (region)`,
  `CREATE INDEX own_index ON parts_1 (region, id)`,
  `ALTER TABLE parts_2a ADD CONSTRAINT own_key UNIQUE (id)`,
  `CREATE TABLE base (id int PRIMARY KEY, n text, CONSTRAINT filled CHECK (n <> ''))`,
  `CREATE TABLE a_child (extra int) INHERITS (base)`,
  `CREATE UNLOGGED TABLE scratch (id smallserial)`,
  `CREATE TABLE "Odd Schema"."Odd ""Table" ("a b" int PRIMARY KEY, "select" text)`,
  `CREATE TABLE booking (room int, during tsrange, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&))`,
  `CREATE VIEW v_last AS SELECT id, name FROM customers WHERE b`,
  `CREATE VIEW a_first AS SELECT * FROM v_last`,
  `CREATE VIEW checked AS SELECT id FROM left_ WHERE id > 0 WITH LOCAL CHECK OPTION`,
  `CREATE MATERIALIZED VIEW sales.totals AS SELECT customer_id, count(*) AS n FROM sales.orders GROUP BY 1`,
  `CREATE UNIQUE INDEX totals_key ON sales.totals (customer_id)`,
  `COMMENT ON VIEW v_last IS 'a view'`,
  `CREATE FUNCTION sales.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := 'x'; RETURN NEW; END $$`,
  `CREATE FUNCTION sales.all_orders() RETURNS SETOF sales.orders LANGUAGE sql AS 'SELECT * FROM sales.orders'`,
  `CREATE TRIGGER touch BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION sales.touch()`,
  `ALTER TABLE sales.lines ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY mine ON sales.lines FOR SELECT USING (line > 0)`,
]

describe('postgres', () => {
  let source: TestEndpoint
  let schema: DatabaseSchema
  const targets: TestEndpoint[] = []
  const target = async () => {
    const endpoint = await postgresEndpoint()
    targets.push(endpoint)
    return endpoint
  }
  beforeAll(async () => {
    source = await postgresEndpoint()
    await source.sql(...shop)
    schema = await readSchema(source)
  })
  afterAll(async () => {
    for (const endpoint of [source, ...targets]) await endpoint?.close()
  })
  const table = (name: string) => schema.tables.find((it) => it.table.name === name)
  const column = (of: string, name: string) => table(of)?.columns.find((c) => c.name === name)

  test('a schema made again from its DDL is the same schema', async () => {
    const { differences } = await roundTrip(source, await target())
    expect(differences).toEqual([])
  })

  test('primary keys may come after the rows', async () => {
    const { differences } = await roundTrip(source, await target(), { primaryKeys: 'late' })
    expect(differences).toEqual([])
  })

  test('tells types, defaults and counters of columns', () => {
    expect(column('customers', 'id')?.identity).toEqual({
      generation: 'by default',
      start: '1',
      increment: '1',
      next: '3',
      sequence: { schema: 'public', name: 'customers_id_seq' },
      serial: true,
    })
    expect(column('orders', 'id')?.identity).toMatchObject({
      generation: 'always',
      start: '1000',
      increment: '10',
      next: '1020',
    })
    expect(column('customers', 'price')).toEqual({
      name: 'price',
      type: t.decimal(12, 2),
      nativeType: 'numeric(12,2)',
      nullable: true,
      default: '0.00',
    })
    expect(column('customers', 'feeling')).toMatchObject({
      default: `'ok'::public.mood`,
      values: ['sad', 'ok', `it's "fine"`],
      namedType: { schema: 'public', name: 'mood' },
    })
    expect(column('customers', 'twice')?.generated).toEqual({
      expression: '(id * 2)',
      stored: true,
    })
    expect(schema.sequences.map((s) => [s.name.name, s.next])).toEqual([
      ['ended', '3'],
      ['free', '115'],
      ['set_only', '77'],
    ])
  })

  test('partitions are read through their table, children of INHERITS are tables', () => {
    expect(table('parts')?.partitioning).toEqual({
      by: 'RANGE (at)',
      partitions: [
        {
          name: { schema: 'public', name: 'parts_1' },
          bounds: `FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')`,
        },
        {
          name: { schema: 'public', name: 'parts_2' },
          bounds: `FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')`,
          by: 'LIST (id)',
        },
        {
          name: { schema: 'public', name: 'parts_2a' },
          parent: { schema: 'public', name: 'parts_2' },
          bounds: 'FOR VALUES IN (1, 2)',
        },
        { name: { schema: 'public', name: 'parts_rest' }, bounds: 'DEFAULT' },
      ],
    })
    expect(table('parts_1')).toBeUndefined()
    expect(table('a_child')?.inherits).toEqual([{ schema: 'public', name: 'base' }])
    expect(table('a_child')?.checks).toEqual([])
  })

  test('lists what single partitions have of their own', () => {
    expect(schema.others.filter((it) => it.kind === 'constraint').map((it) => it.text)).toEqual([
      'ALTER TABLE "public"."booking" ADD CONSTRAINT "no_overlap" EXCLUDE USING gist (during WITH &&)',
      'CREATE INDEX own_index ON public.parts_1 USING btree (region, id)',
      'ALTER TABLE public.parts_2a ADD CONSTRAINT own_key UNIQUE (id)',
    ])
  })

  test('reads the schemas that are asked for', async () => {
    const sales = await readSchema(source, ['sales'])
    expect(sales.schemas).toEqual(['sales'])
    expect(sales.tables.map((it) => it.table)).toEqual([
      { schema: 'sales', name: 'lines' },
      { schema: 'sales', name: 'orders' },
    ])
  })

  test('counters go on behind rows that came by themselves', async () => {
    const endpoint = await target()
    await endpoint.sql(`CREATE TABLE n (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)`)
    const counted = await readSchema(endpoint)
    const loaded = await target()
    await applySchema(loaded, counted)
    await loaded.sql('INSERT INTO n (id) VALUES (41)')
    await loaded.sql(...ddlOf(counted).sequences.map((s) => s.sql))
    await loaded.sql('INSERT INTO n DEFAULT VALUES')
    expect(await loaded.rows('SELECT max(id) FROM n')).toEqual([['42']])
  })

  test('views keep their check option', () => {
    const { checkOption, sql } = schema.views.find((v) => v.view.name === 'checked') ?? {}
    expect([checkOption, sql]).toEqual(['local', expect.not.stringMatching(/CHECK OPTION/i)])
  })

  test('a login without rights to tables still learns what there is', async () => {
    await source.sql(
      `CREATE ROLE reader_of_shop LOGIN PASSWORD 'x'`,
      `GRANT USAGE ON SCHEMA sales TO reader_of_shop`,
    )
    try {
      const url = new URL(source.url)
      url.username = 'reader_of_shop'
      url.password = 'x'
      const seen = await readSchema({ ...source, open: () => openUrl(url.href) })
      expect(seen.tables.map((it) => it.table)).toEqual(schema.tables.map((it) => it.table))
      const orders = seen.tables.find((it) => it.table.name === 'orders')
      expect(orders?.columns[0]?.identity).toEqual({
        generation: 'always',
        start: '1000',
        increment: '10',
        sequence: { schema: 'sales', name: 'orders_id_seq' },
      })
    } finally {
      await source.sql('DROP OWNED BY reader_of_shop', 'DROP ROLE reader_of_shop')
    }
  })

  test('a changed schema is told by what has changed', async () => {
    await source.sql(
      'ALTER TABLE booking ADD added text',
      'ALTER TABLE booking ALTER room TYPE bigint, ALTER room SET NOT NULL',
    )
    const table = { schema: 'public', name: 'booking' }
    expect(compareSchemas(schema, await readSchema(source))).toEqual([
      {
        difference: 'changed',
        object: { kind: 'column', table, name: 'room' },
        property: 'type',
        first: 'integer',
        second: 'bigint',
      },
      {
        difference: 'changed',
        object: { kind: 'column', table, name: 'room' },
        property: 'nullable',
        first: 'yes',
        second: 'no',
      },
      {
        difference: 'added',
        object: { kind: 'column', table, name: 'added' },
        first: '',
        second: 'added',
      },
    ])
  })
})
