import { describe, expect, test, vi } from 'vitest'
import {
  bare,
  emptyDatabase,
  execute,
  migrate,
  migrationInput,
  richDatabase,
  troubles,
} from '../../../e2e/support/migrations.ts'
import { describeWith, requireMysql, requirePostgres } from '../../../e2e/support/services.ts'
import type { MigrationEvent } from './index.ts'
import { planMigration } from './index.ts'

vi.setConfig({ testTimeout: 60_000 })

// Enough for several ranges, of which the first is in before the last one begins.
const rows = 200_000
const large = [
  'CREATE TABLE big (id integer PRIMARY KEY, filler text)',
  `INSERT INTO big SELECT i, repeat(md5(i::text), 40) FROM generate_series(1, ${rows}) i`,
  'CREATE TABLE small (id integer PRIMARY KEY)',
  'INSERT INTO small SELECT generate_series(1, 10)',
  'ANALYZE',
]

/** Aborts when this many chunks' worth of rows have been seen. */
function abortAfter(seen: number): { on: (event: MigrationEvent) => void; signal: AbortSignal } {
  const stop = new AbortController()
  return {
    on: (event) => {
      if (event.type === 'progress' && event.rows >= seen) stop.abort()
    },
    signal: stop.signal,
  }
}

describeWith('a migration to PostgreSQL', await requirePostgres(), () => {
  test('plans without writing, and says what stands in the way', async () => {
    const [source, target] = [await richDatabase('postgres'), await emptyDatabase('postgres')]
    const plan = await planMigration(migrationInput(source, target))
    expect(plan.problems).toEqual([])
    expect(plan.tables.map((t) => t.source.name).sort()).toEqual(
      ['item', 'log', 'nothing', 'order', 'person'].sort(),
    )
    expect(plan.ddl.tables).toHaveLength(5)
    const made = `SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public'`
    expect(await execute(target, [made])).toEqual([['0']])

    await execute(target, ['CREATE TABLE item (id integer, other text NOT NULL)'])
    const again = await planMigration(migrationInput(source, target, { existing: 'append' }))
    expect(again.problems).toMatchObject([{ code: 'TARGET_MISMATCH', table: 'public.item' }])
    const report = await migrate(source, target)
    expect(report).toMatchObject({ state: 'failed', error: { code: 'TARGET_MISMATCH' } })
    expect(await execute(target, [made])).toEqual([['1']])
  })

  test('cancelled in the middle, goes on where it was, and every row is there once', async () => {
    const [source, target] = [await emptyDatabase('postgres'), await emptyDatabase('postgres')]
    await execute(source, large)
    const { on, signal } = abortAfter(1000)
    const first = await migrate(source, target, {}, on, signal)
    expect(first.state).toBe('cancelled')
    expect(first.error?.code).toBe('CANCELLED')
    const refused = await migrate(source, target)
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'TABLE_EXISTS' } })
    const second = await migrate(source, target, { resume: true, verify: true })
    expect(troubles(second)).toEqual([])
    expect(second.state).toBe('done')
    expect(second.tables.map((t) => t.checksums)).toEqual(['equal', 'equal'])
    const count = await execute(target, ['SELECT count(*), count(DISTINCT id) FROM big'])
    expect(count).toEqual([[String(rows), String(rows)]])
    const keys = `SELECT count(*) FROM pg_constraint c JOIN pg_class t ON t.oid = conrelid WHERE contype = 'p' AND relname IN ('big', 'small')`
    expect(await execute(target, [keys])).toEqual([['2']])
  })

  test('a table the login may not read is told, the others arrive, and a resume completes', async () => {
    const [source, target] = [await richDatabase('postgres'), await emptyDatabase('postgres')]
    const role = `reader_${Math.floor(Number(process.hrtime.bigint() % 1_000_000n))}`
    await execute(source, [
      `CREATE ROLE ${role} LOGIN PASSWORD 'x'`,
      `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`,
      `REVOKE SELECT ON item FROM ${role}`,
    ])
    const url = new URL(source)
    url.username = role
    url.password = 'x'
    const report = await migrate(url.href, target)
    expect(report.state).toBe('partial')
    const failed = report.tables.filter((t) => t.state === 'failed')
    expect(failed).toMatchObject([{ source: 'public.item', error: { code: 'PRIVILEGE_MISSING' } }])
    expect(report.tables.filter((t) => t.state === 'done')).toHaveLength(4)
    await execute(source, [`GRANT SELECT ON item TO ${role}`])
    const second = await migrate(url.href, target, { resume: true, verify: true })
    expect(troubles(second)).toEqual([])
    expect(second.tables.every((t) => t.checksums === 'equal')).toBe(true)
    await execute(source, [`DROP OWNED BY ${role}`, `DROP ROLE ${role}`])
  })

  test('a table dropped in the middle of its own load fails, the others arrive, and a resume completes', async () => {
    const [source, target] = [await emptyDatabase('postgres'), await emptyDatabase('postgres')]
    const filled = large.slice(0, 2)
    await execute(source, large)
    let dropped: Promise<unknown> | undefined
    const report = await migrate(source, target, { jobs: 1 }, (event) => {
      if (event.type === 'progress' && event.rows > 0)
        dropped ??= execute(source, ['DROP TABLE big'])
    })
    await dropped
    expect(report.state).toBe('partial')
    expect(report.error).toMatchObject({ code: 'SCHEMA_DRIFT' })
    const [big, small] = ['big', 'small'].map((name) =>
      report.tables.find((t) => bare(t.source) === name),
    )
    expect(big).toMatchObject({ state: 'failed', error: { code: 'TABLE_NOT_FOUND' } })
    expect(big?.chunks).toBeGreaterThan(0)
    expect(small).toMatchObject({ state: 'done', rows: 10 })
    await execute(source, [...filled, 'ANALYZE'])
    const second = await migrate(source, target, { resume: true, verify: true })
    expect(troubles(second)).toEqual([])
    expect(second.notes.join()).toContain('“public.big” has changed since the interrupted run')
    expect(second.tables.map((t) => t.resumedChunks)).toEqual([0, 0])
    expect(second.tables.map((t) => t.checksums)).toEqual(['equal', 'equal'])
  })

  test('a table dropped during the run is told as drift, and the others arrive', async () => {
    const [source, target] = [await richDatabase('postgres'), await emptyDatabase('postgres')]
    let dropped: Promise<unknown> | undefined
    const report = await migrate(source, target, {}, (event) => {
      if (event.type === 'step' && event.step === 'indexes')
        dropped ??= execute(source, ['DROP TABLE log'])
    })
    await dropped
    expect(report.state).toBe('done')
    const lost = await emptyDatabase('postgres')
    await execute(source, ['CREATE TABLE log (line text)'])
    const again = await migrate(source, lost, { scripts: {} }, (event) => {
      if (event.type === 'step' && event.step === 'schema' && event.state === 'done')
        dropped = execute(source, ['ALTER TABLE log ADD COLUMN later integer'])
    })
    await dropped
    expect(again.state).toBe('partial')
    expect(again.error?.code).toBe('SCHEMA_DRIFT')
    expect(again.error?.message).toMatch(/log: column “later” is new/)
    expect(again.tables.filter((t) => t.state === 'done').length).toBeGreaterThanOrEqual(4)
  })

  test('existing tables: rows are added, replaced or merged, all at once', async () => {
    const [source, target] = [await richDatabase('postgres'), await emptyDatabase('postgres')]
    await migrate(source, target)
    const only = { include: ['person'] }
    expect(await migrate(source, target, only)).toMatchObject({ error: { code: 'TABLE_EXISTS' } })
    const merged = await migrate(source, target, { ...only, existing: 'merge' })
    expect(troubles(merged)).toEqual([])
    expect(await execute(target, ['SELECT count(*) FROM person'])).toEqual([['3']])
    const replaced = await migrate(source, target, { include: ['log'], existing: 'replace' })
    expect(troubles(replaced)).toEqual([])
    expect(await execute(target, ['SELECT count(*) FROM log'])).toEqual([['50']])
    const added = await migrate(source, target, { include: ['log'], existing: 'append' })
    expect(troubles(added)).toEqual([])
    expect(await execute(target, ['SELECT count(*) FROM log'])).toEqual([['100']])
  })

  test('one table in another way: name, columns, rows; and SQL of one’s own', async () => {
    const [source, target] = [await richDatabase('postgres'), await emptyDatabase('postgres')]
    const report = await migrate(source, target, {
      include: ['item'],
      identifiers: 'snake_case',
      tables: { item: { name: 'things', without: ['weight'], filter: 'id <= 100' } },
      scripts: { 'after-all': `CREATE TABLE done (x int); INSERT INTO done VALUES (1);` },
    })
    expect(troubles(report)).toEqual([])
    const things = report.tables.find((t) => bare(t.target) === 'things')
    expect(things).toMatchObject({ path: 'duckdb', rows: 100, state: 'done' })
    const columns = `SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'things'`
    expect(await execute(target, [columns])).toEqual([['id,order_id,label']])
    expect(await execute(target, ['SELECT x FROM done'])).toEqual([['1']])
  })
})

describe('a migration to SQLite', () => {
  test('schema only, then data only', async () => {
    const [source, target] = [await richDatabase('sqlite'), await emptyDatabase('sqlite')]
    const schema = await migrate(source, target, { what: 'schema' })
    expect(troubles(schema)).toEqual([])
    expect(await execute(target, ['SELECT count(*) FROM item'])).toEqual([['0']])
    const data = await migrate(source, target, { what: 'data' })
    expect(troubles(data)).toEqual([])
    expect(await execute(target, ['SELECT count(*) FROM item'])).toEqual([['3000']])
  })

  test('refuses what is no database, and patterns that fit nothing', async () => {
    const [source, target] = [await richDatabase('sqlite'), await emptyDatabase('sqlite')]
    const nothing = await migrate(source, target, { include: ['no_such_*'] })
    expect(nothing).toMatchObject({ state: 'failed', error: { code: 'TABLE_NOT_FOUND' } })
    const odd = migrate('oracle://x/y', target)
    await expect(odd).resolves.toMatchObject({
      state: 'failed',
      error: { code: 'INVALID_CONNECTION' },
    })
  })
})

describeWith('a migration from MariaDB', await requireMysql(), () => {
  test('a table the login may not read is told, and the others arrive', async () => {
    const [source, target] = [await richDatabase('mysql'), await emptyDatabase('sqlite')]
    const database = new URL(source).pathname.slice(1)
    const account = `'reader_${process.hrtime.bigint() % 1_000_000n}'@'%'`
    await execute(source, [
      `CREATE USER ${account} IDENTIFIED BY 'x'`,
      ...['person', 'order', 'log', 'nothing'].map(
        (name) => `GRANT SELECT ON ${database}.\`${name}\` TO ${account}`,
      ),
      `GRANT INSERT ON ${database}.item TO ${account}`,
    ])
    const url = new URL(source)
    url.username = account.slice(1, account.indexOf("'@"))
    url.password = 'x'
    const report = await migrate(url.href, target)
    expect(report.state).toBe('partial')
    const failed = report.tables.filter((t) => t.state === 'failed')
    expect(failed).toMatchObject([{ source: 'item', error: { code: 'PRIVILEGE_MISSING' } }])
    expect(report.tables.filter((t) => t.state === 'done')).toHaveLength(4)
    await execute(source, [`GRANT SELECT ON ${database}.item TO ${account}`])
    const second = await migrate(url.href, target, { resume: true, verify: true })
    expect(troubles(second)).toEqual([])
    await execute(source, [`DROP USER ${account}`])
  })

  test('several readers share one state of the data while others write', async () => {
    const [source, target] = [await richDatabase('mysql'), await emptyDatabase('sqlite')]
    let writing: Promise<unknown> | undefined
    const report = await migrate(source, target, { jobs: 2 }, (event) => {
      if (event.type === 'table' && event.state === 'running')
        writing ??= execute(source, [
          'SET foreign_key_checks = 0',
          'INSERT INTO item SELECT seq, 1, NULL, 0 FROM seq_9001_to_9100',
          'DELETE FROM person WHERE id = 5',
        ])
    })
    await writing
    expect(troubles(report)).toEqual([])
    const found = await execute(target, [
      'SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM person)',
    ])
    expect(found).toEqual([['3000', '3']])
  })
})
