import { beforeAll, describe, expect, test, vi } from 'vitest'
import {
  emptyDatabase,
  execute,
  migrate,
  migrationInput,
  troubles,
} from '../../../e2e/support/migrations.ts'
import type { RichSystem } from '../../../e2e/support/rich-databases.ts'
import { requireMysql, requirePostgres } from '../../../e2e/support/services.ts'
import { planMigration } from './index.ts'

vi.setConfig({ testTimeout: 60_000 })

const services = {
  postgres: await requirePostgres(),
  mysql: await requireMysql(),
  sqlite: { url: 'a file', missing: undefined },
}

/** Stores and staff refer to each other; sales to staff. SQLite takes keys with the table only. */
const tables = (system: RichSystem) =>
  system === 'sqlite'
    ? [
        'CREATE TABLE store (id integer PRIMARY KEY, manager integer NOT NULL REFERENCES staff (id))',
        'CREATE TABLE staff (id integer PRIMARY KEY, store integer NOT NULL REFERENCES store (id))',
        'CREATE TABLE sale (id integer PRIMARY KEY, staff integer NOT NULL REFERENCES staff (id))',
      ]
    : [
        'CREATE TABLE store (id integer PRIMARY KEY, manager integer NOT NULL)',
        'CREATE TABLE staff (id integer PRIMARY KEY, store integer NOT NULL, CONSTRAINT works_in FOREIGN KEY (store) REFERENCES store (id))',
        'CREATE TABLE sale (id integer PRIMARY KEY, staff integer NOT NULL, CONSTRAINT sold_by FOREIGN KEY (staff) REFERENCES staff (id))',
      ]
const circle = (system: RichSystem) =>
  system === 'sqlite'
    ? []
    : ['ALTER TABLE store ADD CONSTRAINT managed_by FOREIGN KEY (manager) REFERENCES staff (id)']
const rows = [
  'INSERT INTO store VALUES (1, 7), (2, 8)',
  'INSERT INTO staff VALUES (7, 1), (8, 2)',
  'INSERT INTO sale VALUES (3, 7), (4, 8), (5, 8)',
]
const count = async (url: string) =>
  (
    await execute(url, [
      'SELECT (SELECT count(*) FROM store), (SELECT count(*) FROM staff), (SELECT count(*) FROM sale)',
    ])
  )[0]?.map(Number)

describe.each(['postgres', 'mysql', 'sqlite'] as const)('tables that are there in %s', (system) => {
  const service = services[system]
  const it = service.url ? test : test.skip

  let source: string
  beforeAll(async () => {
    if (!service.url) return
    source = await emptyDatabase(system)
    await execute(source, [...tables(system), ...rows, ...circle(system)])
  })
  const target = async (...more: string[]) => {
    const url = await emptyDatabase(system)
    await execute(url, [...tables(system), ...circle(system), ...more])
    return url
  }

  it('are filled although their keys go in a circle', async () => {
    const url = await target()
    const report = await migrate(source, url, { what: 'data', verify: true })
    expect(troubles(report)).toEqual([])
    expect(await count(url)).toEqual([2, 2, 3])
  })

  it.each(['replace', 'merge'] as const)('%s, as often as one likes', async (existing) => {
    const url = await target()
    for (let times = 0; times < 2; times++) {
      const report = await migrate(source, url, { what: 'data', existing })
      expect(troubles(report)).toEqual([])
      expect(await count(url)).toEqual([2, 2, 3])
    }
  })

  it('keep their rows where a row refers to nothing', async () => {
    const url = await target()
    expect(troubles(await migrate(source, url, { what: 'data' }))).toEqual([])
    await execute(url, ['INSERT INTO staff VALUES (9, 1)', 'INSERT INTO sale VALUES (6, 9)'])
    const only = { what: 'data', existing: 'replace', include: ['store', 'staff'] } as const
    const report = await migrate(source, url, only)
    // A sale refers to a person that the source does not have.
    expect(report.state).toBe('partial')
    expect(report.tables.map((t) => t.error?.code)).toEqual([
      'CONSTRAINT_VIOLATED',
      'CONSTRAINT_VIOLATED',
    ])
    expect(await count(url)).toEqual([2, 3, 4])
  })

  it('and have rows are left alone unless something else was asked for', async () => {
    const url = await emptyDatabase(system)
    await execute(url, [
      'CREATE TABLE sale (id integer PRIMARY KEY, staff integer)',
      'INSERT INTO sale VALUES (99, 1)',
    ])
    for (const what of ['everything', 'data'] as const) {
      const report = await migrate(source, url, { what, include: ['sale'] })
      expect(report).toMatchObject({ state: 'failed', error: { code: 'TABLE_EXISTS' }, tables: [] })
    }
    expect(await execute(url, ['SELECT id FROM sale'])).toEqual([['99']])
  })
})

const postgres = services.postgres.url ? describe : describe.skip
postgres('keys in a circle in PostgreSQL', () => {
  test('that the login may not put off are refused before anything is written', async () => {
    const [source, target] = [await emptyDatabase('postgres'), await emptyDatabase('postgres')]
    await execute(source, [...tables('postgres'), ...rows, ...circle('postgres')])
    const role = `writer_${process.hrtime.bigint() % 1_000_000n}`
    await execute(target, [
      ...tables('postgres'),
      ...circle('postgres'),
      `CREATE ROLE ${role} LOGIN PASSWORD 'x'`,
      `GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO ${role}`,
      `GRANT CREATE ON SCHEMA public TO ${role}`,
    ])
    const login = new URL(target)
    login.username = role
    login.password = 'x'
    const input = migrationInput(source, login.href, { what: 'data' })
    expect((await planMigration(input)).problems).toMatchObject([{ code: 'PRIVILEGE_MISSING' }])
    const report = await migrate(source, login.href, { what: 'data' })
    expect(report).toMatchObject({ state: 'failed', error: { code: 'PRIVILEGE_MISSING' } })
    const ours = `SELECT count(*) FROM pg_class WHERE relname LIKE '\\_migrateiq%'`
    expect(await execute(target, [ours])).toEqual([['0']])

    for (const [table, key] of [
      ['store', 'managed_by'],
      ['staff', 'works_in'],
    ])
      await execute(target, [`ALTER TABLE ${table} ALTER CONSTRAINT ${key} DEFERRABLE`])
    expect(troubles(await migrate(source, login.href, { what: 'data' }))).toEqual([])
    expect(await count(target)).toEqual([2, 2, 3])
    await execute(target, [`DROP OWNED BY ${role}`, `DROP ROLE ${role}`])
  })

  test('are as they were afterwards, also after a failure', async () => {
    const [source, target] = [await emptyDatabase('postgres'), await emptyDatabase('postgres')]
    await execute(source, [...tables('postgres'), ...rows])
    await execute(target, [...tables('postgres'), ...circle('postgres')])
    await execute(source, ['UPDATE store SET manager = 99 WHERE id = 2'])
    const report = await migrate(source, target, { what: 'data' })
    expect(report.tables.map((t) => t.error?.code)).toEqual(Array(3).fill('CONSTRAINT_VIOLATED'))
    expect(await count(target)).toEqual([0, 0, 0])
    await execute(source, ['UPDATE store SET manager = 8 WHERE id = 2'])
    expect(troubles(await migrate(source, target, { what: 'data' }))).toEqual([])
    const keys = `SELECT DISTINCT condeferrable, convalidated FROM pg_constraint WHERE contype = 'f'`
    expect(await execute(target, [keys])).toEqual([['f', 't']])
  })
})
