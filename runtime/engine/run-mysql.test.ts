import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  describeWith,
  freshDatabase,
  requireMysql,
  requirePostgres,
} from '../../e2e/support/services.ts'
import { registry } from '../../nodes/index.ts'
import type { Connection } from '../connectors/connector.ts'
import { parseConnectionUrl } from '../connectors/registry.ts'
import { MigrateError } from '../error.ts'
import { nodeRedHost } from '../hosts/node-red/node-red-host.ts'
import { parsePipeline } from '../pipeline/parse.ts'
import { runPipeline } from './index.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const [mysqlService, postgresService] = [await requireMysql(), await requirePostgres()]
const service = mysqlService.url ? postgresService : mysqlService

describeWith('MySQL and PostgreSQL', service, () => {
  let folder: string
  let source: mysql.Connection
  let target: pg.Client
  let connections: Map<string, Connection>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'migrateiq-test-'))
    const [my, pgUrl] = [await freshDatabase('mysql'), await freshDatabase('postgres')]
    source = await mysql.createConnection(my)
    target = new pg.Client({ connectionString: pgUrl })
    await target.connect()
    connections = new Map([
      ['my', { name: 'my', ...parseConnectionUrl(my) }],
      ['pg', { name: 'pg', ...parseConnectionUrl(pgUrl) }],
    ])
    await source.query(
      `CREATE TABLE t (id INT PRIMARY KEY, amount DECIMAL(12,2), note VARCHAR(200) CHARACTER SET utf8mb4, at DATETIME(6), b VARBINARY(20))`,
    )
    const rows = Array.from({ length: 2000 }, (_, i) => [
      i,
      i % 7 === 0 ? null : (i / 3).toFixed(2),
      ['', null, 'tab\tline\nback\\slash', 'ü€😀', '"quoted", text'][i % 5],
      '2024-01-31 10:00:00.123456',
      Buffer.from([0, 9, 10, 92, i % 256]),
    ])
    await source.query('INSERT INTO t VALUES ?', [rows])
  })
  afterAll(async () => {
    await source.end()
    await target.end()
    await rm(folder, { recursive: true, force: true })
  })

  async function run(filter: boolean, from: string, to: string, table: string, read = 't') {
    const nodes = [
      { id: 's', type: 'source.database', config: { connection: from, table: { name: read } } },
      ...(filter ? [{ id: 'f', type: 'transform.filter', config: { condition: 'id >= 0' } }] : []),
      {
        id: 'w',
        type: 'sink.database',
        config: { connection: to, table: { name: table }, mode: 'replace' },
      },
    ]
    const edges = filter
      ? [
          { id: '1', source: 's', target: 'f' },
          { id: '2', source: 'f', sourcePort: 'pass', target: 'w' },
        ]
      : [{ id: '1', source: 's', target: 'w' }]
    const { pipeline } = parsePipeline({ schemaVersion: 1, name: 'test', nodes, edges })
    if (!pipeline) throw new Error('the fixture does not parse')
    const get = async (name: string) => {
      const found = connections.get(name)
      if (found) return found
      throw new MigrateError('UNKNOWN_CONNECTION', `There is no connection “${name}”.`)
    }
    const options = { baseDir: folder, runId: table, runDir: join(folder, table), resume: false }
    const input = { pipeline, parameters: {}, connections: { get }, registry, options }
    return runPipeline(input, () => {}, new AbortController().signal, nodeRedHost)
  }

  const rowsOf = async (table: string) =>
    (
      await target.query({
        text: `SELECT id, amount::text, note, at::text, encode(b, 'hex') FROM ${table} ORDER BY id`,
        rowMode: 'array',
      })
    ).rows

  test('a copy is equal on the straight path, through DuckDB, and there and back', async () => {
    const straight = await run(false, 'my', 'pg', 'straight')
    expect(straight.error).toBeUndefined()
    expect(straight.sinks[0]).toMatchObject({ path: 'straight', rows: 2000 })
    const computed = await run(true, 'my', 'pg', 'computed')
    expect(computed.error).toBeUndefined()
    expect(computed.sinks[0]).toMatchObject({ path: 'duckdb', rows: 2000 })
    expect(await rowsOf('computed')).toEqual(await rowsOf('straight'))
    expect((await rowsOf('straight'))[2]).toEqual([
      2,
      '0.67',
      'tab\tline\nback\\slash',
      '2024-01-31 10:00:00.123456',
      '00090a5c02',
    ])
    const there = await run(true, 'pg', 'my', 'there', 'straight')
    expect(there.error).toBeUndefined()
    const back = await run(false, 'my', 'pg', 'back', 'there')
    expect(back.error).toBeUndefined()
    expect(await rowsOf('back')).toEqual(await rowsOf('straight'))
  })
})
