import { TRPCClientError } from '@trpc/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestServer } from '../../e2e/support/server.ts'
import { startTestServer } from '../../e2e/support/server.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { pipelineSchema } from '../../runtime/pipeline/schema.ts'

const unknownId = '11111111-1111-4111-8111-111111111111'

const documentOf = (name: string, ids: string[] = []): Pipeline =>
  pipelineSchema.parse({
    schemaVersion: 1,
    name,
    nodes: ids.map((id) => ({ id, type: 'source.inline', config: { note: 'ü€' } })),
  })

async function failure(work: Promise<unknown>) {
  const error = await work.then(
    () => expect.unreachable('it did not fail'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof TRPCClientError)) throw error
  return { message: error.message, data: error.data }
}

describe.each(['sqlite', 'postgres'] as const)('pipelines in %s', (dialect) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ dialect })
  })
  afterAll(() => server?.stop())

  test('what is created can be listed, read, renamed, copied and removed', async () => {
    const { pipelines } = server.client
    const made = await pipelines.create.mutate({ document: documentOf('First', ['a', 'b']) })
    expect(await pipelines.get.query({ id: made.id })).toEqual(made)
    expect(made).toMatchObject({ version: 1, name: 'First' })

    const renamed = await pipelines.rename.mutate({ id: made.id, name: 'Renamed' })
    expect(renamed).toMatchObject({ version: 2, name: 'Renamed', document: { name: 'Renamed' } })

    const copy = await pipelines.duplicate.mutate({ id: made.id })
    expect(copy).toMatchObject({ version: 1, name: 'Renamed (copy)' })
    expect(copy.document.nodes).toEqual(made.document.nodes)

    const list = await pipelines.list.query()
    expect(list.map((it) => [it.name, it.version, it.nodes, it.lastRun])).toEqual([
      ['Renamed (copy)', 1, 2, null],
      ['Renamed', 2, 2, null],
    ])

    await pipelines.remove.mutate({ id: made.id })
    expect((await failure(pipelines.get.query({ id: made.id }))).data.code).toBe('NOT_FOUND')
    expect((await failure(pipelines.remove.mutate({ id: made.id }))).data.code).toBe('NOT_FOUND')
    await pipelines.remove.mutate({ id: copy.id })
    expect(await pipelines.list.query()).toEqual([])
  })

  test('an empty one has a name', async () => {
    const { document, id } = await server.client.pipelines.create.mutate({ name: 'Mine' })
    expect(document).toMatchObject({ name: 'Mine', nodes: [], schemaVersion: 1 })
    await server.client.pipelines.remove.mutate({ id })
  })

  test('every save is a version that can be read again', async () => {
    const { pipelines } = server.client
    const { id } = await pipelines.create.mutate({ document: documentOf('v', []) })
    for (const version of [1, 2]) {
      const document = documentOf(
        'v',
        Array.from({ length: version }, (_, n) => `n${n}`),
      )
      expect((await pipelines.save.mutate({ id, version, document })).version).toBe(version + 1)
    }
    const versions = await pipelines.versions.query({ id })
    expect(versions.map((it) => [it.version, it.nodes])).toEqual([
      [3, 2],
      [2, 1],
      [1, 0],
    ])
    expect((await pipelines.version.query({ id, version: 2 })).document.nodes).toHaveLength(1)
    const missing = await failure(pipelines.version.query({ id, version: 9 }))
    expect(missing.data.code).toBe('NOT_FOUND')
  })

  test('of many saves at the same moment exactly one wins, and the others know it', async () => {
    const { pipelines } = server.client
    const { id } = await pipelines.create.mutate({ document: documentOf('race') })
    const saves = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) =>
        pipelines.save.mutate({ id, version: 1, document: documentOf('race', [`by${n}`]) }),
      ),
    )
    const won = saves.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []))
    expect(won).toHaveLength(1)
    const stored = await pipelines.get.query({ id })
    expect(stored).toEqual(won[0])
    for (const { reason } of saves.filter((it) => it.status === 'rejected')) {
      expect(reason.data.code).toBe('CONFLICT')
      expect(reason.data.conflict).toEqual({ currentVersion: 2, savedAt: stored.savedAt })
    }
    expect(await pipelines.versions.query({ id })).toHaveLength(2)
  })

  test('a stale save changes nothing', async () => {
    const { pipelines } = server.client
    const { id } = await pipelines.create.mutate({ document: documentOf('stale') })
    const mine = await pipelines.save.mutate({ id, version: 1, document: documentOf('mine') })
    const late = pipelines.save.mutate({ id, version: 1, document: documentOf('late') })
    expect((await failure(late)).data).toMatchObject({
      code: 'CONFLICT',
      conflict: { currentVersion: 2, savedAt: mine.savedAt },
    })
    expect(await pipelines.get.query({ id })).toEqual(mine)
  })

  test('a document that cannot be kept is refused with its issues', async () => {
    const { pipelines } = server.client
    const { id } = await pipelines.create.mutate({ document: documentOf('good') })
    const twice = { ...documentOf('bad'), nodes: documentOf('x', ['same', 'same']).nodes }
    const refused = await failure(pipelines.save.mutate({ id, version: 1, document: twice }))
    expect(refused.data).toMatchObject({ code: 'BAD_REQUEST', issues: [{ code: 'DUPLICATE_ID' }] })
    const polluted = JSON.parse('{"schemaVersion":1,"name":"x","__proto__":{"polluted":true}}')
    const refusal = await failure(pipelines.create.mutate({ document: polluted }))
    expect(refusal.data.issues).toMatchObject([{ code: 'FORBIDDEN_KEY', path: ['__proto__'] }])
    expect(Object.prototype).not.toHaveProperty('polluted')
    expect((await pipelines.get.query({ id })).version).toBe(1)
  })

  test('unknown keys and malformed ids are refused before anything is looked up', async () => {
    const { pipelines } = server.client
    const stray = { id: unknownId, tenantId: unknownId } as { id: string }
    expect((await failure(pipelines.get.query(stray))).data.code).toBe('BAD_REQUEST')
    expect((await failure(pipelines.get.query({ id: "'; --" }))).data.code).toBe('BAD_REQUEST')
    expect((await failure(pipelines.get.query({ id: unknownId }))).data.code).toBe('NOT_FOUND')
  })

  test('an exported text comes in again; one with errors does not', async () => {
    const { pipelines } = server.client
    const text = JSON.stringify(documentOf('exported', ['a']))
    const { pipeline, issues } = await pipelines.import.mutate({ text })
    expect(issues).toEqual([])
    expect(pipeline?.document).toEqual(documentOf('exported', ['a']))
    const count = (await pipelines.list.query()).length
    const broken = await pipelines.import.mutate({ text: text.slice(0, -5) })
    expect(broken).toMatchObject({ pipeline: null, issues: [{ code: 'PIPELINE_NOT_JSON' }] })
    expect(await pipelines.list.query()).toHaveLength(count)
  })
})
