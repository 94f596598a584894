import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decimal,
  double,
  json,
  text,
  timestamp,
  timestamptz,
} from '../../../nodes/kit/data-type.ts'
import type { DatabaseSchema, TableSchema } from '../../schema/model.ts'
import { schemaDrift } from './drift.ts'
import { tableMatches } from './globs.ts'
import { defaultOptions } from './options.ts'
import { eachOf, eachUnlocked } from './pool.ts'
import { normaliserOf, RowHash } from './row-hash.ts'
import { selectTables } from './select-tables.ts'

const table = (name: string, more: Partial<TableSchema> = {}): TableSchema => ({
  table: { schema: 'shop', name },
  columns: [
    { name: 'id', type: text, nativeType: 'text', nullable: false },
    { name: 'note', type: text, nativeType: 'text', nullable: true },
  ],
  uniques: [],
  checks: [],
  foreignKeys: [],
  indexes: [],
  ...more,
})
const database = (...tables: TableSchema[]): DatabaseSchema => ({
  system: 'postgres',
  version: '15',
  schemas: ['shop'],
  tables,
  views: [],
  types: [],
  sequences: [],
  others: [],
})

test('patterns name tables alone or behind their schema', () => {
  const orders = { schema: 'shop', name: 'orders_2024' }
  for (const glob of ['orders_2024', 'shop.orders*', 'ORDERS_????', 'shop.*', '*'])
    expect(tableMatches(orders, glob), glob).toBe(true)
  for (const glob of ['orders', 'public.*', 'orders_???', 'order[s]*'])
    expect(tableMatches(orders, glob), glob).toBe(false)
})

test('what a chosen table refers to and does not bring along is a loss', () => {
  const key = {
    name: 'fk',
    columns: ['id'],
    references: { schema: 'shop', name: 'b' },
    referencedColumns: ['id'],
    onDelete: 'no action',
    onUpdate: 'no action',
  } as const
  const index = { name: 'by_note', unique: false, method: 'btree', include: [] } as const
  const parts = [{ column: 'note', descending: false }]
  const all = database(
    table('a', { foreignKeys: [key], indexes: [{ ...index, parts }] }),
    table('b'),
  )
  const options = { ...defaultOptions(), exclude: ['b'], tables: { a: { without: ['note'] } } }
  const { schema, losses } = selectTables(all, options)
  expect(schema.tables.map((t) => t.table.name)).toEqual(['a'])
  expect(schema.tables[0]?.columns.map((c) => c.name)).toEqual(['id'])
  expect(losses.map((l) => l.code).sort()).toEqual(['FOREIGN_KEY_OMITTED', 'INDEX_OMITTED'])
  expect(() => selectTables(all, { ...defaultOptions(), include: ['zzz'] })).toThrow(/zzz/)
  expect(() => selectTables(all, { ...defaultOptions(), tables: { c: {} } })).toThrow(/“c”/)
})

test('drift names what is gone, new and different', () => {
  const changed = table('a', {
    columns: [
      { name: 'id', type: text, nativeType: 'varchar(9)', nullable: false },
      { name: 'more', type: text, nativeType: 'text', nullable: true },
    ],
  })
  const keys = new Set(['a', 'b'].map((name) => JSON.stringify(['shop', name])))
  expect(schemaDrift(database(table('a'), table('b')), database(changed), keys)).toEqual([
    'shop.a: column “note” is gone',
    'shop.a: column “more” is new',
    'shop.a: column “id” was text not null and is varchar(9) not null',
    'shop.b: the table is gone',
  ])
  expect(schemaDrift(database(table('a')), database(table('a')), keys)).toEqual([])
})

const sumOf = async (
  lines: readonly string[],
  normalise: ConstructorParameters<typeof RowHash>[0],
) => {
  const hash = new RowHash(normalise)
  await pipeline(
    lines.map((line) => Buffer.from(line)),
    hash,
  )
  return `${hash.rows} ${hash.sum}`
}

test('row hashes do not mind order or cuts, and see every change', async () => {
  const rows = fc.uniqueArray(fc.stringMatching(/^[a-zé\t]{1,12}$/), {
    minLength: 2,
    maxLength: 20,
  })
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const lines = given.map((r) => `${r}\n`)
      const sum = await sumOf(lines, [])
      expect(await sumOf([...lines].reverse(), [])).toBe(sum)
      expect(await sumOf([lines.join('')], [])).toBe(sum)
      expect(await sumOf([`${given[0]}x\n`, ...lines.slice(1)], [])).not.toBe(sum)
      expect(await sumOf(lines.slice(1), [])).not.toBe(sum)
    }),
  )
})

test('values that mean the same have the same hash', async () => {
  const types = [decimal(10, 2), double, timestamp, timestamptz, json]
  const normalise = types.map((type) => normaliserOf(type, ''))
  const one =
    '1.10\t1e3\t2024-01-01 00:00:00.500000\t2024-01-01 00:00:00+00\t{"a": 1, "b": [1.0]}\n'
  const other = '1.1\t1000\t2024-01-01 00:00:00.5\t2024-01-01 00:00:00.000000+00\t{"b":[1],"a":1}\n'
  expect(await sumOf([one], normalise)).toBe(await sumOf([other], normalise))
  expect(await sumOf(['\\N\n'], [])).not.toBe(await sumOf(['\n'], []))
})

test('pools keep their limit, and never run together what shuts each other out', async () => {
  let [now, most] = [0, 0]
  const work = async () => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setTimeout(resolve, 1))
    now--
  }
  await eachOf([1, 2, 3, 4, 5], 2, work)
  expect(most).toBe(2)
  const failing = eachOf([1, 2, 3], 1, async (n) => {
    if (n === 2) throw new Error('two')
  })
  await expect(failing).rejects.toThrow('two')

  const running = new Set<string>()
  const items = ['a', 'ab', 'b', 'c', 'ca'].map((tables) => ({
    tables: [...tables],
    shared: false,
  }))
  const done: string[] = []
  await eachUnlocked(items, 3, async ({ tables }) => {
    for (const t of tables) expect(running.has(t)).toBe(false)
    for (const t of tables) running.add(t)
    await new Promise((resolve) => setTimeout(resolve, 2))
    for (const t of tables) running.delete(t)
    done.push(tables.join(''))
  })
  expect(done.sort()).toEqual(['a', 'ab', 'b', 'c', 'ca'].sort())
})
