import { createRequire } from 'node:module'
import { MigrateError } from '../../error.ts'
import type { TestStep } from '../connector.ts'
import type { NetworkSettings } from '../network-settings.ts'
import type { Probe } from '../test-steps.ts'
import { runStep, testServer } from '../test-steps.ts'
import { readCatalog } from './catalog.ts'
import { openLinks } from './links.ts'
import { select, single } from './query.ts'
import type { MssqlSettings } from './settings.ts'
import { describeMssql, settled, usesUser } from './settings.ts'
import { snapshotsAllowed } from './snapshot.ts'

export async function* testMssql(
  given: MssqlSettings,
  signal: AbortSignal,
): AsyncGenerator<TestStep> {
  const settings = settled(given)
  let { port } = settings
  if (settings.instance) {
    const found = await runStep('connect', async () => {
      port = await instancePort(settings, signal)
      return `The instance “${settings.instance}” listens at port ${port}.`
    })
    if (!found.ok) {
      yield found
      return
    }
  }
  yield* testServer(settings as NetworkSettings, signal, { host: settings.host, port }, () =>
    login(settings),
  )
}

interface InstanceLookup {
  instanceLookup(options: {
    server: string
    instanceName: string
    timeout: number
    retries: number
    signal: AbortSignal
  }): Promise<number>
}

/** Asks the SQL Server Browser, as the driver does. */
async function instancePort(settings: MssqlSettings, signal: AbortSignal): Promise<number> {
  const require = createRequire(import.meta.url)
  const { instanceLookup } = require('tedious/lib/instance-lookup') as InstanceLookup
  try {
    return await instanceLookup({
      server: settings.host,
      instanceName: settings.instance ?? '',
      timeout: 2000,
      retries: 2,
      signal,
    })
  } catch (cause) {
    throw new MigrateError(
      'CONNECTION_REFUSED',
      `The SQL Server Browser at ${settings.host} knows no instance “${settings.instance}”.`,
      {
        hint: 'Check the name and UDP port 1434, or give the port instead of the instance.',
        cause,
      },
    )
  }
}

interface Facts {
  readonly version: string
  readonly edition: string
  readonly user: string
  readonly schema: string | null
}

const facts = `SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS [version],
  CONVERT(nvarchar(128), SERVERPROPERTY('Edition')) AS [edition],
  SUSER_SNAME() AS [user], SCHEMA_NAME() AS [schema]`

async function login(settings: MssqlSettings): Promise<Probe> {
  const links = openLinks(settings)
  const known = await links
    .use(async (link) => single(await select<Facts>(link, facts)))
    .catch(async (error: unknown) => {
      await links.close()
      throw error
    })
  const who = usesUser(settings) ? settings.user : known.user
  return {
    tls: `Encrypted${settings.tls === 'verify' ? ', and the server’s certificate is verified' : '; nobody vouches for the server'}.`,
    login: `Logged in to ${describeMssql(settings)} as ${who}; SQL Server ${known.version}, ${known.edition}.`,
    privileges: () =>
      links.use(async (link) => {
        const may = single(
          await select<{ create: number; alter: number; bulk: number }>(
            link,
            `SELECT HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'CREATE TABLE') AS [create],
                    HAS_PERMS_BY_NAME(SCHEMA_NAME(), 'SCHEMA', 'ALTER') AS [alter],
                    HAS_PERMS_BY_NAME(SCHEMA_NAME(), 'SCHEMA', 'INSERT') AS [bulk]`,
          ),
        )
        const schema = known.schema ?? 'dbo'
        const creates = may.create === 1 && may.alter === 1
        return [
          creates
            ? `May create tables in “${schema}”.`
            : `May not create tables in “${schema}”: fine for a source, not for a target.`,
          (await snapshotsAllowed(link))
            ? 'Reads see one snapshot.'
            : 'Snapshots are off (ALLOW_SNAPSHOT_ISOLATION): reads see what is committed at their time.',
        ].join(' ')
      }),
    read: () =>
      links.use(async (link) => {
        const tables = await readCatalog(link)
        return `Sees ${tables.length} tables and views.`
      }),
    close: () => links.close(),
  }
}
