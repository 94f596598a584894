import type { TableName } from '../../../nodes/kit/source.ts'
import { quoteIdentifier, quoteLiteral } from '../../sql/quote.ts'

export const name = (identifier: string): string => quoteIdentifier(identifier, 'postgres')
export const literal = (text: string): string => quoteLiteral(text, 'postgres')

export const tableName = (table: TableName): string =>
  table.schema ? `${name(table.schema)}.${name(table.name)}` : name(table.name)
