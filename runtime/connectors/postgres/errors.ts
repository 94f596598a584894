import pg from 'pg'
import type { ErrorCode } from '../../error.ts'
import { MigrateError } from '../../error.ts'
import { cancelled, networkError, shorten } from '../network-errors.ts'

interface Known {
  readonly code: ErrorCode
  readonly hint: string
}

const byState: Readonly<Record<string, Known>> = {
  '28P01': { code: 'LOGIN_FAILED', hint: 'Check user name and password.' },
  '28000': {
    code: 'LOGIN_FAILED',
    hint: 'Check the user name; the server’s pg_hba.conf decides who may log in from where.',
  },
  '3D000': { code: 'DATABASE_NOT_FOUND', hint: 'Check the name of the database.' },
  '42501': { code: 'PRIVILEGE_MISSING', hint: 'Ask the owner to GRANT what the message names.' },
  '42P01': { code: 'TABLE_NOT_FOUND', hint: 'Check the name, the schema and your privileges.' },
  '3F000': { code: 'TABLE_NOT_FOUND', hint: 'The schema does not exist; create it first.' },
  '42703': { code: 'COLUMN_NOT_FOUND', hint: 'Check the names of the columns.' },
  '42P07': { code: 'TABLE_EXISTS', hint: 'Choose another name or another mode.' },
  '21000': { code: 'CONSTRAINT_VIOLATED', hint: 'Keep one row per key before the sink.' },
  '2BP01': {
    code: 'CONSTRAINT_VIOLATED',
    hint: 'Views or foreign keys depend on the old table: use mode truncate, or drop them first.',
  },
  '0A000': {
    code: 'CONSTRAINT_VIOLATED',
    hint: 'The server does not allow this here; foreign keys may refer to the table.',
  },
  '54011': {
    code: 'TARGET_MISMATCH',
    hint: 'PostgreSQL takes 1,600 columns. Select fewer before the sink.',
  },
  '53100': { code: 'TARGET_DISK_FULL', hint: 'Make room on the server, then resume the run.' },
  '53300': {
    code: 'CONNECTION_REFUSED',
    hint: 'The server has no free connections; close some or raise max_connections.',
  },
  '57014': {
    code: 'CANCELLED',
    hint: 'The server stopped the statement: on request or by a limit.',
  },
  '55P03': {
    code: 'QUERY_FAILED',
    hint: 'Another session holds a lock on the table; find it in pg_stat_activity.',
  },
}

const byClass: Readonly<Record<string, Known>> = {
  '22': { code: 'VALUE_DOES_NOT_FIT', hint: 'Cast or clean the value before the sink.' },
  '23': {
    code: 'CONSTRAINT_VIOLATED',
    hint: 'Filter the rows that break the rule before the sink.',
  },
  '08': { code: 'CONNECTION_LOST', hint: 'Resume the run.' },
  '57': { code: 'CONNECTION_LOST', hint: 'The server went down; resume the run later.' },
  '53': { code: 'QUERY_FAILED', hint: 'The server is short of resources.' },
}

/** Whatever the driver threw, as MigrateError. */
export function postgresError(error: unknown, where: string, table?: string): MigrateError {
  if (error instanceof MigrateError) return error
  if (error instanceof Error && error.name === 'AbortError') return cancelled(error)
  if (!(error instanceof pg.DatabaseError)) {
    const network = networkError(error, where)
    if (network) return network
    const message = error instanceof Error ? error.message : String(error)
    return new MigrateError('QUERY_FAILED', shorten(message), { cause: error })
  }
  const state = error.code ?? ''
  // On a limit of the file's size the state says nothing.
  const full = /^could not extend file/.test(error.message) ? byState['53100'] : undefined
  const known = full ?? byState[state] ?? byClass[state.slice(0, 2)]
  const named = error.table && !error.table.startsWith('_migrateiq') ? error.table : table
  return new MigrateError(known?.code ?? 'QUERY_FAILED', shorten(error.message), {
    hint: full?.hint ?? error.hint ?? known?.hint ?? 'The message comes from PostgreSQL.',
    ...(named ? { table: named } : {}),
    details: detailsOf(error),
    cause: error,
  })
}

/** SQLSTATE, and for COPY the line, column and value of its context. */
function detailsOf(error: pg.DatabaseError): Record<string, string | number> {
  const details: Record<string, string | number> = { sqlstate: error.code ?? '' }
  const place = /^COPY [^,]+, line (\d+)(?:, column ("[^"]*"|[^:]+))?(?:: "([\s\S]*?)"?)?$/m.exec(
    error.where ?? '',
  )
  if (place?.[1]) details.line = Number(place[1])
  const column = error.column ?? place?.[2]
  if (column) details.column = column.replace(/ *$/, '')
  if (place?.[2] && place[3] !== undefined) details.value = shorten(place[3], 100)
  if (error.constraint) details.constraint = error.constraint
  if (error.detail) details.detail = shorten(error.detail)
  return details
}

/** True where the connection, not the statement, failed: what it was doing is unknown. */
export const isLost = (error: MigrateError): boolean =>
  error.code === 'CONNECTION_LOST' || error.code === 'CONNECTION_TIMEOUT'
