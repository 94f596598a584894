import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestServer } from '../../e2e/support/server.ts'
import { startTestServer } from '../../e2e/support/server.ts'

let server: TestServer
const file = (name: string) => join(server.dataDir, `${name}.sqlite`)
const plan = (source: object, target: object, signal?: AbortSignal) =>
  server.client.migrate.plan.query(
    { source: { connection: 'shop', ...source }, target: { connection: 'copy', ...target } },
    signal ? { signal } : {},
  )

beforeAll(async () => {
  server = await startTestServer()
  const Libsql = createRequire(import.meta.url)('libsql')
  const db = new Libsql(file('shop'))
  db.exec('CREATE TABLE film (FilmId INTEGER PRIMARY KEY, title TEXT, note TEXT)')
  db.exec('CREATE TABLE log (line TEXT)')
  db.close()
  for (const name of ['shop', 'copy'])
    await server.client.connections.create.mutate({
      name,
      system: 'sqlite',
      settings: { file: file(name) },
    })
})
afterAll(() => server?.stop())

test('a plan says what will be there, and writes nothing', async () => {
  const { tables, ddl, problems } = await plan(
    { exclude: ['log'], tables: [{ table: 'film', name: 'movie', without: ['note'] }] },
    { names: 'snake_case' },
  )
  expect(tables).toMatchObject([
    { source: { name: 'film' }, target: { name: 'movie' }, columns: 2, mode: 'create' },
  ])
  expect(Object.values(ddl).flat().join(' ')).toContain('film_id')
  expect(problems).toEqual([])
  expect(existsSync(file('copy'))).toBe(false)
})

test('what is not right is refused with its code', async () => {
  const codeOf = (asked: Promise<unknown>) =>
    asked.then(
      () => undefined,
      (error) => error.data.migrate?.code ?? error.data.code,
    )
  expect(await codeOf(plan({ connection: 'nowhere' }, {}))).toBe('UNKNOWN_CONNECTION')
  expect(await codeOf(plan({ include: ['nothing*'] }, {}))).toBe('TABLE_NOT_FOUND')
  expect(await codeOf(plan({}, { casts: '{}' }))).toBe('INVALID_USAGE')
  expect(await codeOf(plan({}, { what: 'all' }))).toBe('BAD_REQUEST')
})

test('a plan that nobody waits for any more is given up, and the next one is made', async () => {
  const leaving = AbortSignal.timeout(1)
  await expect(plan({}, {}, leaving)).rejects.toThrow()
  expect((await plan({}, {})).tables).toHaveLength(2)
})
