import type { NetConnectOpts } from 'node:net'
import type { NetworkSettings } from '../network-settings.ts'
import { isSocketPath, networkSettings, parseNetworkUrl } from '../network-settings.ts'

export const postgresSettings = networkSettings({ port: 5432, user: 'postgres' })
export type PostgresSettings = NetworkSettings

export const parsePostgresUrl = (url: URL): PostgresSettings =>
  postgresSettings.parse(parseNetworkUrl(url))

/** PostgreSQL's socket lies in a folder, under a name made of the port. */
export const endpointOf = (s: PostgresSettings): NetConnectOpts =>
  isSocketPath(s.host) ? { path: `${s.host}/.s.PGSQL.${s.port}` } : { host: s.host, port: s.port }
