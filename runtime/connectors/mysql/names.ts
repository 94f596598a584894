import { quotingOf } from '../quoting.ts'

export const { name, literal, tableName } = quotingOf('mysql')

export const columnsSql = (names: readonly string[]): string => names.map(name).join(', ')
