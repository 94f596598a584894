import type { NetConnectOpts } from 'node:net'
import type { NetworkSettings } from '../network-settings.ts'
import { isSocketPath, networkSettings, parseNetworkUrl } from '../network-settings.ts'

export const mysqlSettings = networkSettings({ port: 3306, user: 'root' })
export type MysqlSettings = NetworkSettings

export const parseMysqlUrl = (url: URL): MysqlSettings => mysqlSettings.parse(parseNetworkUrl(url))

export const endpointOf = (s: MysqlSettings): NetConnectOpts =>
  isSocketPath(s.host) ? { path: s.host } : { host: s.host, port: s.port }
