import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { MigrationReport } from '../runtime/migration-report.ts'
import { requireBuilt } from './support/built.ts'
import { runCommand } from './support/command-line.ts'
import { execute, migrate } from './support/migrations.ts'
import { startPostgres } from './support/postgres.ts'
import { describeWith, requirePostgres } from './support/services.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const large = 20_000
const folder = mkdtempSync(join(tmpdir(), 'migrateiq-full-disk-'))
const source = `sqlite://${join(folder, 'source.db')}`

beforeAll(async () => {
  requireBuilt()
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${large})`
  await execute(source, [
    'CREATE TABLE big (id INTEGER PRIMARY KEY, filler TEXT)',
    `INSERT INTO big ${numbers} SELECT i, hex(randomblob(250)) FROM n`,
    'CREATE TABLE small (id INTEGER PRIMARY KEY)',
    'INSERT INTO small VALUES (1), (2), (3)',
  ])
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a full disk under SQLite ends the migration; with room it goes on where it was', async () => {
  const target = `sqlite://${join(folder, 'target.db')}`
  const command = ['migrate', source, target, '--output', 'json']
  const full = await runCommand(command, { cwd: folder, largestFile: 4 * 1024 * 1024 })
  const first: MigrationReport = JSON.parse(full.stdout)
  expect(full.code).toBe(1)
  expect(first).toMatchObject({
    state: 'failed',
    error: { code: 'TARGET_DISK_FULL', table: 'big' },
  })
  const again = await runCommand([...command, '--resume', '--verify'], { cwd: folder })
  const second: MigrationReport = JSON.parse(again.stdout)
  expect(again.code, again.stderr).toBe(0)
  expect(second.tables.map((t) => t.checksums)).toEqual(['equal', 'equal'])
  const counts = 'SELECT (SELECT count(*) FROM big), (SELECT count(*) FROM small)'
  expect(await execute(target, [counts])).toEqual([[String(large), '3']])
})

describeWith('a full disk under PostgreSQL', await requirePostgres(), () => {
  test('ends the migration, and no half table is visible', async () => {
    const server = await startPostgres(undefined, 6 * 1024 * 1024)
    try {
      const report = await migrate(source, server.url)
      expect(report).toMatchObject({
        state: 'failed',
        error: { code: 'TARGET_DISK_FULL', table: 'public.big' },
      })
      expect(await execute(server.url, ['SELECT count(*) FROM big'])).toEqual([['0']])
    } finally {
      await server.stop()
    }
  })
})
