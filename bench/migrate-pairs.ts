import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import Database from 'libsql'
import mysql from 'mysql2/promise'
import { connectors, parseConnectionUrl } from '../runtime/connectors/registry.ts'
import type { MigrationReport } from '../runtime/engine/migrate/index.ts'
import { defaultOptions, migrateDatabase } from '../runtime/engine/migrate/index.ts'
import { compareSchemas } from '../runtime/schema/compare.ts'
import type { DatabaseSchema } from '../runtime/schema/model.ts'
import type { BenchOptions, MlFigure } from './support/figure.ts'
import type { Scene } from './support/scene.ts'
import { openScene } from './support/scene.ts'

const systems = ['sqlite', 'postgres', 'mysql'] as const
type System = (typeof systems)[number]

/**
 * Not a timing but a check: every SQLite database (`*.sqlite`, or a `create.sql`) below `--data`
 * through every ordered pair of SQLite, PostgreSQL and MariaDB and back. One line per pair: what
 * arrived, whether all checksums agree, and what differs after the way back.
 */
export async function* run(options: BenchOptions): AsyncGenerator<MlFigure> {
  if (!options.data) throw new Error('Give --data <folder with SQLite databases>.')
  const scene = await openScene({ mysql: true })
  try {
    for (const [set, open] of databasesIn(resolve(options.data))) {
      const home = new Map<System, string>([['sqlite', `sqlite://${open(scene.folder)}`]])
      const fresh = counter(scene, set)
      for (const system of ['postgres', 'mysql'] as const) {
        const url = await fresh(system)
        await carry(home.get('sqlite') ?? '', url)
        home.set(system, url)
      }
      for (const from of systems)
        for (const to of systems) {
          const source = home.get(from)
          if (from === to || !source) continue
          const there = await fresh(to)
          const forward = await carry(source, there)
          const back = await fresh(from)
          const backward = await carry(there, back)
          const [first, last] = [await readSchema(source), await readSchema(back)]
          const differences = compareSchemas(first, last, { ignoreSchemas: true })
          yield {
            set,
            method: `${from} → ${to}`,
            metric: 'differences_after_return',
            value: differences.length,
            ...carried(await readSchema(there), forward),
            equal: equalTables(forward) && equalTables(backward),
            losses: countBy(forward.ledger, (loss) => loss.code),
            differences: countBy(differences, (d) => d.property ?? d.difference),
          }
        }
    }
  } finally {
    await scene.close()
  }
}

/** Names of databases, and how each becomes a file in a folder. */
function databasesIn(folder: string): [string, (into: string) => string][] {
  const here = readdirSync(folder).filter((file) => /\.sqlite$/.test(file))
  const found = here.map((file): [string, (into: string) => string] => [
    basename(file, '.sqlite').toLowerCase(),
    (into) => {
      cpSync(join(folder, file), join(into, file))
      return join(into, file)
    },
  ])
  const script = join(folder, 'create.sql')
  if (existsSync(script))
    found.push([
      basename(folder),
      (into) => {
        const file = join(into, `${basename(folder)}.sqlite`)
        const database = new Database(file)
        database.exec(readFileSync(script, 'utf8'))
        database.close()
        return file
      },
    ])
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return [...found, ...below.flatMap((entry) => databasesIn(join(folder, entry.name)))]
}

/** Makes empty databases, each with another name. */
function counter(scene: Scene, set: string): (system: System) => Promise<string> {
  let next = 0
  return async (system) => {
    const name = `${set.replace(/\W/g, '_')}_${next++}`
    if (system === 'sqlite') return `sqlite://${join(scene.folder, `${name}.sqlite`)}`
    if (system === 'postgres') await scene.psql(`CREATE DATABASE ${name}`)
    else {
      const connection = await mysql.createConnection(scene.mysql)
      await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
      await connection.end()
    }
    return scene[system].replace(/\/[^/]*$/, `/${name}`)
  }
}

async function carry(source: string, target: string): Promise<MigrationReport> {
  const report = await migrateDatabase(
    {
      source,
      target,
      connections: { get: async (url) => ({ name: url, ...parseConnectionUrl(url) }) },
      options: { ...defaultOptions(), verify: true },
      resume: false,
    },
    () => undefined,
    new AbortController().signal,
  )
  if (report.state !== 'done') throw new Error(`${source} → ${target}: ${JSON.stringify(report)}`)
  return report
}

async function readSchema(url: string): Promise<DatabaseSchema> {
  const { system, settings } = parseConnectionUrl(url)
  const session = await connectors.get(system)?.open(settings)
  try {
    const schema = await session?.database?.()
    if (!schema) throw new Error(`${system} has no schemas`)
    return schema
  } finally {
    await session?.close()
  }
}

function carried({ tables, views }: DatabaseSchema, { rows }: MigrationReport) {
  const sum = (count: (table: DatabaseSchema['tables'][number]) => number) =>
    tables.reduce((total, table) => total + count(table), 0)
  return {
    rows,
    tables: tables.length,
    columns: sum((t) => t.columns.length),
    defaults: sum((t) => t.columns.filter((c) => c.default !== undefined).length),
    keys: sum((t) => (t.primaryKey ? 1 : 0) + t.uniques.length),
    foreign_keys: sum((t) => t.foreignKeys.length),
    checks: sum((t) => t.checks.length),
    indexes: sum((t) => t.indexes.length),
    views: views.length,
  }
}

const equalTables = ({ tables }: MigrationReport) =>
  tables.every((t) => t.state === 'done' && t.counted === t.rows && t.checksums !== 'different')

/** @example { TYPE_WIDENED: 12 } */
function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string) {
  const counts: Record<string, number> = {}
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1
  return counts
}
