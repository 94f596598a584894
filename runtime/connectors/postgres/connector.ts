import type { Connector } from '../connector.ts'
import { defineConnector } from '../define-connector.ts'
import { describeNetwork } from '../network-settings.ts'
import { openSession } from './session.ts'
import type { PostgresSettings } from './settings.ts'
import { parsePostgresUrl, postgresSettings } from './settings.ts'
import { testPostgres } from './test-connection.ts'

export const postgresConnector: Connector = defineConnector<PostgresSettings>({
  system: 'postgres',
  title: 'PostgreSQL',
  settings: postgresSettings,
  schemes: ['postgres:', 'postgresql:'],
  parseUrl: parsePostgresUrl,
  describe: describeNetwork,
  test: testPostgres,
  open: openSession,
})
