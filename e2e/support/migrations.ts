import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TextRows } from '../../runtime/connectors/connector.ts'
import { parseConnectionUrl } from '../../runtime/connectors/registry.ts'
import type {
  MigrationEvent,
  MigrationInput,
  MigrationOptions,
  MigrationReport,
} from '../../runtime/engine/migrate/index.ts'
import { defaultOptions, migrateDatabase } from '../../runtime/engine/migrate/index.ts'
import { Sessions } from '../../runtime/engine/sessions.ts'
import type { RichSystem } from './rich-databases.ts'
import { richDatabases } from './rich-databases.ts'
import { freshDatabase } from './services.ts'

/** URLs stand for themselves. */
export const urlConnections = {
  get: async (name: string) => ({ name, ...parseConnectionUrl(name) }),
}

/** An empty database of a system; one of SQLite is a file that is not there yet. */
export const emptyDatabase = async (system: RichSystem): Promise<string> =>
  system === 'sqlite'
    ? `sqlite://${join(mkdtempSync(join(tmpdir(), 'migrateiq-test-')), 'base.db')}`
    : freshDatabase(system)

export async function richDatabase(system: RichSystem): Promise<string> {
  const url = await emptyDatabase(system)
  await execute(url, richDatabases[system])
  return url
}

/** Runs statements on one connection; rows of the last as text. */
export async function execute(url: string, statements: readonly string[]): Promise<TextRows> {
  const sessions = new Sessions(urlConnections)
  try {
    const session = await sessions.get(url)
    return (await session.execute?.(statements)) ?? []
  } finally {
    await sessions.close()
  }
}

export const migrationInput = (
  source: string,
  target: string,
  options: Partial<MigrationOptions> = {},
  resume = false,
): MigrationInput => ({
  source,
  target,
  connections: urlConnections,
  resume,
  options: { ...defaultOptions(), jobs: 2, ...options },
})

export function migrate(
  source: string,
  target: string,
  options: Partial<MigrationOptions> & { resume?: boolean } = {},
  on: (event: MigrationEvent) => void = () => undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<MigrationReport> {
  const { resume = false, ...rest } = options
  return migrateDatabase(migrationInput(source, target, rest, resume), on, signal)
}

/** What went wrong, for a message that says it. */
export const troubles = ({ error, failures, tables }: MigrationReport): string[] => [
  ...(error ? [`${error.code} ${error.message}`] : []),
  ...failures.map((f) => `${f.kind} ${f.name}: ${f.error.message} — ${f.sql}`),
  ...tables.flatMap((t) => (t.error ? [`${t.target}: ${t.error.code} ${t.error.message}`] : [])),
]

/** `schema.table` or `table` without its schema. */
export const bare = (table: string): string => table.replace(/^[^.]*\./, '')
