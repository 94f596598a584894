import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startMariadb } from '../../e2e/support/mariadb.ts'
import { startPostgres } from '../../e2e/support/postgres.ts'
import { which } from '../../e2e/support/process.ts'
import { ensureBuilt } from '../../runtime/hosts/cli/ensure-built.js'
import type { Measured } from './measure.ts'
import { measure } from './measure.ts'

const cli = fileURLToPath(new URL('../../dist/node/cli.js', import.meta.url))

/** Nobody runs a database of this size with the 128 MB of the default. */
const mariadbFlags = ['--innodb-buffer-pool-size=2G', '--innodb-log-file-size=1G']

/** Servers and a folder that live as long as one bench. */
export interface Scene {
  readonly folder: string
  readonly postgres: string
  /** Present when asked for. */
  readonly mysql: string
  psql(sql: string): Promise<string>
  /** Drops a table, and leaves nothing in memory that whoever comes next would write out. */
  clear(table: string): Promise<void>
  /** Our CLI on a pipeline document, with the scene's connections. */
  migrateiq(pipeline: object): Promise<Measured & { report: Report }>
  close(): Promise<void>
}

interface Report {
  readonly seconds: number
  readonly rows: { readonly read: number; readonly written: number }
  readonly sinks: readonly { readonly path: string }[]
}

export interface SceneOptions {
  readonly mysql?: boolean
  /** Another PostgreSQL than the one inside npm: pg_dump reads no server newer than itself. */
  readonly postgres?: string | undefined
}

export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  // Built before any clock runs.
  await ensureBuilt()
  const folder = mkdtempSync(join(tmpdir(), 'migrateiq-bench-'))
  const postgres = await startPostgres(options.postgres)
  const binary = which('mariadbd', 'mysqld')
  if (options.mysql && !binary) throw new Error('This bench needs mariadb-server.')
  const mysql = options.mysql && binary ? await startMariadb(binary, mariadbFlags) : undefined
  const env = {
    MIGRATEIQ_CONNECTION_PG: postgres.url,
    ...(mysql ? { MIGRATEIQ_CONNECTION_MY: mysql.url } : {}),
  }
  const psql = async (sql: string) => {
    const command = ['psql', '-X', '-v', 'ON_ERROR_STOP=1', '-qAt', postgres.url, '-c', sql]
    return (await measure(command)).stdout.trim()
  }
  // It would look through one contestant's tables in another's turn.
  await psql('ALTER SYSTEM SET autovacuum = off')
  await psql('SELECT pg_reload_conf()')
  return {
    folder,
    postgres: postgres.url,
    mysql: mysql?.url ?? '',
    psql,
    async clear(table) {
      await psql(`DROP TABLE IF EXISTS ${table}`)
      await psql('CHECKPOINT')
    },
    async migrateiq(pipeline) {
      const file = join(folder, 'pipeline.json')
      writeFileSync(file, JSON.stringify(pipeline))
      const command = [process.execPath, cli, 'run', file, '--output', 'json']
      const measured = await measure(command, { env, cwd: folder })
      return { ...measured, report: JSON.parse(measured.stdout) as Report }
    },
    async close() {
      await postgres.stop()
      await mysql?.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Source → (derive) → table sink, as a pipeline document. */
export function copyPipeline(
  source: { type: string; config: object },
  table: string,
  expressions: Readonly<Record<string, string>> = {},
): object {
  const columns = Object.entries(expressions).map(([name, expression]) => ({ name, expression }))
  const derive = columns.length > 0
  const nodes = [
    { id: 'source', ...source },
    ...(derive ? [{ id: 'derive', type: 'transform.derive', config: { columns } }] : []),
    {
      id: 'sink',
      type: 'sink.database',
      config: { connection: 'pg', table: { name: table }, mode: 'create' },
    },
  ]
  const edges = nodes.slice(1).map((node, i) => ({
    id: `e${i}`,
    source: nodes[i]?.id,
    target: node.id,
  }))
  return { schemaVersion: 1, name: `copy to ${table}`, nodes, edges }
}
