import type { DatabaseSystem, NamedType, TableColumn } from '../../model.ts'
import type { Meaning, TargetType, WriterContext } from './meaning.ts'
import { readMssql } from './read-mssql.ts'
import { readMysql } from './read-mysql.ts'
import { readPostgres } from './read-postgres.ts'
import { readSqlite } from './read-sqlite.ts'
import { writeMssql } from './write-mssql.ts'
import { writeMysql } from './write-mysql.ts'
import { writePostgres } from './write-postgres.ts'
import { writeSqlite } from './write-sqlite.ts'

export type { Meaning, TargetType, WriterContext } from './meaning.ts'
export { travelType } from './meaning.ts'

/** What a column's type means; without a column, what the words of a type mean. */
export function readType(
  native: string,
  system: DatabaseSystem,
  column?: TableColumn,
  types: readonly NamedType[] = [],
): Meaning {
  switch (system) {
    case 'postgres':
      return readPostgres(native, column, types)
    case 'mysql':
      return readMysql(native, column)
    case 'sqlite':
      return readSqlite(native, column)
    case 'mssql':
      return readMssql(native)
  }
}

/** The type of an engine that comes nearest to a meaning. */
export function writeType(
  meaning: Meaning,
  system: DatabaseSystem,
  context: WriterContext,
): TargetType {
  switch (system) {
    case 'postgres':
      return writePostgres(meaning)
    case 'mysql':
      return writeMysql(meaning, context)
    case 'sqlite':
      return writeSqlite(meaning, context)
    case 'mssql':
      return writeMssql(meaning, context)
  }
}
