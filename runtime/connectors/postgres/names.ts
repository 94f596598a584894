import { quotingOf } from '../quoting.ts'

export const { name, literal, tableName } = quotingOf('postgres')
