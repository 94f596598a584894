import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireBuilt } from './support/built.ts'
import { runCommand, startCommand } from './support/command-line.ts'
import { describeWith, freshDatabase, requirePostgres } from './support/services.ts'

const rows = 500_000
const home = mkdtempSync(join(tmpdir(), 'migrateiq-resume-'))
const csv = join(home, 'in.csv')
afterAll(() => rmSync(home, { recursive: true }))

const sinkTo = (name: string) => ({
  id: 'save',
  type: 'sink.database',
  config: { connection: 'target', table: { name }, mode: 'replace', key: ['id'] },
})
const fromFile = { id: 'read', type: 'source.file', config: { path: csv } }
describeWith('a run that is stopped in the middle', await requirePostgres(), () => {
  let client: pg.Client
  let env: NodeJS.ProcessEnv

  beforeAll(async () => {
    requireBuilt()
    await writeRows()
    const url = await freshDatabase('postgres')
    env = { MIGRATEIQ_CONNECTION_TARGET: url }
    client = new pg.Client({ connectionString: url })
    await client.connect()
    // The same rows by PostgreSQL's own means, to compare with.
    await client.query(
      'CREATE TABLE control (id bigint PRIMARY KEY, name text, amount double precision, at timestamp, note text)',
    )
    const copy = client.query(copyFrom('COPY control FROM STDIN (FORMAT csv, HEADER)'))
    await pipeline(createReadStream(csv), copy)
  }, 300_000)
  afterAll(() => client.end())

  /** Count, and a sum that another row, another value or a row twice would change. */
  async function contentOf(table: string): Promise<unknown> {
    const { rows: found } = await client.query(
      `SELECT count(*), sum(hashtextextended(concat_ws('|', id, name, amount, at, note), 0)::numeric) AS sum FROM ${table}`,
    )
    return found[0]
  }

  async function tableExists(table: string): Promise<boolean> {
    const { rows: found } = await client.query('SELECT to_regclass($1) AS oid', [table])
    return found[0].oid !== null
  }

  /** Resolves when so many chunks of the only load under way are committed. */
  async function committed(chunks: number): Promise<void> {
    const sql = `SELECT count(*)::int AS n FROM _migrateiq_checkpoint AS c WHERE chunk <> '' AND
      EXISTS (SELECT FROM _migrateiq_checkpoint AS l WHERE l.load = c.load AND l.chunk = '' AND l.state = 'loading')`
    for (;;) {
      const found =
        (await tableExists('_migrateiq_checkpoint')) && (await client.query(sql)).rows[0].n
      if (found >= chunks) return
      await wait(10)
    }
  }

  async function expectResumed(file: string, table: string): Promise<void> {
    const again = await runCommand(['run', file, '--resume', '-o', 'json'], { cwd: home, env })
    const report = JSON.parse(again.stdout)
    expect(again.code).toBe(0)
    expect(report).toMatchObject({ state: 'done', rows: { written: rows, rejected: 0 } })
    expect(report.sinks[0].resumedChunks).toBeGreaterThan(0)
    expect(await contentOf(table)).toEqual(await contentOf('control'))
  }

  function document(name: string, nodes: readonly { id: string }[]): string {
    const edges = [{ id: 'e', source: 'read', target: 'save' }]
    const file = join(home, `${name}.json`)
    writeFileSync(file, JSON.stringify({ schemaVersion: 1, name, nodes, edges }))
    return file
  }

  test('kill -9 in the middle: the old rows stay; --resume brings every new one once', async () => {
    await client.query('CREATE TABLE killed AS SELECT * FROM control LIMIT 7')
    const file = document('killed', [fromFile, sinkTo('killed')])
    const { child, ended } = startCommand(['run', file], { cwd: home, env })
    await Promise.race([committed(1), ended])
    child.kill('SIGKILL')
    expect((await ended).signal).toBe('SIGKILL')
    expect(await contentOf('killed')).toMatchObject({ count: '7' })
    await expectResumed(file, 'killed')

    // Done is done: once more changes nothing.
    const third = await runCommand(['run', file, '--resume', '-o', 'json'], { cwd: home, env })
    expect(JSON.parse(third.stdout)).toMatchObject({ state: 'done', rows: { written: rows } })
    expect(await contentOf('killed')).toEqual(await contentOf('control'))
  }, 300_000)

  test('Ctrl+C: exit code 130, nothing visible in the target; --resume goes on', async () => {
    const file = document('interrupted', [fromFile, sinkTo('interrupted')])
    const { child, ended } = startCommand(['run', file, '-o', 'json'], { cwd: home, env })
    await Promise.race([committed(1), ended])
    child.kill('SIGINT')
    const { code, stdout } = await ended
    expect(code).toBe(130)
    expect(JSON.parse(stdout)).toMatchObject({ state: 'cancelled', error: { code: 'CANCELLED' } })
    expect(await tableExists('interrupted')).toBe(false)
    await expectResumed(file, 'interrupted')
  }, 300_000)
})

async function writeRows(): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (
    SELECT i AS id, 'Ünïcode ' || md5(i::VARCHAR) AS name, (hash(i) % 1000000) / 128.0 AS amount,
      TIMESTAMP '2020-01-01' + INTERVAL (i) SECOND AS at,
      CASE WHEN i % 10 = 0 THEN NULL ELSE 'said "' || i || '", then left' END AS note
    FROM range(1, ${rows} + 1) t(i)
  ) TO '${csv}' (FORMAT csv, HEADER)`)
  connection.closeSync()
  instance.closeSync()
}
