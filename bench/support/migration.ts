import { fileURLToPath } from 'node:url'
import { measure } from './measure.ts'
import type { Scene } from './scene.ts'
import { rowsOf, shopTables } from './shop.ts'

const cli = fileURLToPath(new URL('../../dist/node/cli.js', import.meta.url))

/** Statements and copies side by side. */
export const jobs = 2

interface Migrated {
  readonly seconds: number
  readonly peakBytes: number
  readonly jobs: number
  /** Seconds by step. */
  readonly steps: Readonly<Record<string, number>>
}

/** `migrateiq migrate` from outside; anything but a complete migration throws. */
export async function migrate(
  scene: Scene,
  from: string,
  to: string,
  at = jobs,
): Promise<Migrated> {
  const command = [process.execPath, cli, 'migrate', from, to, '--jobs', String(at), '-o', 'json']
  const measured = await measure(command, { cwd: scene.folder })
  const report = JSON.parse(measured.stdout) as {
    state: string
    steps: { step: string; seconds: number }[]
  }
  if (report.state !== 'done') throw new Error(measured.stdout)
  const steps = report.steps.map(({ step, seconds }) => [step, Number(seconds.toFixed(2))] as const)
  return {
    seconds: measured.seconds,
    peakBytes: measured.peakBytes,
    jobs: at,
    steps: Object.fromEntries(steps),
  }
}

/** Another database of the scene's PostgreSQL. */
export const databaseUrl = (scene: Scene, name: string): string =>
  scene.postgres.replace(/\/[^/]*$/, `/${name}`)

/** Empty, and nothing of what came before is left for whoever comes next to write out. */
export async function newDatabase(scene: Scene, name: string): Promise<void> {
  await scene.psql(`DROP DATABASE IF EXISTS ${name}`)
  await scene.psql(`CREATE DATABASE ${name}`)
  await scene.psql('CHECKPOINT')
}

/** A figure of an incomplete copy would be worth nothing: rows, indexes and foreign keys. */
export async function expectShop(
  scene: Scene,
  database: string,
  rows: number,
  schema = 'public',
): Promise<void> {
  const counts = shopTables.map((t) => `(SELECT count(*) FROM ${schema}.${t.name})`)
  const url = databaseUrl(scene, database)
  const objects = [
    `(SELECT count(*) FROM pg_indexes WHERE schemaname = '${schema}')`,
    `(SELECT count(*) FROM pg_constraint WHERE contype = 'f')`,
  ]
  const sql = `SELECT concat_ws(' ', ${[...counts, ...objects].join(', ')})`
  const { stdout } = await measure(['psql', '-XqAt', url, '-c', sql])
  const expected = [...shopTables.map((t) => rowsOf(t, rows)), indexCount, keyCount].join(' ')
  if (stdout.trim() !== expected)
    throw new Error(`${database} has ${stdout.trim()}, expected ${expected}`)
}

const indexCount = shopTables.reduce((sum, t) => sum + t.indexes.length + 1, 0)
const keyCount = shopTables.reduce((sum, t) => sum + Object.keys(t.references ?? {}).length, 0)

export function mysqlFlags(scene: Scene): string[] {
  const { hostname, port, username } = new URL(scene.mysql)
  return [
    '--protocol=tcp',
    '-h',
    hostname,
    '-P',
    port,
    '-u',
    username,
    '--default-character-set=utf8mb4',
  ]
}
