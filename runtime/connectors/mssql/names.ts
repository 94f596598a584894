import type { TableName } from '../../../nodes/kit/source.ts'
import { quotingOf } from '../quoting.ts'

export const { name, literal, tableName } = quotingOf('mssql')

export const columnsSql = (names: readonly string[]): string => names.map(name).join(', ')

/** A table's quoted name as a text, for OBJECT_ID, sp_rename and the like. */
export const nameLiteral = (table: TableName): string => literal(tableName(table))
