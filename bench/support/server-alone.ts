import pg from 'pg'
import { eachOf } from '../../runtime/engine/migrate/pool.ts'
import { databaseUrl, newDatabase } from './migration.ts'
import type { Scene } from './scene.ts'
import { shopDdl, shopTables } from './shop.ts'

const settings = [
  "SET maintenance_work_mem = '256MB'",
  'SET max_parallel_maintenance_workers = 0',
  'SET synchronous_commit = off',
  'SET enable_hashjoin = off',
].join('; ')

/**
 * What PostgreSQL itself needs for the shop: rows from its own files in its own binary format,
 * frozen; keys, indexes, statistics, foreign keys; `jobs` statements at once. Nobody reads a
 * source, and nothing goes over a wire: no client can be faster.
 * @param filled a database that has the shop already
 */
export async function serverAlone(
  scene: Scene,
  filled: string,
  jobs: number,
): Promise<{ seconds: number }> {
  const files = await writeFiles(scene, filled)
  await newDatabase(scene, 'alone')
  const { tables, keys } = shopDdl('postgres')
  const largestFirst = [...shopTables].sort((a, b) => b.share - a.share).map((t) => t.name)
  const phases = [
    tables.map((t) => t.replace(' PRIMARY KEY', '')),
    largestFirst.map(
      (t) => `BEGIN; TRUNCATE ${t}; COPY ${t} FROM '${files}_${t}' (FORMAT binary, FREEZE); COMMIT`,
    ),
    [
      ...largestFirst.map((t) => `ALTER TABLE ${t} ADD PRIMARY KEY (id)`),
      ...keys.filter((k) => k.startsWith('CREATE INDEX')),
    ],
    largestFirst.map((t) => `ANALYZE ${t}`),
    keys.filter((k) => !k.startsWith('CREATE INDEX')),
  ]
  const started = performance.now()
  const idle = await Promise.all(Array.from({ length: jobs }, () => connect(scene, 'alone')))
  const clients = [...idle]
  try {
    for (const phase of phases)
      await eachOf(phase, jobs, async (sql) => {
        const client = idle.pop()
        await client?.query(sql)
        if (client) idle.push(client)
      })
  } finally {
    await Promise.all(clients.map((c) => c.end()))
  }
  return { seconds: (performance.now() - started) / 1000 }
}

async function connect(scene: Scene, database: string): Promise<pg.Client> {
  const client = new pg.Client(databaseUrl(scene, database))
  await client.connect()
  await client.query(settings)
  return client
}

/** @returns what their paths begin with; they go with the server's folder. */
async function writeFiles(scene: Scene, filled: string): Promise<string> {
  const client = await connect(scene, filled)
  const { rows } = await client.query<{ folder: string }>(
    "SELECT current_setting('data_directory') AS folder",
  )
  const files = `${rows[0]?.folder}/shop`
  for (const { name, columns } of shopTables) {
    const list = columns.map(([column, [type]]) => `${column}::${type}`).join(', ')
    await client.query(`COPY (SELECT ${list} FROM ${name}) TO '${files}_${name}' (FORMAT binary)`)
  }
  await client.end()
  return files
}
