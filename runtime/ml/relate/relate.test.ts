import { describe, expect, test } from 'vitest'
import { below, seededRandom } from '../random.ts'
import type { TextTable } from '../table.ts'
import { toMermaid } from './mermaid.ts'
import { compareNames, readName, wordsOf } from './names.ts'
import { relateTables } from './relate.ts'

const table = (
  name: string,
  header: string,
  rows: readonly (readonly unknown[])[] = [],
): TextTable => ({
  name,
  rows: rows.length,
  columns: header.split(' ').map((column, c) => ({
    name: column,
    values: rows.map((row) => (row[c] === null ? null : `${row[c]}`)),
  })),
})

const accepted = async (tables: readonly TextTable[]) =>
  (await relateTables(tables, { dependencies: false })).foreignKeys
    .filter((key) => key.accepted)
    .map(({ from, to }) => `${from.table}.${from.column} > ${to.table}.${to.column}`)
    .sort()

const random = seededRandom(5)
const many = (count: number, row: (i: number) => readonly unknown[]) =>
  Array.from({ length: count }, (_, i) => row(i + 1))

const shop = [
  table(
    'customers',
    'customer_id full_name country',
    many(40, (i) => [i, `Name ${i}`, i % 5]),
  ),
  table(
    'staff',
    'id name manager',
    many(12, (i) => [i, `Staff ${i}`, i === 1 ? null : 1 + (i % 3)]),
  ),
  table(
    'orders',
    'order_no cust_id sales_rep_id quantity placed',
    many(150, (i) => [1000 + i, 1 + below(random, 40), 1 + below(random, 12), 1 + (i % 9), i]),
  ),
  table(
    'order_lines',
    'order_no line_no sku amount',
    many(400, (i) => [1001 + (i % 150), Math.ceil(i / 150), `P-${i % 30}`, i * 3]),
  ),
  table(
    'products',
    'sku label',
    many(30, (i) => [`P-${i - 1}`, `Product ${i}`]),
  ),
]

describe('foreign keys', () => {
  test('are found from values and names, and numbers that only happen to fit are not', async () => {
    expect(await accepted(shop)).toEqual([
      'order_lines.order_no > orders.order_no',
      'order_lines.sku > products.sku',
      'orders.cust_id > customers.customer_id',
      'orders.sales_rep_id > staff.id',
      'staff.manager > staff.id',
    ])
  })

  test('a value that the key does not have speaks against, unless it is dirt', async () => {
    const lines = (wrong: number) =>
      table(
        'lines',
        'sku qty',
        many(300, (i) => [i <= wrong ? `X-${i}` : `P-${i % 30}`, i]),
      )
    const products = shop[4] as TextTable
    expect(await accepted([products, lines(1)])).toEqual(['lines.sku > products.sku'])
    expect(await accepted([products, lines(15)])).toEqual([])
  })

  test('without rows names decide', async () => {
    const schema = [
      table('country', 'country_id country'),
      table('city', 'city_id city country_id'),
      table('address', 'address_id address district city_id postal_code phone'),
      table('store', 'store_id manager_staff_id address_id'),
      table('staff', 'staff_id first_name last_name address_id store_id email active'),
      table('language', 'language_id name'),
      table('film', 'film_id title language_id original_language_id rental_duration length'),
      table('actor', 'actor_id first_name last_name'),
      table('film_actor', 'actor_id film_id last_update'),
    ]
    expect(await accepted(schema)).toEqual([
      'address.city_id > city.city_id',
      'city.country_id > country.country_id',
      'film.language_id > language.language_id',
      'film.original_language_id > language.language_id',
      'film_actor.actor_id > actor.actor_id',
      'film_actor.film_id > film.film_id',
      'staff.address_id > address.address_id',
      'staff.store_id > store.store_id',
      'store.address_id > address.address_id',
      'store.manager_staff_id > staff.staff_id',
    ])
  })
})

describe('relations', () => {
  test('inclusions are those of the definition', async () => {
    const { inclusions } = await relateTables(shop, { dependencies: false })
    const columns = shop.flatMap((t) =>
      t.columns.map((c) => ({
        name: `${t.name}.${c.name}`,
        values: new Set(c.values.filter((v) => v !== null)),
      })),
    )
    const expected = columns.flatMap((a) =>
      columns
        .filter((b) => a !== b && [...a.values].every((v) => b.values.has(v)))
        .map((b) => `${a.name} < ${b.name}`),
    )
    const found = inclusions.map(
      ({ from, to }) => `${from.table}.${from.column} < ${to.table}.${to.column}`,
    )
    expect(found.sort()).toEqual(expected.sort())
  })

  test('whole numbers written with a fraction of zeros are the same', async () => {
    const left = table('a', 'x', [['1.0'], ['2.00']])
    const right = table('b', 'y', [[1], [2], [3]])
    const { inclusions } = await relateTables([left, right])
    expect(inclusions).toEqual([
      { from: { table: 'a', column: 'x' }, to: { table: 'b', column: 'y' } },
    ])
  })

  test('empty tables, one row and repeated names give a result', async () => {
    const odd = [
      table('empty', 'a b'),
      table('one', 'a b', [[1, null]]),
      table('twice', 'a a', [
        [1, 2],
        [2, 2],
      ]),
    ]
    const { tables } = await relateTables(odd)
    expect(tables.map((t) => [t.keys, t.dependencies.length])).toEqual([
      [[], 0],
      [[[]], 2],
      [[['a']], 1],
    ])
  })

  test('a diagram is valid Mermaid for names that are not', () => {
    const key = {
      from: { table: 'Order "Lines"', column: 'order id' },
      to: { table: 'orders', column: '1st' },
      score: 1,
      accepted: true,
      evidence: { name: 1, nameReason: '', keyIs: 'main key', cardinality: 'many to one' },
    } as const
    const bare = { rows: 0, keys: [], dependencies: [], approximate: [] }
    const tables = [
      { ...bare, name: 'Order "Lines"', columns: ['order id'] },
      { ...bare, name: 'orders', columns: ['1st'], mainKey: '1st' },
    ]
    expect(toMermaid({ compared: 0, tables, inclusions: [], foreignKeys: [key] })).toBe(`erDiagram
  "Order ’Lines’" {
    column order_id FK
  }
  "orders" {
    column c_1st PK
  }
  "orders" ||--o{ "Order ’Lines’" : "order id"
`)
  })
})

describe('names', () => {
  test('are split into words', () => {
    expect(wordsOf('HTTPStatusCodes')).toEqual(['http', 'status', 'code'])
    expect(wordsOf('order_details_2')).toEqual(['order', 'detail'])
    expect(readName('custid').stem).toEqual(['cust'])
    expect(readName('is_paid').isKey).toBe(false)
  })

  test('a description of something is no reference to it', () => {
    const key = readName('customer_id')
    const score = (name: string) => compareNames(readName(name), ['order'], key, ['customer']).score
    expect(score('customer_id')).toBe(1)
    expect(score('billing_customer_id')).toBeGreaterThan(0.9)
    expect(score('customer_rating')).toBeLessThan(0.2)
    expect(score('amount')).toBe(0)
  })
})
