import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startTestServer } from '../e2e/support/server.ts'
import { freshDatabase } from '../e2e/support/services.ts'
import { defaultTenantId } from './db/tenant.ts'
import { seedWorkspace } from './seed.ts'

test('the first start makes a workspace of all templates and runs the first; the second adds nothing', {
  timeout: 120_000,
}, async () => {
  const server = await startTestServer({ seed: true })
  afterAll(() => server.stop())
  const scope = { ...server.services, tenantId: defaultTenantId }
  const templates = await server.client.templates.list.query()
  const pipelines = await server.client.pipelines.list.query()
  expect(pipelines.map((it) => it.name).sort()).toEqual(templates.map((it) => it.title).sort())
  expect(server.firstReport).toMatchObject({ state: 'done', pipeline: templates[0]?.title })
  const runs = await server.client.runs.list.query()
  expect(runs.items).toHaveLength(1)

  // What a user removed does not come back.
  const [removed] = pipelines
  if (!removed) throw new Error('nothing was seeded')
  await server.client.pipelines.remove.mutate({ id: removed.id })
  expect(await seedWorkspace(scope)).toBeUndefined()
  expect(await server.client.pipelines.list.query()).toHaveLength(pipelines.length - 1)
  expect((await server.client.runs.list.query()).items).toHaveLength(1)
  const folders = readdirSync(join(server.dataDir, 'files', defaultTenantId))
  expect(folders).toHaveLength(templates.length)
})

test('every seeded pipeline checks without errors and runs', { timeout: 240_000 }, async () => {
  const server = await startTestServer({ seed: true })
  afterAll(() => server.stop())
  // The only thing a template cannot bring along.
  const url = new URL(await freshDatabase('postgres'))
  const settings = {
    ...{ host: url.hostname, port: Number(url.port), database: url.pathname.slice(1) },
    ...{ user: url.username, password: decodeURIComponent(url.password), tls: 'off' },
  }
  await server.client.connections.create.mutate({ name: 'warehouse', system: 'postgres', settings })
  for (const { id, name } of await server.client.pipelines.list.query()) {
    const { document } = await server.client.pipelines.get.query({ id })
    const { issues } = await server.client.pipelines.check.query({ id, document })
    expect([name, issues.filter((it) => it.severity === 'error')]).toEqual([name, []])
    const { runId } = await server.client.runs.start.mutate({ pipelineId: id })
    const events = await server.collect('runs.events', { runId })
    const { state, error } = await server.client.runs.get.query({ id: runId })
    expect([name, state, error, events.length > 5]).toEqual([name, 'done', null, true])
  }
})
