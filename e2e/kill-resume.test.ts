import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunReport } from '../runtime/report.ts'
import { requireBuilt } from './support/built.ts'
import { describeWith, freshDatabase, requirePostgres } from './support/services.ts'

const cli = join(import.meta.dirname, '../dist/node/cli.js')
const rows = 600_000

describeWith('a run whose process is killed', await requirePostgres(), () => {
  let folder: string
  let url: string
  let client: pg.Client

  beforeAll(async () => {
    requireBuilt()
    folder = await mkdtemp(join(tmpdir(), 'migrateiq-kill-'))
    url = await freshDatabase('postgres')
    client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(
      `CREATE TABLE source AS SELECT i AS id, md5(i::text) AS code, i % 1000 / 10.0 AS amount FROM generate_series(1, ${rows}) i`,
    )
    await client.query('ALTER TABLE source ADD PRIMARY KEY (id)')
    const { rows: lines } = await client.query<{ line: string }>(
      `SELECT concat_ws(',', id, code, amount) AS line FROM source ORDER BY id`,
    )
    await writeFile(
      join(folder, 'source.csv'),
      `id,code,amount\n${lines.map((r) => r.line).join('\n')}\n`,
    )
  })
  afterAll(async () => {
    await client.end()
    await rm(folder, { recursive: true, force: true })
  })

  const scalar = async (sql: string) => (await client.query<{ v: unknown }>(sql)).rows[0]?.v

  async function writePipeline(name: string, source: object, filter: boolean): Promise<string> {
    const path = join(folder, `${name}.json`)
    const nodes = [
      { id: 's', ...source },
      ...(filter ? [{ id: 'f', type: 'transform.filter', config: { condition: 'id > 0' } }] : []),
      {
        id: 'w',
        type: 'sink.database',
        config: { connection: 'pg', table: { name }, mode: 'append' },
      },
    ]
    const edges = filter
      ? [
          { id: '1', source: 's', target: 'f' },
          { id: '2', source: 'f', sourcePort: 'pass', target: 'w' },
        ]
      : [{ id: '1', source: 's', target: 'w' }]
    await writeFile(path, JSON.stringify({ schemaVersion: 1, name, nodes, edges }))
    return path
  }

  function start(path: string, ...more: string[]) {
    const child = spawn(process.execPath, [cli, 'run', path, '--output', 'json', ...more], {
      cwd: folder,
      env: { ...process.env, MIGRATEIQ_CONNECTION_PG: url },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk
    })
    const ended = new Promise<string>((resolve) => child.once('exit', () => resolve(said)))
    return { child, ended }
  }

  const sources = {
    csv: [{ type: 'source.file', config: { path: 'source.csv' } }, false],
    ranges: [
      { type: 'source.database', config: { connection: 'pg', table: { name: 'source' } } },
      true,
    ],
    straight: [
      { type: 'source.database', config: { connection: 'pg', table: { name: 'source' } } },
      false,
    ],
  } as const

  test.each(Object.keys(sources) as (keyof typeof sources)[])(
    'goes on where it was: %s',
    async (name) => {
      const [source, filter] = sources[name]
      const path = await writePipeline(name, source, filter)
      await client.query(`CREATE TABLE ${name} (id bigint, code text, amount numeric(10,1))`)
      const { child, ended } = start(path)
      const committed = `SELECT count(*)::int AS v FROM _migrateiq_checkpoint WHERE chunk <> ''`
      await client.query('DROP TABLE IF EXISTS _migrateiq_checkpoint')
      for (let seen: unknown = 0; child.exitCode === null && seen === 0; await sleep(2))
        seen = await scalar(committed).catch(() => 0)
      child.kill('SIGKILL')
      await ended
      expect(child.signalCode).toBe('SIGKILL')
      expect(await scalar(`SELECT count(*)::int AS v FROM ${name}`)).toBe(0)

      const resumed = start(path, '--resume')
      const report = JSON.parse(await resumed.ended) as RunReport
      expect(report.error).toBeUndefined()
      expect(report.sinks[0]?.resumedChunks).toBeGreaterThan(0)
      expect(report.sinks[0]?.rows).toBe(rows)
      const sums = (table: string) =>
        scalar(
          `SELECT count(*) || ' ' || count(DISTINCT id) || ' ' || sum(hashtextextended(concat_ws(',', id, code, amount), 0)) AS v FROM ${table}`,
        )
      expect(await sums(name)).toBe(
        await sums('(SELECT id, code, amount::numeric(10,1) FROM source) s'),
      )
    },
  )
})
