import type {
  DatabaseSchema,
  DatabaseSystem,
  TableColumn,
  TableSchema,
  ViewSchema,
} from '../model.ts'
import { readType, travelType } from './types/index.ts'

/** A column as a catalog would state it; for tests. */
export const column = (
  system: DatabaseSystem,
  name: string,
  nativeType: string,
  rest: Partial<TableColumn> = {},
): TableColumn => ({
  name,
  nativeType,
  type: travelType(readType(nativeType, system), system),
  nullable: false,
  ...rest,
})

export const table = (
  name: string,
  columns: readonly TableColumn[],
  rest: Partial<TableSchema> = {},
): TableSchema => ({
  table: { name },
  columns,
  uniques: [],
  checks: [],
  foreignKeys: [],
  indexes: [],
  ...rest,
})

export const schema = (
  system: DatabaseSystem,
  tables: readonly TableSchema[],
  views: readonly ViewSchema[] = [],
): DatabaseSchema => ({
  system,
  version: '',
  schemas: [],
  tables,
  views,
  types: [],
  sequences: [],
  others: [],
})

export const view = (name: string, columns: readonly string[], sql: string): ViewSchema => ({
  view: { name },
  columns,
  sql,
  materialized: false,
})
