import type { Connector } from '../connector.ts'
import { defineConnector } from '../define-connector.ts'
import { describeNetwork } from '../network-settings.ts'
import type { PostgresSettings } from './settings.ts'
import { parsePostgresUrl, postgresSettings } from './settings.ts'

export const postgresConnector: Connector = defineConnector<PostgresSettings>({
  system: 'postgres',
  title: 'PostgreSQL',
  settings: postgresSettings,
  schemes: ['postgres:', 'postgresql:'],
  parseUrl: parsePostgresUrl,
  describe: describeNetwork,
  load: async () => {
    const { openSession } = await import('./session.ts')
    const { testPostgres } = await import('./test-connection.ts')
    return { open: openSession, test: testPostgres }
  },
})
