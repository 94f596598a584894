import type { Connector } from '../connector.ts'
import { defineConnector } from '../define-connector.ts'
import type { MssqlSettings } from './settings.ts'
import { describeMssql, mssqlSettings, parseMssqlUrl } from './settings.ts'

export const mssqlConnector: Connector = defineConnector<MssqlSettings>({
  system: 'mssql',
  title: 'SQL Server',
  settings: mssqlSettings,
  schemes: ['mssql:', 'sqlserver:'],
  parseUrl: parseMssqlUrl,
  describe: describeMssql,
  load: async () => {
    const { openSession } = await import('./session.ts')
    const { testMssql } = await import('./test-connection.ts')
    return { open: openSession, test: testMssql }
  },
})
