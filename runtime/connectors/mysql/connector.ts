import type { Connector } from '../connector.ts'
import { defineConnector } from '../define-connector.ts'
import { describeNetwork } from '../network-settings.ts'
import { openSession } from './session.ts'
import type { MysqlSettings } from './settings.ts'
import { mysqlSettings, parseMysqlUrl } from './settings.ts'
import { testMysql } from './test-connection.ts'

export const mysqlConnector: Connector = defineConnector<MysqlSettings>({
  system: 'mysql',
  title: 'MySQL or MariaDB',
  settings: mysqlSettings,
  schemes: ['mysql:', 'mariadb:'],
  parseUrl: parseMysqlUrl,
  describe: describeNetwork,
  test: testMysql,
  open: openSession,
})
