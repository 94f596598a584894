import { createServer } from 'node:net'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestEndpoint } from '../../e2e/support/endpoints.ts'
import { endpoints, openUrl } from '../../e2e/support/endpoints.ts'
import { requireMssql, requireMysql } from '../../e2e/support/services.ts'
import type { Row } from '../../e2e/support/wire.ts'
import { writeRows } from '../../e2e/support/wire.ts'
import * as t from '../../nodes/kit/data-type.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import { column } from '../../nodes/kit/schema.ts'
import type { Session, SinkRequest, TestStep } from './connector.ts'
import { connectors, parseConnectionUrl } from './registry.ts'

// Starting a database on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })
const missing = new Map([
  ['mysql', (await requireMysql()).missing],
  ['mssql', (await requireMssql()).missing],
])
const present = endpoints.filter((e) => !missing.get(e.system))
for (const [system, why] of missing) if (why) test.skip(`${system}: ${why}`, () => {})

/** A login that may read one table and create none. */
const roleSql = {
  postgres: (role: string) => ({
    create: [`CREATE ROLE ${role} LOGIN PASSWORD 'right'`],
    grant: [`GRANT SELECT ON orders TO ${role}`, 'REVOKE CREATE ON SCHEMA public FROM PUBLIC'],
    drop: [`DROP OWNED BY ${role}`, `DROP ROLE ${role}`],
  }),
  mysql: (role: string) => ({
    create: [`CREATE USER ${role}@'%' IDENTIFIED BY 'right'`],
    grant: [`GRANT SELECT ON *.* TO ${role}`],
    drop: [`DROP USER ${role}`],
  }),
  mssql: (role: string) => ({
    create: [
      `CREATE LOGIN ${role} WITH PASSWORD = 'right', CHECK_POLICY = OFF`,
      `CREATE USER ${role} FOR LOGIN ${role}`,
    ],
    grant: [`GRANT SELECT ON orders TO ${role}`],
    drop: [`DROP USER ${role}`, `BEGIN TRY DROP LOGIN ${role} END TRY BEGIN CATCH END CATCH`],
  }),
}

describe.each(present)('$system says what is wrong', ({ system, start }) => {
  let endpoint: TestEndpoint
  let session: Session

  beforeAll(async () => {
    endpoint = await start()
    session = await endpoint.open()
    await endpoint.sql(
      'CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(3) NOT NULL, price decimal(5,2), age int)',
      'CREATE VIEW order_view AS SELECT id FROM orders',
    )
  })
  afterAll(async () => {
    await session.close()
    await endpoint.close()
  })

  const all: Schema = [
    column('id', t.bigint, false),
    column('code', t.text),
    column('price', t.text),
    column('age', t.text),
  ]
  async function load(rows: readonly Row[], more: Partial<SinkRequest> = {}): Promise<unknown> {
    const sink = await session.sink({
      table: { name: 'orders' },
      columns: all,
      mode: 'append',
      key: [],
      load: 'bad:rows',
      resume: false,
      ...more,
    })
    await sink.prepare()
    try {
      await writeRows(sink, 'a', rows)
      return await sink.publish()
    } finally {
      await sink.discard()
    }
  }
  const table = (name: string) => ({ kind: 'table', connection: 'x', table: { name } }) as const

  test('a table that is not there', async () => {
    const attempts = [
      () => session.schemaOf(table('ordres')),
      () => session.reader({ source: table('ordres'), columns: [] }),
      () => load([], { table: { name: 'ordres' } }),
    ]
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({
        code: 'TABLE_NOT_FOUND',
        data: { hint: 'Did you mean “orders”?' },
      })
  })

  test('a column that is not there', async () => {
    const columns = [column('cod', t.text)]
    await expect(session.reader({ source: table('orders'), columns })).rejects.toMatchObject({
      code: 'COLUMN_NOT_FOUND',
      data: { hint: 'Did you mean “code”?' },
    })
    await expect(
      load([], { columns: [column('id', t.bigint), column('cod', t.text)] }),
    ).rejects.toMatchObject({
      code: 'TARGET_MISMATCH',
      data: { hint: 'Did you mean “code”?' },
    })
    await expect(load([], { columns: [column('id', t.bigint)] })).rejects.toMatchObject({
      code: 'TARGET_MISMATCH',
      message: expect.stringContaining('“code”'),
    })
  })

  test('a query that is wrong', async () => {
    const sql = 'SELECT nothing FROM orders WHERE'
    await expect(session.schemaOf({ kind: 'query', connection: 'x', sql })).rejects.toMatchObject({
      name: 'MigrateError',
    })
    // SQLite gives the second one another name.
    if (system === 'sqlite') return
    const twice = {
      kind: 'query',
      connection: 'x',
      sql: 'SELECT id, code AS "ID" FROM orders',
    } as const
    const quoted = system === 'mysql' ? { ...twice, sql: twice.sql.replaceAll('"', '`') } : twice
    await expect(session.schemaOf(quoted)).rejects.toMatchObject({ name: 'MigrateError' })
  })

  const bad: readonly [string, Row, string, string][] = [
    ['a text that is too long', ['1', 'abcd', '1.00', '1'], 'VALUE_DOES_NOT_FIT', 'code'],
    ['a text for a number', ['1', 'abc', '1.00', 'old'], 'VALUE_DOES_NOT_FIT', 'age'],
    ['a number that is no number', ['1', 'abc', 'NaN?', '1'], 'VALUE_DOES_NOT_FIT', 'price'],
    ['NULL where a value must be', ['1', null, '1.00', '1'], 'CONSTRAINT_VIOLATED', 'code'],
  ]
  test.each(bad)('%s', async (_, row, code, field) => {
    const good: Row = ['7', 'abc', '1.00', '1']
    const failure = await load([good, row]).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code, data: { table: 'orders', hint: expect.any(String) } })
    expect(JSON.stringify((failure as { toData(): unknown }).toData())).toContain(field)
    expect(await endpoint.rows('SELECT count(*) FROM orders')).toEqual([['0']])
  })

  test('a key that comes twice', async () => {
    const row: Row = ['1', 'abc', null, null]
    await expect(load([row, row])).rejects.toMatchObject({ code: 'CONSTRAINT_VIOLATED' })
    const table = { name: 'fresh' }
    const fresh = load([row, row], { table, mode: 'create', key: ['id'], load: 'bad:fresh' })
    await expect(fresh).rejects.toMatchObject({ code: 'CONSTRAINT_VIOLATED' })
    expect((await session.catalog()).map((x) => x.table.name)).not.toContain('fresh')
  })

  test('a view as target', async () => {
    for (const mode of ['append', 'replace'] as const)
      await expect(
        load([], { table: { name: 'order_view' }, columns: [column('id', t.bigint)], mode }),
      ).rejects.toMatchObject({ code: 'TARGET_MISMATCH' })
  })

  test('a name no system holds', async () => {
    const table = { name: 'nul\0' }
    await expect(load([], { table, mode: 'create' })).rejects.toMatchObject({
      code: 'IDENTIFIER_REFUSED',
    })
  })

  test('cancel stops what runs', async () => {
    const own = await endpoint.open()
    const digits =
      '(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4)'
    const many = Array.from({ length: 9 }, (_, i) => `${digits} AS d${i}`).join(', ')
    const source = { kind: 'query', connection: 'x', sql: `SELECT d0.d AS x FROM ${many}` } as const
    const reader = await own.reader({ source, columns: [column('x', t.bigint)] })
    const stop = new AbortController()
    const output = new PassThrough()
    const read = reader.read({ range: { id: 'all' }, format: 'text', output, signal: stop.signal })
    const refused = expect(read).rejects.toMatchObject({ code: 'CANCELLED' })
    output.once('data', () => {
      stop.abort()
      void own.cancel()
    })
    await refused
    await own.cancel()
    await expect(own.schemaOf(table('orders'))).rejects.toMatchObject({ code: 'CANCELLED' })
    await reader.close()
    await own.close()
    if (system === 'postgres')
      await vi.waitFor(async () =>
        expect(
          await endpoint.rows(
            `SELECT query FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'COPY%' AND datname = current_database()`,
          ),
        ).toEqual([]),
      )
    if (system === 'mysql')
      await vi.waitFor(async () =>
        expect(
          await endpoint.rows(
            `SELECT info FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'SELECT \`x\` FROM%'`,
          ),
        ).toEqual([]),
      )
  })

  async function steps(url: string): Promise<TestStep[]> {
    const { settings } = parseConnectionUrl(url)
    const found: TestStep[] = []
    const tested = connectors.get(system)?.test(settings, new AbortController().signal)
    for await (const step of tested ?? []) found.push(step)
    return found
  }

  test('a connection that works, step by step', async () => {
    const found = await steps(endpoint.url)
    expect(found.every((s) => s.ok && s.detail !== '')).toBe(true)
    expect(found.at(-1)?.step).toBe('read')
  })

  // A file has no network.
  if (system === 'sqlite') return
  describe('over the network', () => {
    const changed = (change: (url: URL) => void): string => {
      const url = new URL(endpoint.url)
      change(url)
      return url.href
    }
    const failing = async (url: string, code: string, step: TestStep['step']) => {
      await expect(openUrl(url)).rejects.toMatchObject({ code })
      const last = (await steps(url)).at(-1)
      expect(last).toMatchObject({ step, ok: false, error: { code, hint: expect.any(String) } })
    }

    test('a wrong password', async () => {
      const role = `limited_${Math.random().toString(36).slice(2)}`
      const sql = roleSql[system as keyof typeof roleSql](role)
      await endpoint.sql(...sql.create)
      const as = (password: string) =>
        changed((u) => {
          u.username = role
          u.password = encodeURIComponent(password)
        })
      await failing(as('wr%ng'), 'LOGIN_FAILED', 'login')
      await endpoint.sql(...sql.grant)
      const limited = await openUrl(as('right'))
      const sink = await limited.sink({
        table: { name: 'mine' },
        columns: all,
        mode: 'create',
        key: [],
        load: 'bad:privilege',
        resume: false,
      })
      await expect(sink.prepare()).rejects.toMatchObject({ code: 'PRIVILEGE_MISSING' })
      await limited.close()
      await endpoint.sql(...sql.drop)
    })

    test('a database that is not there', async () => {
      await failing(
        changed((u) => (u.pathname = '/no_such_database')),
        'DATABASE_NOT_FOUND',
        'login',
      )
    })

    test('a port where nobody listens, and a host without an address', async () => {
      await failing(
        changed((u) => (u.port = '1')),
        'CONNECTION_REFUSED',
        'connect',
      )
      await failing(
        changed((u) => (u.host = 'nowhere.invalid')),
        'HOST_NOT_FOUND',
        'resolve',
      )
    })

    test('TLS that the server does not speak, or with a certificate nobody signed', async () => {
      const verified = changed((u) => {
        u.search = '?tls=verify'
      })
      await failing(verified, 'TLS_FAILED', 'tls')
    })

    test('a server that hangs up', async () => {
      const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      const { port } = server.address() as { port: number }
      await expect(openUrl(changed((u) => (u.port = String(port))))).rejects.toMatchObject({
        code: 'CONNECTION_LOST',
      })
      server.close()
    })
  })
})

describe('connection URLs', () => {
  const bad: readonly [string, string][] = [
    ['postgrs://x/y', 'Did you mean “postgres:”?'],
    ['postgres://x/y?tsl=off', 'Did you mean “tls”?'],
    ['postgres://x/y?options=-c%20search_path%3Devil', 'There are:'],
    ['mysql://x/y?infileStreamFactory=1', 'There are:'],
    ['postgres://u:s3cret@x:99999/y', 'postgres:'],
    ['postgres://u:s3cret@x', 'database'],
    ['just text', 'There are:'],
  ]
  test.each(bad)('%s is refused, without telling secrets', (text, hint) => {
    try {
      parseConnectionUrl(text)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 'INVALID_CONNECTION' })
      const shown = JSON.stringify((error as { toData(): unknown }).toData())
      expect(shown).toContain(hint)
      expect(shown).not.toContain('s3cret')
    }
  })

  test('settings that a driver would take are refused', async () => {
    const settings = {
      host: 'x',
      database: 'y',
      stream: 'evil',
      ssl: { rejectUnauthorized: false },
    }
    for (const system of ['postgres', 'mysql'] as const)
      await expect(connectors.get(system)?.open(settings)).rejects.toMatchObject({
        code: 'INVALID_CONNECTION',
      })
  })

  test('descriptions keep passwords to themselves', () => {
    const { system, settings } = parseConnectionUrl('postgres://me:s3cret@db.example:1234/shop')
    expect(connectors.get(system)?.describe(settings)).toBe('me@db.example:1234/shop')
  })
})
