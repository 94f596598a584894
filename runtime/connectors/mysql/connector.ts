import type { Connector } from '../connector.ts'
import { defineConnector } from '../define-connector.ts'
import { describeNetwork } from '../network-settings.ts'
import type { MysqlSettings } from './settings.ts'
import { mysqlSettings, parseMysqlUrl } from './settings.ts'

export const mysqlConnector: Connector = defineConnector<MysqlSettings>({
  system: 'mysql',
  title: 'MySQL or MariaDB',
  settings: mysqlSettings,
  schemes: ['mysql:', 'mariadb:'],
  parseUrl: parseMysqlUrl,
  describe: describeNetwork,
  load: async () => {
    const { openSession } = await import('./session.ts')
    const { testMysql } = await import('./test-connection.ts')
    return { open: openSession, test: testMysql }
  },
})
