import type { TestStep } from '../connector.ts'
import type { Probe } from '../test-steps.ts'
import { testServer } from '../test-steps.ts'
import { readCatalog } from './catalog.ts'
import { openLinks, single, socketOf } from './links.ts'
import type { PostgresSettings } from './settings.ts'
import { endpointOf } from './settings.ts'

export const testPostgres = (
  settings: PostgresSettings,
  signal: AbortSignal,
): AsyncGenerator<TestStep> =>
  testServer(settings, signal, endpointOf(settings), () => login(settings))

async function login(settings: PostgresSettings): Promise<Probe> {
  const links = openLinks(settings)
  const client = await links.take()
  links.give(client)
  const version = await links.use((c) => c.query<{ v: string }>('SHOW server_version'))
  const socket = socketOf(client)
  return {
    tls: 'getProtocol' in socket ? String((socket.getProtocol as () => string)()) : 'Encrypted.',
    login: `Logged in as ${settings.user}; PostgreSQL ${Object.values(single(version.rows))[0]}.`,
    privileges: () =>
      links.use(async (c) => {
        const { rows } = await c.query<{ schema: string | null; create: boolean }>(
          `SELECT current_schema AS schema,
                  coalesce(has_schema_privilege(current_schema, 'CREATE'), false) AS create`,
        )
        const { schema, create } = single(rows)
        if (schema === null)
          return 'The search path names no schema: give tables with their schema.'
        return create
          ? `May create tables in “${schema}”.`
          : `May not create tables in “${schema}”: fine for a source, not for a target.`
      }),
    read: () =>
      links.use(async (c) => {
        const tables = await readCatalog(c)
        return `Sees ${tables.length} tables and views.`
      }),
    close: () => links.close(),
  }
}
