import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestServer } from '../../e2e/support/server.ts'
import { startTestServer } from '../../e2e/support/server.ts'
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

  test('a draft is tested without its secret in an address', async () => {
    const { draft } = await server.client.connections.draft.mutate({ system: 'postgres', settings })
    const steps = []
    for await (const { data } of server.subscribe('connections.test', { draft })) steps.push(data)
    expect(steps.length).toBeGreaterThan(0)
    const again = []
    for await (const it of server.subscribe('connections.test', { draft })) again.push(it)
    expect(again).toMatchObject([
      { event: 'serialized-error', data: { data: { code: 'NOT_FOUND' } } },
    ])
  })

  test('after all this the secret is in no response, no file, no table and no log', async () => {
    await server.client.connections.list.query()
    await server.fetch(`/trpc/connections.nope?input=${JSON.stringify({ password: secret })}`)
    expect(server.received.length).toBeGreaterThan(20)
    expect(server.received.filter((it) => it.includes(secret))).toEqual([])
    expect(server.log.join('')).not.toContain(secret)
    const dump = await server.services.db.connections.findAll({ raw: true })
    const bytes = dump.flatMap((row) => Object.values(row)).map((it) => Buffer.from(String(it)))
    for (const name of readdirSync(server.dataDir, { recursive: true }) as string[]) {
      if (!/\.(sqlite|lock|id|key)/.test(name)) continue
      bytes.push(readFileSync(join(server.dataDir, name)))
    }
    expect(bytes.length).toBeGreaterThan(10)
    expect(bytes.filter((it) => it.includes(secret))).toEqual([])
  })
})
