import { readConnectionUrl } from './connection-url.ts'
import type { Connector, System } from './connector.ts'
import { filesConnector } from './files/connector.ts'
import { mssqlConnector } from './mssql/connector.ts'
import { mysqlConnector } from './mysql/connector.ts'
import { postgresConnector } from './postgres/connector.ts'
import { sqliteConnector } from './sqlite/connector.ts'

const all: readonly Connector[] = [
  postgresConnector,
  mysqlConnector,
  mssqlConnector,
  sqliteConnector,
  filesConnector,
]

/** Every connector by its system. */
export const connectors: ReadonlyMap<System, Connector> = new Map(all.map((c) => [c.system, c]))

/** @throws MigrateError INVALID_CONNECTION, with the schemes there are. */
export const parseConnectionUrl = (text: string): { system: System; settings: unknown } =>
  readConnectionUrl(text, all)
