import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestServer } from '../../e2e/support/server.ts'
import { startTestServer } from '../../e2e/support/server.ts'
import { defaultTenantId } from '../db/tenant.ts'

const templates = join(import.meta.dirname, '../../templates')

describe('templates', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server?.stop())

  test('the gallery lists them with what they are about', async () => {
    const list = await server.client.templates.list.query()
    expect(list.length).toBeGreaterThanOrEqual(4)
    for (const { name, title, summary, nodes } of list) {
      expect(title).not.toBe('')
      expect(summary).not.toBe('')
      expect(nodes).toBeGreaterThan(1)
      const detail = await server.client.templates.get.query({ name })
      expect(detail.samples.length).toBeGreaterThan(0)
      for (const sample of detail.samples)
        expect(existsSync(join(templates, name, sample))).toBe(true)
    }
  })

  test.each(['..', '../templates', 'absent', 'messy-customers/../messy-customers', ''])(
    '“%s” is no template',
    async (name) => {
      const refusal = { data: { code: 'NOT_FOUND' } }
      await expect(server.client.templates.get.query({ name })).rejects.toMatchObject(refusal)
      const instantiate = server.client.templates.instantiate.mutate({ name })
      await expect(instantiate).rejects.toMatchObject(refusal)
    },
  )

  test('one becomes a pipeline with its own files and connections', async () => {
    const { id, document } = await server.client.templates.instantiate.mutate({
      name: 'messy-customers',
      as: 'Our customers',
    })
    expect(document.name).toBe('Our customers')
    const home = join(server.dataDir, 'files', defaultTenantId, id)
    const sample = 'sample/customers.csv'
    const original = readFileSync(join(templates, 'messy-customers', sample))
    expect(readFileSync(join(home, sample))).toEqual(original)
    expect(existsSync(join(home, 'expected'))).toBe(false)
    const [connection, ...others] = await server.client.connections.list.query()
    expect(others).toEqual([])
    expect(connection).toMatchObject({ system: 'sqlite', usedBy: [{ id, name: 'Our customers' }] })
    expect(connection?.description).toContain(join(home, 'out/customers.sqlite'))
  })

  test('a second one does not take the first one’s connections', async () => {
    const again = await server.client.templates.instantiate.mutate({ name: 'messy-customers' })
    const connections = await server.client.connections.list.query()
    expect(connections.map((it) => it.usedBy.length)).toEqual([1, 1])
    const mine = connections.find((it) => it.usedBy[0]?.id === again.id)
    expect(mine?.name).toBe('customers_2')
    expect(mine?.description).toContain(again.id)
    expect(JSON.stringify(again.document)).toContain('"connection":"customers_2"')
  })
})
