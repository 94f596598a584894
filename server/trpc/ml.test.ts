import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestServer } from '../../e2e/support/server.ts'
import { startTestServer } from '../../e2e/support/server.ts'
import { config } from '../../nodes/validate/rules/config.ts'
import { pipelineSchema } from '../../runtime/pipeline/schema.ts'

const places = ['Berlin', 'Wien', 'Bern']
const rows = Array.from({ length: 60 }, (_, i) => [
  String(i === 7 ? 3 : i),
  `${places[i % 3]}`,
  `anna${i}@example.org`,
  i === 5 ? 'many' : String(i * 2),
])

const document = pipelineSchema.parse({
  schemaVersion: 1,
  name: 'Looked at',
  nodes: [
    {
      id: 'rows',
      type: 'source.inline',
      config: {
        columns: ['cust_no', 'town', 'mail', 'amount'].map((name) => ({ name, type: 'text' })),
        rows,
      },
    },
    {
      id: 'map',
      type: 'map.auto',
      config: { target: { connection: 'crm', table: { name: 'customer' } }, mappings: [] },
    },
  ],
  edges: [{ id: 'e', source: 'rows', sourcePort: 'out', target: 'map', targetPort: 'in' }],
})
const port = { document, node: 'rows', port: 'out' }
const target = { connection: 'crm', table: { name: 'customer' } }

describe('what the methods say of a port', () => {
  let server: TestServer
  const home = mkdtempSync(join(tmpdir(), 'migrateiq-ml-'))
  beforeAll(async () => {
    const file = join(home, 'crm.sqlite')
    const Database = createRequire(import.meta.url)('libsql')
    const database = new Database(file)
    database.exec(
      'CREATE TABLE customer (customer_id INTEGER NOT NULL, city TEXT, email TEXT, amount INTEGER)',
    )
    database.close()
    server = await startTestServer()
    const settings = { file }
    await server.client.connections.create.mutate({ name: 'crm', system: 'sqlite', settings })
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(home, { recursive: true })
  })

  test('statistics of all rows', async () => {
    const profile = await server.client.ml.profile.query(port)
    expect(profile).toMatchObject({ rows: 60, completeRows: 60, duplicateRows: 0 })
    expect(profile.columns.map((c) => [c.column, c.distinct])).toEqual([
      ['cust_no', 59],
      ['town', 3],
      ['mail', 60],
      ['amount', 60],
    ])
  })

  test('rules that a validation takes as they are, with the rows that break them', async () => {
    const { rules, sampledFrom } = await server.client.ml.quality.query(port)
    expect(sampledFrom).toBeNull()
    expect(config.safeParse({ rules: rules.map((r) => r.rule) }).success).toBe(true)
    const unique = rules.find(
      ({ rule }) => rule.check === 'unique' && rule.columns.includes('cust_no'),
    )
    expect(unique).toMatchObject({ violationCount: 2 })
    expect(unique?.violations).toEqual(
      [4, 8].map((row) => ({ row, values: [{ column: 'cust_no', value: '3' }] })),
    )
  })

  test('personal data', async () => {
    const { columns } = await server.client.ml.types.query(port)
    expect(columns.map((c) => c.pii?.kinds ?? [])).toEqual([[], [], ['EMAIL_ADDRESS'], []])
  })

  test('matches of a table, with values before and after conversion', async () => {
    const { targets } = await server.client.ml.match.query({ ...port, target })
    expect(targets.map((t) => [t.column, t.assigned])).toEqual([
      ['customer_id', 'cust_no'],
      ['city', 'town'],
      ['email', 'mail'],
      ['amount', 'amount'],
    ])
    const amount = targets[3]?.sources[0]
    expect(amount?.confidence).toBeGreaterThan(0.5)
    expect(amount?.samples).toEqual([
      { before: 'many', after: null },
      { before: '0', after: '0' },
      { before: '2', after: '2' },
    ])
  })

  test('a decision of before is followed', async () => {
    const decided = [{ source: 'town', target: 'city', accepted: false }]
    const { targets } = await server.client.ml.match.query({ ...port, target, decided })
    expect(targets[1]?.assigned).not.toBe('town')
  })

  test('unknown settings are refused, and so are ports without rows', async () => {
    const wrong = { ...port, sample: 1 } as typeof port
    await expect(server.client.ml.quality.query(wrong)).rejects.toThrow(/sample/)
    await expect(server.client.ml.types.query({ ...port, node: 'map' })).rejects.toMatchObject({
      data: { migrate: { code: 'INVALID_PIPELINE' } },
    })
  })
})
