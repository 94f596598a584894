import type pg from 'pg'
import type { ExecuteOptions, Snapshot, SnapshotRequest, TextRows } from '../connector.ts'
import type { Links } from './links.ts'
import { openReader } from './read.ts'
import { SnapshotKeeper } from './snapshot.ts'

/** Every value as the server writes it. */
const asText = { getTypeParser: () => (value: string) => value }

export async function textRows(client: pg.Client, sql: string): Promise<TextRows> {
  const result = await client.query<(string | null)[]>({
    text: sql,
    rowMode: 'array',
    types: asText as unknown as pg.CustomTypesConfig,
  })
  // Several statements in one text give a result each.
  const last = Array.isArray(result) ? (result as { rows: TextRows }[]).at(-1) : result
  return last?.rows ?? []
}

const build: Readonly<Record<string, string>> = {
  maintenance_work_mem: `'256MB'`,
  // Statements run side by side already; workers beside them pay for large tables only.
  max_parallel_maintenance_workers: '2',
  min_parallel_table_scan_size: `'256MB'`,
  // What is built is found again by looking at the catalog; only the last commit has to wait.
  synchronous_commit: 'off',
}
const settingsOf: Readonly<Record<NonNullable<ExecuteOptions['settings']>, typeof build>> = {
  build,
  // A hash of millions of keys misses every cache; read in order of an index, none does.
  compare: { ...build, enable_hashjoin: 'off' },
}
const setAll = (settings: typeof build) =>
  Object.entries(settings)
    .map(([setting, value]) => `SET ${setting} = ${value}`)
    .join('; ')
const resetAll = (settings: typeof build) =>
  Object.keys(settings)
    .map((setting) => `RESET ${setting}`)
    .join('; ')

export const execute = (
  links: Links,
  statements: readonly string[],
  { atomic = false, settings }: ExecuteOptions = {},
): Promise<TextRows> =>
  links.use(async (client) => {
    const chosen = settings && settingsOf[settings]
    if (chosen) await client.query(setAll(chosen))
    if (atomic) await client.query('BEGIN')
    let rows: TextRows = []
    try {
      for (const sql of statements) rows = await textRows(client, sql)
      if (atomic) await client.query('COMMIT')
    } catch (error) {
      if (atomic) await client.query('ROLLBACK')
      throw error
    } finally {
      if (chosen) await client.query(resetAll(chosen))
    }
    return rows
  })

/** All readers take the snapshot that one transaction exports. */
export async function openSnapshot(
  links: Links,
  { links: wanted }: SnapshotRequest,
): Promise<Snapshot> {
  const keeper = new SnapshotKeeper(links, true)
  await keeper.id()
  return {
    links: wanted,
    reader: (request) => openReader(links, request, keeper),
    query: (sql) => keeper.ask((client) => textRows(client, sql)),
    close: () => keeper.close(),
  }
}
