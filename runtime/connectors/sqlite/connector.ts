import type { Connector } from '../connector.ts'
import { defineConnector } from '../define-connector.ts'
import { openSession } from './session.ts'
import type { SqliteSettings } from './settings.ts'
import { parseSqliteUrl, sqliteSettings } from './settings.ts'
import { testSqlite } from './test-connection.ts'

export const sqliteConnector: Connector = defineConnector<SqliteSettings>({
  system: 'sqlite',
  title: 'SQLite',
  settings: sqliteSettings,
  schemes: ['sqlite:'],
  parseUrl: parseSqliteUrl,
  describe: (settings) => settings.file,
  test: testSqlite,
  open: openSession,
})
