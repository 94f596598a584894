import type { TableName } from '../../nodes/kit/source.ts'
import { MigrateError } from '../error.ts'
import type { DialectName } from '../sql/quote.ts'
import { quoteLiteral, quoteName, SqlError } from '../sql/quote.ts'

export interface Quoting {
  readonly name: (identifier: string) => string
  readonly literal: (text: string) => string
  readonly tableName: (table: TableName) => string
}

/** The dialect's quoting; a name the system cannot hold is a failure of the run, not a crash. */
export function quotingOf(dialect: DialectName): Quoting {
  const name = (identifier: string) => refused(identifier, () => quoteName(identifier, dialect))
  return {
    name,
    literal: (text) => refused(text, () => quoteLiteral(text, dialect)),
    tableName: (table) =>
      table.schema ? `${name(table.schema)}.${name(table.name)}` : name(table.name),
  }
}

function refused(text: string, quote: () => string): string {
  try {
    return quote()
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    throw new MigrateError('IDENTIFIER_REFUSED', `“${text.slice(0, 80)}” is no name here.`, {
      hint: 'Rename it: it is empty, too long, or has characters the system would change.',
      details: { reason: error.code },
      cause: error,
    })
  }
}
