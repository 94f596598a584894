import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from './support/command-line.ts'
import { execute } from './support/migrations.ts'
import type { TestServer } from './support/server.ts'
import { startTestServer } from './support/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'migrateiq-kept-'))
const secret = 'open-sesame-4711'
const shop = join(folder, 'shop.db')
let server: TestServer

beforeAll(async () => {
  await execute(`sqlite://${shop}`, [
    'CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)',
    "INSERT INTO item VALUES (1, 'tea'), (2, 'rice')",
  ])
  server = await startTestServer()
  const { client } = server
  await client.connections.create.mutate({
    name: 'shop',
    system: 'sqlite',
    settings: { file: shop },
  })
  await client.connections.create.mutate({
    name: 'far away',
    system: 'postgres',
    settings: { host: 'db.example.org', database: 'x', password: secret },
  })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const command = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  runCommand(args, { cwd: folder, env: { MIGRATEIQ_DATA_DIR: server.dataDir, ...env } })

describe('connections of a running server on the command line', () => {
  test('are listed and tested by name', async () => {
    const listed = await command(['connections', 'list', '--server', server.url])
    expect(listed.stdout).toMatch(/^far away +postgres .*db\.example\.org/m)
    expect(listed.stdout).not.toContain(secret)
    const tested = await command(['connections', 'test', 'shop', '--server', server.url])
    expect(tested.code, tested.stderr).toBe(0)
  })

  test('carry a database, and a pipeline', async () => {
    const copy = join(folder, 'copy.db')
    const migrated = await command(['migrate', 'shop', copy, '--verify'], {
      MIGRATEIQ_SERVER: server.url,
    })
    expect(migrated.code, migrated.stderr).toBe(0)
    expect(await execute(`sqlite://${copy}`, ['SELECT count(*) FROM item'])).toEqual([['2']])

    const pipeline = join(folder, 'pipeline.json')
    writeFileSync(
      pipeline,
      JSON.stringify({
        schemaVersion: 1,
        name: 'Items',
        nodes: [
          {
            id: 'items',
            type: 'source.database',
            config: { connection: 'shop', read: 'table', table: { name: 'item' } },
          },
          { id: 'file', type: 'sink.file', config: { path: 'items.csv' } },
        ],
        edges: [{ id: 'e', source: 'items', target: 'file' }],
      }),
    )
    const preview = ['preview', pipeline, '-n', 'items', '--output', 'json', '--server', server.url]
    const shown = await command(preview)
    expect(shown.code, shown.stderr).toBe(0)
    expect(shown.stdout).toContain('rice')
    const ran = await command(['run', pipeline, '--server', server.url])
    expect(ran.code, ran.stderr).toBe(0)
  })

  test('come after those of file and environment', async () => {
    const other = join(folder, 'other.db')
    await execute(`sqlite://${other}`, ['CREATE TABLE elsewhere (id INTEGER)'])
    const tables = await command(['connections', 'tables', 'shop', '--server', server.url], {
      MIGRATEIQ_CONNECTION_SHOP: `sqlite:${other}`,
    })
    expect(tables.stdout).toContain('elsewhere')
  })

  test('are not given without the folder, or to another server’s name', async () => {
    const nowhere = await command(['connections', 'list', '--server', server.url], {
      MIGRATEIQ_DATA_DIR: join(folder, 'nothing'),
    })
    expect([nowhere.code, nowhere.stderr]).toEqual([
      2,
      expect.stringContaining('MIGRATEIQ_DATA_DIR'),
    ])
    const elsewhere = await command(['connections', 'list', '--server', 'http://127.0.0.1:1'])
    expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringContaining('belongs to')])
  })
})

describe('the route behind it', () => {
  const door = () => JSON.parse(readFileSync(join(server.dataDir, 'server.json'), 'utf8'))
  const ask = (headers: Record<string, string>, path = '/far%20away', method = 'GET') =>
    fetch(`${server.url}/command-line/connections${path}`, { method, headers })
  const right = () => ({ authorization: `Bearer ${door().token}` })

  test('has its token in a file for one account only', () => {
    expect(statSync(join(server.dataDir, 'server.json')).mode & 0o777).toBe(0o600)
    expect(door()).toEqual({ url: server.url, token: expect.stringMatching(/^[\w-]{43}$/) })
  })

  test('gives secrets to who has the token, and lets nobody keep them', async () => {
    const response = await ask(right())
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toMatchObject({ settings: { password: secret } })
    expect((await ask(right(), '/nobody')).status).toBe(404)
    expect((await ask(right(), '/%E0%A4%A')).status).toBe(400)
  })

  test.each([
    ['without a token', {}, 401],
    ['with another token', { authorization: 'Bearer x' }, 401],
  ])('refuses %s', async (_, headers, status) => {
    const response = await ask(headers)
    expect(response.status).toBe(status)
    expect(await response.text()).not.toContain(secret)
  })

  test('refuses pages, even ours, and anything but reading', async () => {
    expect((await ask({ ...right(), origin: server.url })).status).toBe(403)
    expect((await ask({ ...right(), 'sec-fetch-site': 'same-origin' })).status).toBe(403)
    expect((await ask(right(), '/shop', 'POST')).status).toBe(405)
  })

  test('ends with the server, whose log has neither token nor secret', async () => {
    const other = await startTestServer()
    const file = join(other.dataDir, 'server.json')
    const { token } = JSON.parse(readFileSync(file, 'utf8'))
    await fetch(`${other.url}/command-line/connections`, {
      headers: { authorization: `Bearer ${token}` },
    })
    await other.close()
    expect(existsSync(file)).toBe(false)
    expect(other.log.join('')).toContain('/command-line/connections')
    expect(other.log.join('')).not.toContain(token)
    expect(server.log.join('')).not.toContain(secret)
    await other.stop()
  })
})
