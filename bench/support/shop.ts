import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

/** A type in PostgreSQL, in MariaDB and in SQLite. */
type Types = readonly [postgres: string, mysql: string, sqlite: string]

const id: Types = ['integer', 'int', 'INTEGER']
const words = (length: number): Types => [
  `varchar(${length})`,
  `varchar(${length})`,
  `VARCHAR(${length})`,
]
const money: Types = ['numeric(12,2)', 'decimal(12,2)', 'DECIMAL(12,2)']
const moment: Types = ['timestamp', 'datetime', 'TIMESTAMP']
const day: Types = ['date', 'date', 'DATE']
const small: Types = ['smallint', 'smallint', 'SMALLINT']
const real: Types = ['double precision', 'double', 'REAL']
const flag: Types = ['boolean', 'tinyint(1)', 'BOOLEAN']
const prose: Types = ['text', 'text', 'TEXT']

interface ShopTable {
  readonly name: string
  /** Of all rows, a thousandth each; at least one row. */
  readonly share: number
  /** Column, types, and what DuckDB computes it from: `i`, and `n('table')` rows of another. */
  readonly columns: readonly (readonly [name: string, types: Types, value: string])[]
  readonly references?: Readonly<Record<string, string>>
  readonly indexes: readonly (readonly string[])[]
}

const pick = (table: string, salt: number) => `(1 + hash(i + ${salt}) % n('${table}'))::INTEGER`
const text = (length: number) =>
  `left(md5(i::VARCHAR) || md5((i + 1)::VARCHAR) || md5((i + 2)::VARCHAR), ${length})`
const amount = `((hash(i) % 10000000) / 100)::DECIMAL(12,2)`
const created = `TIMESTAMP '2019-01-01' + INTERVAL (i % 150000000) SECOND`

/** Twelve tables with twelve foreign keys and twenty indexes besides the primary keys. */
export const shopTables: readonly ShopTable[] = [
  {
    name: 'countries',
    share: 0.05,
    indexes: [['name']],
    columns: [
      ['id', id, 'i'],
      ['name', words(60), `'Country ' || i`],
      ['code', words(2), `chr((65 + i % 26)::INTEGER) || chr((65 + i % 17)::INTEGER)`],
    ],
  },
  {
    name: 'categories',
    share: 0.1,
    indexes: [['title']],
    columns: [
      ['id', id, 'i'],
      ['title', words(80), `'Category ' || i`],
      ['described', prose, text(60)],
    ],
  },
  {
    name: 'suppliers',
    share: 5,
    indexes: [['name'], ['country_id']],
    references: { country_id: 'countries' },
    columns: [
      ['id', id, 'i'],
      ['name', words(80), `'Supplier ' || i`],
      ['country_id', id, pick('countries', 3)],
      ['since', day, `DATE '1990-01-01' + (i % 9000)::INTEGER`],
    ],
  },
  {
    name: 'customers',
    share: 90,
    indexes: [['email'], ['country_id']],
    references: { country_id: 'countries' },
    columns: [
      ['id', id, 'i'],
      ['first_name', words(40), `CASE i % 4 WHEN 0 THEN 'Zoë' WHEN 1 THEN 'José' ELSE 'Ann' END`],
      ['last_name', words(60), text(12)],
      ['email', words(120), `'user' || i || '@example-' || (i % 977) || '.com'`],
      ['country_id', id, pick('countries', 5)],
      ['active', flag, 'i % 3 = 0'],
      ['created', moment, created],
    ],
  },
  {
    name: 'addresses',
    share: 90,
    indexes: [['customer_id']],
    references: { customer_id: 'customers' },
    columns: [
      ['id', id, 'i'],
      ['customer_id', id, pick('customers', 7)],
      ['street', words(120), `i % 1000 || ' ' || ${text(20)}`],
      [
        'city',
        words(60),
        `CASE i % 3 WHEN 0 THEN 'Zürich' WHEN 1 THEN 'São Paulo' ELSE 'Leeds' END`,
      ],
      ['zip', words(12), `lpad((i % 99999)::VARCHAR, 5, '0')`],
    ],
  },
  {
    name: 'products',
    share: 30,
    indexes: [['sku'], ['category_id', 'price']],
    references: { category_id: 'categories' },
    columns: [
      ['id', id, 'i'],
      ['sku', words(20), `'SKU-' || lpad(i::VARCHAR, 9, '0')`],
      ['title', words(120), `'Product ' || ${text(24)}`],
      ['category_id', id, pick('categories', 11)],
      ['price', money, amount],
      ['weight', real, `(hash(i + 7) % 1000000) / 1000.0::DOUBLE`],
      [
        'note',
        prose,
        `CASE WHEN i % 10 = 0 THEN NULL WHEN i % 50 = 1 THEN 'said "yes", then left' ELSE ${text(90)} END`,
      ],
    ],
  },
  {
    name: 'offers',
    share: 40,
    indexes: [['product_id'], ['supplier_id']],
    references: { product_id: 'products', supplier_id: 'suppliers' },
    columns: [
      ['id', id, 'i'],
      ['product_id', id, pick('products', 13)],
      ['supplier_id', id, pick('suppliers', 17)],
      ['cost', money, amount],
    ],
  },
  {
    name: 'orders',
    share: 180,
    indexes: [['customer_id'], ['ordered']],
    references: { customer_id: 'customers' },
    columns: [
      ['id', id, 'i'],
      ['customer_id', id, pick('customers', 19)],
      ['ordered', moment, created],
      [
        'status',
        words(12),
        `CASE i % 4 WHEN 0 THEN 'open' WHEN 1 THEN 'paid' WHEN 2 THEN 'sent' ELSE 'closed' END`,
      ],
      ['total', money, amount],
    ],
  },
  {
    name: 'order_items',
    share: 380,
    indexes: [['order_id'], ['product_id']],
    references: { order_id: 'orders', product_id: 'products' },
    columns: [
      ['id', id, 'i'],
      ['order_id', id, pick('orders', 23)],
      ['product_id', id, pick('products', 29)],
      ['quantity', small, '(1 + i % 9)::SMALLINT'],
      ['price', money, amount],
      ['remark', words(80), `CASE WHEN i % 7 = 0 THEN ${text(40)} END`],
    ],
  },
  {
    name: 'payments',
    share: 90,
    indexes: [['order_id'], ['paid']],
    references: { order_id: 'orders' },
    columns: [
      ['id', id, 'i'],
      ['order_id', id, pick('orders', 31)],
      ['paid', moment, created],
      ['amount', money, amount],
      ['reference', words(40), text(32)],
    ],
  },
  {
    name: 'shipments',
    share: 50,
    indexes: [['order_id']],
    references: { order_id: 'orders' },
    columns: [
      ['id', id, 'i'],
      ['order_id', id, pick('orders', 37)],
      ['sent', moment, created],
      ['carrier', words(30), `'Carrier ' || (i % 12)`],
    ],
  },
  {
    name: 'reviews',
    share: 44.85,
    indexes: [['product_id'], ['written']],
    references: { product_id: 'products' },
    columns: [
      ['id', id, 'i'],
      ['product_id', id, pick('products', 41)],
      ['stars', small, '(1 + i % 5)::SMALLINT'],
      ['body', prose, text(96)],
      ['written', moment, created],
    ],
  },
]

export const rowsOf = (table: ShopTable, rows: number): number =>
  Math.max(1, Math.round((rows * table.share) / 1000))

const quote = { postgres: '"', mysql: '`', sqlite: '"' }
const systems = ['postgres', 'mysql', 'sqlite'] as const
export type ShopSystem = (typeof systems)[number]

/** CREATE TABLE statements; the keys after the rows, except where they have to come with them. */
export function shopDdl(system: ShopSystem): { tables: string[]; keys: string[] } {
  const q = (name: string) => `${quote[system]}${name}${quote[system]}`
  const at = systems.indexOf(system)
  const inline = system === 'sqlite'
  const tables = shopTables.map(({ name, columns, references = {} }) => {
    const list = columns.map(
      ([column, types], i) => `${q(column)} ${types[at]}${i === 0 ? ' NOT NULL PRIMARY KEY' : ''}`,
    )
    const foreign = Object.entries(references).map(
      ([column, other]) => `FOREIGN KEY (${q(column)}) REFERENCES ${q(other)} (${q('id')})`,
    )
    return `CREATE TABLE ${q(name)} (${[...list, ...(inline ? foreign : [])].join(', ')})${system === 'mysql' ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4' : ''}`
  })
  const indexes = shopTables.flatMap(({ name, indexes: found }) =>
    found.map(
      (columns) =>
        `CREATE INDEX ${q(`${name}_${columns.join('_')}`)} ON ${q(name)} (${columns.map(q).join(', ')})`,
    ),
  )
  const foreign = inline
    ? []
    : shopTables.flatMap(({ name, references = {} }) =>
        Object.entries(references).map(
          ([column, other]) =>
            `ALTER TABLE ${q(name)} ADD CONSTRAINT ${q(`${name}_${column}_fk`)} FOREIGN KEY (${q(column)}) REFERENCES ${q(other)} (${q('id')})`,
        ),
      )
  return { tables, keys: [...indexes, ...foreign] }
}

/** One CSV file per table, the same for the same number of rows; NULL is nothing. */
export async function writeShopCsv(folder: string, rows: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  for (const table of shopTables) {
    const list = table.columns.map(([column, , value]) => {
      const filled = value.replace(/n\('(\w+)'\)/g, (_, other: string) => {
        const found = shopTables.find((t) => t.name === other)
        return String(found ? rowsOf(found, rows) : 1)
      })
      return `${filled} AS ${column}`
    })
    const path = join(folder, `${table.name}.csv`).replaceAll("'", "''")
    await connection.run(
      `COPY (SELECT ${list.join(', ')} FROM range(1, ${rowsOf(table, rows)} + 1) t(i)) TO '${path}' (FORMAT csv, HEADER)`,
    )
  }
  connection.closeSync()
  instance.closeSync()
}
