import type { Connector } from '../connector.ts'
import { defineConnector } from '../define-connector.ts'
import type { SqliteSettings } from './settings.ts'
import { parseSqliteUrl, sqliteSettings } from './settings.ts'

export const sqliteConnector: Connector = defineConnector<SqliteSettings>({
  system: 'sqlite',
  title: 'SQLite',
  settings: sqliteSettings,
  schemes: ['sqlite:'],
  parseUrl: parseSqliteUrl,
  describe: (settings) => settings.file,
  load: async () => {
    const { openSession } = await import('./session.ts')
    const { testSqlite } = await import('./test-connection.ts')
    return { open: openSession, test: testSqlite }
  },
})
