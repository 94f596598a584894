import type { TableName } from '../../../nodes/kit/source.ts'
import { quoteLiteral, quoteName } from '../../sql/quote.ts'
import type { DatabaseSystem } from '../model.ts'

export interface Quoting {
  readonly name: (identifier: string) => string
  readonly names: (identifiers: readonly string[]) => string
  readonly table: (table: TableName) => string
  readonly literal: (text: string) => string
}

export function quotingFor(system: DatabaseSystem): Quoting {
  const name = (identifier: string) => quoteName(identifier, system)
  return {
    name,
    names: (identifiers) => identifiers.map(name).join(', '),
    table: (table) =>
      table.schema === undefined ? name(table.name) : `${name(table.schema)}.${name(table.name)}`,
    literal: (text) => quoteLiteral(text, system),
  }
}

/** Words that may be absent, with blanks between. */
export const words = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part !== false && part !== undefined && part !== '').join(' ')

/** `CONSTRAINT name`, where the constraint has one. */
export const constraintName = (q: Quoting, name: string | undefined): string | undefined =>
  name === undefined ? undefined : `CONSTRAINT ${q.name(name)}`
