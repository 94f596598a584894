import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestServer } from '../../e2e/support/server.ts'
import { startTestServer } from '../../e2e/support/server.ts'
import { pipelineSchema } from '../../runtime/pipeline/schema.ts'
import { defaultTenantId, ensureTenant } from '../db/tenant.ts'
import { toTrpcError } from './errors.ts'
import { appRouter, createCaller } from './router.ts'

const canary = 'canary-of-the-first-tenant'
const document = pipelineSchema.parse({ schemaVersion: 1, name: canary })
const settings = { database: 'shop', user: canary }

interface Ids {
  readonly pipeline: string
  readonly connection: string
  readonly connectionName: string
  readonly run: string
  readonly upload: string
  readonly draft: string
}

/** What each procedure is asked with: an id of the other tenant, or nothing of anybody's. */
const anyTable = { connection: 'any', table: { name: 'any' } }

const inputs: Record<string, ((ids: Ids) => unknown) | 'names nothing'> = {
  'pipelines.list': 'names nothing',
  'pipelines.get': ({ pipeline }) => ({ id: pipeline }),
  'pipelines.create': 'names nothing',
  'pipelines.save': ({ pipeline }) => ({ id: pipeline, version: 1, document }),
  'pipelines.rename': ({ pipeline }) => ({ id: pipeline, name: 'mine now' }),
  'pipelines.remove': ({ pipeline }) => ({ id: pipeline }),
  'pipelines.duplicate': ({ pipeline }) => ({ id: pipeline }),
  'pipelines.versions': ({ pipeline }) => ({ id: pipeline }),
  'pipelines.version': ({ pipeline }) => ({ id: pipeline, version: 1 }),
  'pipelines.check': ({ pipeline }) => ({ id: pipeline, document }),
  'pipelines.import': 'names nothing',
  'schemas.discover': ({ pipeline }) => ({ id: pipeline, document }),
  'schemas.refresh': ({ pipeline }) => ({ id: pipeline, document }),
  'preview.port': ({ pipeline }) => ({ id: pipeline, document, node: 'a' }),
  'ml.profile': ({ pipeline }) => ({ id: pipeline, document, node: 'a' }),
  'ml.quality': ({ pipeline }) => ({ id: pipeline, document, node: 'a' }),
  'ml.types': ({ pipeline }) => ({ id: pipeline, document, node: 'a' }),
  'ml.match': ({ pipeline }) => ({ id: pipeline, document, node: 'a', target: anyTable }),
  'migrate.plan': ({ connectionName }) => ({
    source: { connection: connectionName },
    target: { connection: 'any other' },
  }),
  'connections.list': 'names nothing',
  'connections.get': ({ connection }) => ({ id: connection }),
  'connections.create': 'names nothing',
  'connections.update': ({ connection }) => ({ id: connection, settings }),
  'connections.remove': ({ connection }) => ({ id: connection }),
  'connections.draft': ({ connection }) => ({ id: connection, system: 'postgres', settings }),
  'connections.test': ({ connection }) => ({ id: connection }),
  'connections.test (draft)': ({ draft }) => ({ draft }),
  'connections.catalog': ({ connectionName }) => ({ name: connectionName }),
  'connections.systems': 'names nothing',
  'runs.start': ({ pipeline }) => ({ pipelineId: pipeline }),
  'runs.resume': ({ run }) => ({ id: run }),
  'runs.list': 'names nothing',
  'runs.get': ({ run }) => ({ id: run }),
  'runs.cancel': ({ run }) => ({ id: run }),
  'runs.remove': ({ run }) => ({ id: run }),
  'runs.events': ({ run }) => ({ runId: run }),
  'runs.rejects': ({ run }) => ({ runId: run, node: 'a' }),
  'templates.list': 'names nothing',
  'templates.get': 'names nothing',
  'templates.instantiate': 'names nothing',
  'uploads.list': 'names nothing',
  'uploads.remove': ({ upload }) => ({ id: upload }),
  'system.info': 'names nothing',
}

/** These name a connection as a pipeline does: an unknown one is a mistake of the pipeline. */
const byConnection = new Set(['connections.catalog', 'migrate.plan'])

const procedures = Object.keys(appRouter._def.procedures).sort()
const baseOf = (name: string) => name.replace(/ .*/, '')

test('every procedure has an entry', () => {
  expect([...new Set(Object.keys(inputs).map(baseOf))].sort()).toEqual(procedures)
})

describe.each(['sqlite', 'postgres'] as const)('two tenants in %s', (dialect) => {
  const strangerId = randomUUID()
  let server: TestServer
  let ids: Ids

  beforeAll(async () => {
    server = await startTestServer({ dialect })
    const { db } = server.services
    await ensureTenant(db, strangerId, 'Stranger')
    const pipeline = await server.client.pipelines.create.mutate({ document })
    const connectionName = `${canary} connection`
    const create = { name: connectionName, system: 'postgres', settings }
    const connection = await server.client.connections.create.mutate(create)
    const form = new FormData()
    form.append('file', new Blob([canary]), `${canary}.csv`)
    const upload = await (await server.fetch('/uploads', { method: 'POST', body: form })).json()
    const run = randomUUID()
    const rejects = { a: { file: 'a.ndjson', rows: 1 } }
    await db.runs.create({
      ...{ id: run, tenantId: defaultTenantId, pipelineId: pipeline.id, pipelineName: canary },
      ...{ pipelineVersion: 1, document: JSON.stringify(document), parameters: '{}', folder: 'f' },
      ...{ resume: false, state: 'failed', instance: 'none', createdAt: new Date() },
      ...{ startedAt: null, endedAt: new Date(), rows: null, error: null },
      report: JSON.stringify({ rejects }),
    })
    const event = JSON.stringify({ type: 'run', state: 'failed', at: canary })
    await db.runEvents.create({ tenantId: defaultTenantId, runId: run, seq: 1, event })
    const folder = join(server.dataDir, 'runs', defaultTenantId, run)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'a.ndjson'), JSON.stringify({ value: canary }))
    const { draft } = await server.client.connections.draft.mutate({ system: 'postgres', settings })
    ids = {
      ...{ pipeline: pipeline.id, connection: connection.id, connectionName, run, draft },
      upload: upload.id,
    }
  })
  afterAll(() => server?.stop())

  const ask = async (tenantId: string, name: string, input: unknown): Promise<unknown> => {
    const caller: unknown = createCaller({ ...server.services, tenantId })
    const procedure = baseOf(name)
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], caller)
    const answer = await (procedure as (input: unknown) => unknown)(input)
    if (!isStream(answer)) return answer
    const all: unknown[] = []
    for await (const item of answer) all.push(item)
    return all
  }

  const refusal = async (work: Promise<unknown>) => {
    const error = await work.then(
      (answer) => expect.unreachable(`answered ${JSON.stringify(answer)}`),
      (thrown: unknown) => thrown,
    )
    const { code, message } = toTrpcError(error)
    return { code, message }
  }

  const dump = async () => {
    const { db } = server.services
    const tables = [db.pipelines, db.pipelineVersions, db.connections, db.runs, db.runEvents]
    const where = { tenantId: defaultTenantId }
    const rows = [...tables, db.uploads].map((it) =>
      (it as typeof db.uploads).findAll({ where, raw: true }),
    )
    return JSON.stringify(await Promise.all(rows))
  }

  test.each(Object.keys(inputs))('%s', async (name) => {
    const input = inputs[name]
    if (input === 'names nothing') {
      const mine = await ask(strangerId, name, harmless(name))
      expect(JSON.stringify(mine)).not.toContain(canary)
      return
    }
    const missing: Ids = {
      ...{ pipeline: randomUUID(), connection: randomUUID(), run: randomUUID() },
      ...{ upload: randomUUID(), draft: randomUUID(), connectionName: 'absent connection' },
    }
    const before = await dump()
    const foreign = await refusal(ask(strangerId, name, input?.(ids)))
    const absent = await refusal(ask(strangerId, name, input?.(missing)))
    const anonymous = ({ message, code }: { message: string; code: string }, own: string) => ({
      code,
      message: message.replace(own, '…'),
    })
    // Word for word what a missing id gets.
    expect(anonymous(foreign, ids.connectionName)).toEqual(anonymous(absent, 'absent connection'))
    expect(foreign.code).toBe(byConnection.has(name) ? 'BAD_REQUEST' : 'NOT_FOUND')
    expect(await dump()).toBe(before)
  })

  test('the first tenant still has everything', async () => {
    for (const name of [
      'pipelines.get',
      'connections.get',
      'runs.get',
      'runs.events',
      'runs.rejects',
    ]) {
      const input = inputs[name]
      if (typeof input !== 'function') throw new Error(name)
      expect(JSON.stringify(await ask(defaultTenantId, name, input(ids)))).toContain(canary)
    }
  })
})

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

function harmless(name: string): unknown {
  const own = { document: { ...document, name: 'own' }, settings: { database: 'own' } }
  const byName: Record<string, unknown> = {
    'pipelines.create': { document: own.document },
    'pipelines.import': { text: JSON.stringify(own.document) },
    'connections.create': { name: 'own', system: 'postgres', settings: own.settings },
    'templates.get': { name: 'yearly-sales' },
    'templates.instantiate': { name: 'yearly-sales' },
  }
  return byName[name]
}
