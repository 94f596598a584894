import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestServer } from '../../e2e/support/server.ts'
import { startTestServer } from '../../e2e/support/server.ts'
import { freshDatabase } from '../../e2e/support/services.ts'
import { pipelineSchema } from '../../runtime/pipeline/schema.ts'
import { defaultTenantId } from '../db/tenant.ts'
import * as store from '../store/connections.ts'

const secret = 'planted-secret-7f3a'
const settings = { host: '127.0.0.1', port: 9, database: 'shop', user: 'anna', password: secret }

describe.each(['sqlite', 'postgres'] as const)('connections in %s', (dialect) => {
  let server: TestServer
  const create = (name: string) =>
    server.client.connections.create.mutate({ name, system: 'postgres', settings })
  const scope = () => ({ ...server.services, tenantId: defaultTenantId })

  beforeAll(async () => {
    server = await startTestServer({ dialect, env: { MIGRATEIQ_LOG_LEVEL: 'trace' } })
  })
  afterAll(() => server?.stop())

  test('settings come back without secrets, which are only named', async () => {
    const made = await create('shop')
    expect(made).toMatchObject({
      system: 'postgres',
      description: 'anna@127.0.0.1:9/shop',
      secrets: ['password'],
      usedBy: [],
    })
    expect(made.settings).toMatchObject({ host: '127.0.0.1', database: 'shop' })
    expect(made.settings).not.toHaveProperty('password')
    expect(await server.client.connections.get.query({ id: made.id })).toEqual(made)
    expect((await store.resolve(scope(), 'shop')).settings).toMatchObject(settings)
  })

  test('an omitted secret stays, a new one replaces it, null removes it', async () => {
    const { id } = await create('changing')
    const { password: _, ...open } = settings
    const stored = async () =>
      (await store.resolve(scope(), 'changing')).settings as { password?: string; user: string }
    const { update } = server.client.connections

    await update.mutate({ id, settings: { ...open, user: 'bert' } })
    expect(await stored()).toMatchObject({ user: 'bert', password: secret })
    await update.mutate({ id, settings: { ...open, password: `${secret}-new` } })
    expect(await stored()).toMatchObject({ user: 'anna', password: `${secret}-new` })
    const without = await update.mutate({ id, settings: { ...open, password: null } })
    expect(without.secrets).toEqual([])
    expect(await stored()).not.toHaveProperty('password')
  })

  test('wrong settings are refused field by field, and their values are not repeated', async () => {
    const wrong = { ...settings, port: secret, extra: 1 }
    const work = server.client.connections.create.mutate({
      name: 'wrong',
      system: 'postgres',
      settings: wrong,
    })
    await expect(work).rejects.toMatchObject({
      data: { code: 'BAD_REQUEST', fields: [{ path: ['port'] }, { path: [] }] },
    })
  })

  test('a name is taken once', async () => {
    await create('taken')
    await expect(create('taken')).rejects.toMatchObject({ data: { code: 'CONFLICT' } })
    const { id } = await create('free')
    const rename = server.client.connections.update.mutate({ id, name: 'taken' })
    await expect(rename).rejects.toMatchObject({ data: { code: 'CONFLICT' } })
  })

  test('one that pipelines use is neither removed nor renamed', async () => {
    const { id } = await create('used')
    const document = pipelineSchema.parse({
      schemaVersion: 1,
      name: 'User of it',
      nodes: [
        {
          id: 'a',
          type: 'source.database',
          config: { connection: 'used', table: { name: 'orders' } },
        },
      ],
    })
    const pipeline = await server.client.pipelines.create.mutate({ document })
    const usedBy = [{ id: pipeline.id, name: 'User of it' }]
    expect((await server.client.connections.get.query({ id })).usedBy).toEqual(usedBy)
    const { remove, update } = server.client.connections
    const refusal = { data: { code: 'PRECONDITION_FAILED', usedBy } }
    await expect(remove.mutate({ id })).rejects.toMatchObject(refusal)
    await expect(update.mutate({ id, name: 'other' })).rejects.toMatchObject(refusal)
    await server.client.pipelines.remove.mutate({ id: pipeline.id })
    await remove.mutate({ id })
    const names = (await server.client.connections.list.query()).map((it) => it.name)
    expect(names).not.toContain('used')
  })

  test('sealed settings open in no other row and for no other tenant', async () => {
    const [a, b] = await Promise.all([create('row a'), create('row b')])
    const { connections } = server.services.db
    const sealed = await connections.findByPk(a.id)
    await connections.update({ settings: sealed?.settings as Buffer }, { where: { id: b.id } })
    const unreadable = { code: 'SECRET_UNREADABLE' }
    await expect(store.resolve(scope(), 'row b')).rejects.toMatchObject(unreadable)
    const test = server.client.connections.get.query({ id: b.id })
    await expect(test).rejects.toMatchObject({ data: { migrate: unreadable } })
    // The list still comes, so that the row can be mended or removed.
    const list = await server.client.connections.list.query()
    expect(list.find((it) => it.id === b.id)?.description).toContain('cannot be read')
    const foreign = { ...sealed?.get(), tenantId: b.id } as never
    expect(() => store.settingsOf(scope(), foreign)).toThrow('cannot be read')
    await server.client.connections.remove.mutate({ id: b.id })
  })

  test('forms tell the browser which fields are secret', async () => {
    const systems = await server.client.connections.systems.query()
    const form = systems.find((it) => it.system === 'postgres')
    expect(form).toMatchObject({
      title: 'PostgreSQL',
      settings: {
        properties: { password: { field: { secret: true, title: { id: expect.any(String) } } } },
      },
    })
  })

  test('a real one is tested step by step, and its tables are listed', async () => {
    const url = new URL(await freshDatabase('postgres'))
    const real = {
      ...{ host: url.hostname, port: Number(url.port), database: url.pathname.slice(1) },
      ...{ user: url.username, password: decodeURIComponent(url.password), tls: 'off' },
    }
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    await client.query(
      'CREATE TABLE "Orders" (id int PRIMARY KEY, note text); CREATE TABLE other ()',
    )
    await client.end()
    const input = { name: 'real', system: 'postgres', settings: real }
    const { id } = await server.client.connections.create.mutate(input)

    const steps = await server.collect('connections.test', { id })
    expect(steps).toMatchObject([
      { step: 'resolve' },
      { step: 'connect' },
      ...Array(steps.length - 2).fill({ ok: true }),
    ])
    const { tables, total } = await server.client.connections.catalog.query({ name: 'real' })
    expect(total).toBe(2)
    expect(tables.map((it) => it.table.name).sort()).toEqual(['Orders', 'other'])
    const search = 'ORD'
    const found = await server.client.connections.catalog.query({ name: 'real', search })
    expect(found.tables).toMatchObject([
      {
        table: { name: 'Orders' },
        primaryKey: ['id'],
        columns: [{ name: 'id' }, { name: 'note' }],
      },
    ])
    await server.client.connections.remove.mutate({ id })
  })

  test('a draft is tested without its secret in an address', async () => {
    const { draft } = await server.client.connections.draft.mutate({ system: 'postgres', settings })
    const steps = await server.collect('connections.test', { draft })
    // Nobody listens on port 9.
    const failed = { step: 'connect', ok: false, error: { code: 'CONNECTION_REFUSED' } }
    expect(steps).toMatchObject([{ step: 'resolve', ok: true }, failed])
    const again = []
    for await (const it of server.subscribe('connections.test', { draft })) again.push(it)
    expect(again).toMatchObject([
      { event: 'serialized-error', data: { data: { code: 'NOT_FOUND' } } },
    ])
  })

  test('a run that cannot log in tells why, not with what', async () => {
    await create('unreachable')
    const config = { connection: 'unreachable', table: { name: 'orders' } }
    const document = pipelineSchema.parse({
      schemaVersion: 1,
      name: 'Unreachable',
      nodes: [
        { id: 'a', type: 'source.database', config },
        { id: 'b', type: 'sink.file', config: { path: 'b.csv' } },
      ],
      edges: [{ id: 'e', source: 'a', target: 'b' }],
    })
    const { id, document: kept } = await server.client.pipelines.create.mutate({ document })
    const { runId } = await server.client.runs.start.mutate({ pipelineId: id })
    await server.collect('runs.events', { runId })
    const run = await server.client.runs.get.query({ id: runId })
    expect(run).toMatchObject({ state: 'failed', error: { code: expect.any(String) } })
    const { issues } = await server.client.pipelines.check.query({ document: kept })
    expect(issues).toContainEqual(expect.objectContaining({ code: 'SCHEMA_UNKNOWN', node: 'a' }))
    const preview = server.client.preview.port.query({ document: kept, node: 'a' })
    await expect(preview).rejects.toMatchObject({ data: { migrate: { hint: expect.any(String) } } })
  })

  test('after all this the secret is in no response, no file, no table and no log', async () => {
    await server.client.connections.list.query()
    await server.fetch(`/trpc/connections.nope?input=${JSON.stringify({ password: secret })}`)
    expect(server.received.length).toBeGreaterThan(20)
    expect(server.received.filter((it) => it.includes(secret))).toEqual([])
    expect(server.log.join('')).not.toContain(secret)
    const dump = await server.services.db.connections.findAll({ raw: true })
    const bytes = dump.flatMap((row) => Object.values(row)).map((it) => Buffer.from(String(it)))
    const entries = readdirSync(server.dataDir, { recursive: true, withFileTypes: true })
    for (const it of entries)
      if (it.isFile()) bytes.push(readFileSync(join(it.parentPath, it.name)))
    expect(bytes.length).toBeGreaterThan(10)
    expect(bytes.filter((it) => it.includes(secret))).toEqual([])
  })
})
