import type { TextColumn, TextTable } from '../table.ts'

/** A table of one side of a match: rows where there are some, and what its schema says. */
export interface MatchTable extends TextTable {
  readonly columns: readonly MatchColumn[]
  /** A comment of the schema. */
  readonly description?: string | undefined
}

export interface MatchColumn extends TextColumn {
  readonly description?: string | undefined
  readonly primaryKey?: boolean | undefined
  readonly references?: ColumnName | undefined
}

export interface ColumnName {
  readonly table: string
  readonly column: string
}

/** @example columnKey({ table: 'crm', column: 'id' }) */
export const columnKey = ({ table, column }: ColumnName): string => JSON.stringify([table, column])
