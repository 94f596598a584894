import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MigrationReport } from '../runtime/migration-report.ts'
import { requireBuilt } from './support/built.ts'
import { describeWith, freshDatabase, requirePostgres } from './support/services.ts'

const cli = join(import.meta.dirname, '../dist/node/cli.js')
const rows = 400_000

describeWith('a migration whose process is killed', await requirePostgres(), () => {
  let folder: string
  let source: string
  let target: string
  let client: pg.Client

  beforeAll(async () => {
    requireBuilt()
    folder = await mkdtemp(join(tmpdir(), 'migrateiq-migrate-kill-'))
    ;[source, target] = [await freshDatabase('postgres'), await freshDatabase('postgres')]
    const from = new pg.Client({ connectionString: source })
    await from.connect()
    for (const table of ['a', 'b', 'c']) {
      await from.query(
        `CREATE TABLE ${table} AS SELECT i AS id, repeat(md5(i::text), 12) AS filler FROM generate_series(1, ${rows}) i`,
      )
      await from.query(`ALTER TABLE ${table} ADD PRIMARY KEY (id)`)
      await from.query(`ANALYZE ${table}`)
    }
    await from.end()
    client = new pg.Client({ connectionString: target })
    await client.connect()
  }, 120_000)
  afterAll(async () => {
    await client.end()
    await rm(folder, { recursive: true, force: true })
  })

  const scalar = async (sql: string) => (await client.query<{ v: unknown }>(sql)).rows[0]?.v

  function start(...more: string[]) {
    const command = [cli, 'migrate', source, target, '--jobs', '2', '--output', 'json', ...more]
    const child = spawn(process.execPath, command, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk
    })
    const ended = new Promise<string>((resolve) => child.once('exit', () => resolve(said)))
    return { child, ended }
  }

  test('goes on where it was, again and again, and every row is there once', async () => {
    const committed = `SELECT count(*)::int AS v FROM _migrateiq_checkpoint WHERE chunk <> ''`
    let kills = 0
    let said = ''
    // A fast machine may be done before a later kill: then that attempt’s report is the last.
    for (const [round, wanted] of [1, 2, 4].entries()) {
      const { child, ended } = start('--verify', ...(round > 0 ? ['--resume'] : []))
      for (let seen = 0; child.exitCode === null && seen < wanted; await sleep(2))
        seen = Number(await scalar(committed).catch(() => 0))
      if (child.exitCode === null && child.kill('SIGKILL')) kills++
      said = await ended
      if (said !== '') break
    }
    expect(kills).toBeGreaterThan(0)
    if (said === '') said = await start('--resume', '--verify').ended
    const report = JSON.parse(said) as MigrationReport
    expect(report.error).toBeUndefined()
    expect(report.failures).toEqual([])
    expect(report.state).toBe('done')
    expect(report.tables.map((t) => t.checksums)).toEqual(['equal', 'equal', 'equal'])
    for (const table of ['a', 'b', 'c'])
      expect(await scalar(`SELECT count(*) || ' ' || count(DISTINCT id) AS v FROM ${table}`)).toBe(
        `${rows} ${rows}`,
      )
  }, 180_000)
})
