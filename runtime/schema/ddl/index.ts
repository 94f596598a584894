import type { DatabaseSchema, DatabaseSystem } from '../model.ts'
import { mssqlDdl } from './mssql.ts'
import { mysqlDdl } from './mysql.ts'
import type { DdlOptions, DdlPhases } from './phases.ts'
import { postgresDdl } from './postgres.ts'
import { sqliteDdl } from './sqlite.ts'

type Printer = (schema: DatabaseSchema, options: DdlOptions) => DdlPhases

const printers: Readonly<Record<DatabaseSystem, Printer>> = {
  mssql: mssqlDdl,
  mysql: mysqlDdl,
  postgres: postgresDdl,
  sqlite: sqliteDdl,
}

/**
 * The statements that make this database on an empty one of the same engine.
 * Pure: what the target already has is the caller's concern.
 */
export const ddlOf = (schema: DatabaseSchema, options: DdlOptions = {}): DdlPhases =>
  printers[schema.system](schema, options)
