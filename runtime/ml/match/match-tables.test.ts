import { expect, test } from 'vitest'
import { matchTables } from './match-tables.ts'
import type { MatchColumn, MatchTable } from './side.ts'

type Values = readonly (string | null)[]

const tableOf = (name: string, columns: Readonly<Record<string, Values>>): MatchTable => ({
  name,
  rows: Math.max(0, ...Object.values(columns).map((values) => values.length)),
  columns: Object.entries(columns).map(([column, values]) => ({ name: column, values })),
})
const schemaOf = (name: string, ...columns: (string | Partial<MatchColumn>)[]): MatchTable => ({
  name,
  rows: 0,
  columns: columns.map((c) => ({
    name: '',
    values: [],
    ...(typeof c === 'string' ? { name: c } : c),
  })),
})
const series = (length: number, value: (i: number) => string | null) =>
  Array.from({ length }, (_, i) => value(i))
const pairs = ({ assignment }: Awaited<ReturnType<typeof matchTables>>) =>
  assignment.map(({ source, target }) => `${source.column} → ${target.column}`)

test('finds what is called otherwise, and leaves out what has no partner', async () => {
  const source = schemaOf('crm', 'cust_nbr', 'dob', 'surname', 'shoe_size')
  const target = schemaOf('clients', 'FamilyName', 'BirthDate', 'CustomerNumber', 'Currency')
  const result = await matchTables([source], [target])
  expect(pairs(result)).toEqual([
    'cust_nbr → CustomerNumber',
    'dob → BirthDate',
    'surname → FamilyName',
  ])
  const [, birth] = result.columns
  expect(birth?.targets[0]?.reasons.join()).toContain('dob')
  for (const { targets } of result.columns)
    for (const { confidence } of targets) expect(confidence).toBeGreaterThanOrEqual(0)
})

test('values tell columns apart whose names say nothing', async () => {
  const colours = ['red', 'green', 'blue', 'yellow']
  const towns = ['Bonn', 'Lyon', 'Graz', 'Turin', 'Porto']
  const source = tableOf('s', {
    c1: series(60, (i) => colours[i % 4] ?? null),
    c2: series(60, (i) => towns[i % 5] ?? null),
  })
  const target = tableOf('t', {
    x: series(40, (i) => towns[(i * 3) % 5] ?? null),
    y: series(40, (i) => colours[(i * 3) % 4] ?? null),
  })
  const { columns } = await matchTables([source], [target])
  expect(columns.map((c) => c.targets[0]?.column)).toEqual(['y', 'x'])
  expect(columns[0]?.targets[0]?.reasons).toContain('100 % of its values occur in the target')
})

test('rows that both tables have show how a column is coded', async () => {
  const source = tableOf('s', {
    k: series(200, (i) => `AB-${i * 7}`),
    state: series(200, (i) => ['single', 'married', 'widowed'][(i * i) % 3] ?? null),
    level: series(200, (i) => ['low', 'mid', 'high'][(i >> 1) % 3] ?? null),
  })
  const target = tableOf('t', {
    q1: series(200, (i) => ['1', '2', '3'][((199 - i) >> 1) % 3] ?? null),
    q2: series(200, (i) => ['A', 'B', 'C'][((199 - i) * (199 - i)) % 3] ?? null),
    key: series(200, (i) => `AB-${(199 - i) * 7}`),
  })
  const { columns } = await matchTables([source], [target])
  expect(columns.map((c) => c.targets[0]?.column)).toEqual(['key', 'q2', 'q1'])
  expect(columns[1]?.targets[0]?.reasons[0]).toMatch(/stands for one of the other in 200 rows/)
})

test('in many tables the tables count, and foreign keys by what they refer to', async () => {
  const ref = (name: string, table: string): Partial<MatchColumn> => ({
    name,
    references: { table, column: 'id' },
  })
  const key: Partial<MatchColumn> = { name: 'id', primaryKey: true }
  const source = [
    schemaOf('customers', key, 'name', 'city'),
    schemaOf('orders', key, ref('customer_id', 'customers'), 'order_date'),
  ]
  const target = [
    schemaOf('sale', key, ref('client_id', 'client'), 'sale_date'),
    schemaOf('client', key, 'name', 'town'),
    schemaOf('warehouse', key, 'name', 'town'),
  ]
  const { columns } = await matchTables(source, target)
  const best = columns.map(({ table, column, targets }) => {
    const [first] = targets
    return `${table}.${column} → ${first?.table}.${first?.column}`
  })
  expect(best).toEqual([
    ...['customers.id → client.id', 'customers.name → client.name', 'customers.city → client.town'],
    ...['orders.id → sale.id', 'orders.customer_id → sale.client_id'],
    'orders.order_date → sale.sale_date',
  ])
})

test('decisions are followed, carry over to like columns, and teach words', async () => {
  const source = schemaOf('vbak', 'kunnr', 'kunnr_name')
  const target = schemaOf('orders', 'client', 'client_name', 'name', 'total')
  const [before, alike] = (await matchTables([source], [target])).columns
  const decision = (accepted: boolean, column = 'client') => ({
    source: { table: 'vbak', column: 'kunnr' },
    target: { table: 'orders', column },
    accepted,
  })
  const after = await matchTables([source], [target], { feedback: [decision(true)] })
  expect(pairs(after)).toContain('kunnr → client')
  expect(after.columns[0]?.targets[0]?.reasons[0]).toBe('accepted before')
  const of = (list: typeof before, name = 'client') =>
    list?.targets.find((t) => t.column === name)?.confidence ?? 0
  expect(of(after.columns[0])).toBeGreaterThan(0.9)
  expect(of(after.columns[1], 'client_name')).toBeGreaterThan(of(alike, 'client_name'))
  const elsewhere = await matchTables([{ ...source, name: 'knb1' }], [target], {
    feedback: [decision(true)],
  })
  expect(of(elsewhere.columns[0])).toBeGreaterThan(of(before))
  const refused = await matchTables([source], [target], { feedback: [decision(false)] })
  expect(of(refused.columns[0])).toBeLessThan(0.01)
})

test('same input, same result', async () => {
  const source = tableOf('s', { a: series(50, (i) => `${i % 7}`), b: series(50, (i) => `v${i}`) })
  expect(await matchTables([source], [source])).toEqual(await matchTables([source], [source]))
})

test('odd tables give a result', async () => {
  const numbers = (result: Awaited<ReturnType<typeof matchTables>>) =>
    result.columns.flatMap((c) => c.targets.map((t) => t.confidence))
  const odd = [
    { name: 'none', rows: 0, columns: [] },
    tableOf('empty', { a: [], b: [] }),
    tableOf('nulls', { a: [null, null], '': [null, ''] }),
    tableOf('one', { a: ['1'], b: ['x'] }),
    {
      name: 'twice',
      rows: 1,
      columns: [
        { name: 'a', values: ['1'] },
        { name: 'a', values: ['2'] },
      ],
    },
    tableOf('signs', { '%%%': ['😀', '�'], 名前: ['あ', '1e999'] }),
  ]
  for (const source of odd)
    for (const target of odd) {
      const result = await matchTables([source], [target])
      expect(result.columns).toHaveLength(source.columns.length)
      for (const confidence of numbers(result)) expect(confidence).toBeGreaterThanOrEqual(0)
    }
  expect(await matchTables([], [])).toMatchObject({ columns: [], assignment: [] })
})

test('ten thousand columns against a few are compared, against as many refused', async () => {
  const wide = schemaOf('wide', ...series(10_000, (i) => `column ${i}`).map(String))
  const few = schemaOf('few', 'column 77', 'price')
  const { columns } = await matchTables([few], [wide], { top: 1 })
  expect(columns[0]?.targets[0]?.column).toBe('column 77')
  await expect(matchTables([wide], [wide])).rejects.toMatchObject({ code: 'INVALID_USAGE' })
})

test('can be stopped, and says how far it is', async () => {
  const table = schemaOf('t', 'a', 'b')
  const stopped = AbortSignal.abort(new Error('stopped'))
  await expect(matchTables([table], [table], { work: { signal: stopped } })).rejects.toThrow(
    'stopped',
  )
  const told: number[] = []
  const work = { signal: new AbortController().signal, progress: (done: number) => told.push(done) }
  await matchTables([table], [table], { work })
  expect(told).toEqual([...told].sort((a, b) => a - b))
  expect(told.at(-1)).toBe(4)
})

test('states that a sample was read', async () => {
  const table = { ...tableOf('big', { a: ['1', '2'] }), sampledFrom: 900 }
  const { notes } = await matchTables([table], [table])
  expect(notes[0]).toBe('big: 2 of 900 rows, chosen at random')
})
