import { quotingOf } from '../quoting.ts'

export const { name, literal } = quotingOf('sqlite')

export const columnsSql = (names: readonly string[]): string => names.map(name).join(', ')
