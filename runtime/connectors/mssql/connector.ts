import type { Connector } from '../connector.ts'
import { defineConnector } from '../define-connector.ts'
import { openSession } from './session.ts'
import type { MssqlSettings } from './settings.ts'
import { describeMssql, mssqlSettings, parseMssqlUrl } from './settings.ts'
import { testMssql } from './test-connection.ts'

export const mssqlConnector: Connector = defineConnector<MssqlSettings>({
  system: 'mssql',
  title: 'SQL Server',
  settings: mssqlSettings,
  schemes: ['mssql:', 'sqlserver:'],
  parseUrl: parseMssqlUrl,
  describe: describeMssql,
  test: testMssql,
  open: openSession,
})
