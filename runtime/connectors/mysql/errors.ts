import type { ErrorCode } from '../../error.ts'
import { MigrateError } from '../../error.ts'
import { cancelled, networkError, shorten } from '../network-errors.ts'

interface Known {
  readonly code: ErrorCode
  readonly hint: string
}

const login: Known = { code: 'LOGIN_FAILED', hint: 'Check user name, password and allowed hosts.' }
const database: Known = { code: 'DATABASE_NOT_FOUND', hint: 'Check the name of the database.' }
const privilege: Known = {
  code: 'PRIVILEGE_MISSING',
  hint: 'Ask an administrator to GRANT what the message names.',
}
const table: Known = { code: 'TABLE_NOT_FOUND', hint: 'Check the name and the database.' }
const constraint: Known = {
  code: 'CONSTRAINT_VIOLATED',
  hint: 'Filter the rows that break the rule before the sink.',
}
const value: Known = {
  code: 'VALUE_DOES_NOT_FIT',
  hint: 'Cast or clean the value before the sink.',
}
const full: Known = {
  code: 'TARGET_DISK_FULL',
  hint: 'Make room on the server, then resume the run.',
}
const busy: Known = {
  code: 'CONNECTION_REFUSED',
  hint: 'The server has no free connections; close some or raise max_connections.',
}
const lock: Known = {
  code: 'QUERY_FAILED',
  hint: 'Another session holds a lock; find it with SHOW PROCESSLIST.',
}
const infile: Known = {
  code: 'LOCAL_INFILE_DISABLED',
  hint: 'SET GLOBAL local_infile = 1 on the server makes loading faster.',
}

/** Error numbers of MySQL and MariaDB; the same numbers come as warnings of LOAD DATA. */
const byNumber: Readonly<Record<number, Known>> = {
  1044: database,
  1045: login,
  1698: login,
  1049: database,
  1142: privilege,
  1143: privilege,
  1227: privilege,
  1370: privilege,
  1146: table,
  1051: table,
  1109: table,
  1054: { code: 'COLUMN_NOT_FOUND', hint: 'Check the names of the columns.' },
  1050: { code: 'TABLE_EXISTS', hint: 'Choose another name or another mode.' },
  1048: constraint,
  1062: constraint,
  1263: constraint,
  1451: constraint,
  1452: constraint,
  1557: constraint,
  1586: constraint,
  3730: constraint,
  3819: constraint,
  4025: constraint,
  1264: value,
  1265: value,
  1292: value,
  1366: value,
  1406: value,
  1411: value,
  1416: value,
  1261: value,
  1262: value,
  1300: value,
  3140: value,
  3141: value,
  4037: value,
  4038: value,
  1021: full,
  1114: full,
  1040: busy,
  1203: busy,
  1226: busy,
  1205: lock,
  1213: lock,
  1148: infile,
  3948: infile,
  2068: infile,
  1317: { code: 'CANCELLED', hint: 'The server stopped the statement: on request or by a limit.' },
  1053: { code: 'CONNECTION_LOST', hint: 'The server goes down; resume the run later.' },
  1927: { code: 'CONNECTION_LOST', hint: 'The connection was ended on the server.' },
}

interface DriverError extends Error {
  readonly errno?: number
  readonly sqlState?: string
  readonly code?: string
}

/** Whatever the driver threw, as MigrateError. */
export function mysqlError(thrown: unknown, where: string, table?: string): MigrateError {
  if (thrown instanceof MigrateError) return thrown
  if (thrown instanceof Error && thrown.name === 'AbortError') return cancelled(thrown)
  const error = thrown as DriverError
  const known = error.errno === undefined ? undefined : byNumber[error.errno]
  if (!known) {
    const network = networkError(thrown, where)
    if (network) return network
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new MigrateError(known?.code ?? 'QUERY_FAILED', shorten(message), {
    hint: known?.hint ?? 'The message comes from the server.',
    ...(table ? { table } : {}),
    details: {
      ...(error.sqlState ? { sqlstate: error.sqlState } : {}),
      ...(error.errno === undefined ? {} : { number: error.errno }),
      ...placeOf(message),
    },
    cause: thrown,
  })
}

/** A warning of LOAD DATA LOCAL is an error of ours. */
export function warningError(number: number, message: string, table: string): MigrateError {
  const known = byNumber[number] ?? value
  return new MigrateError(known.code, shorten(message), {
    hint: known.hint,
    table,
    details: { number, ...placeOf(message) },
  })
}

/** `… value: 'abc' for column `db`.`t`.`age` at row 3` */
function placeOf(message: string): Record<string, string | number> {
  const place: Record<string, string | number> = {}
  const column = /column (?:`[^`]*`\.`[^`]*`\.)?[`']([^`']+)[`']/i.exec(message)
  const row = /at row (\d+)/.exec(message)
  const bad = /value: '((?:[^']|'')*)'/.exec(message)
  if (column?.[1]) place.column = column[1]
  if (row?.[1]) place.line = Number(row[1])
  if (bad?.[1] !== undefined) place.value = shorten(bad[1], 100)
  return place
}

export const isLost = (error: MigrateError): boolean =>
  error.code === 'CONNECTION_LOST' || error.code === 'CONNECTION_TIMEOUT'

/** Thrown while the server’s request is read: the connection ends with it. */
export const refusedFile = (path: string): MigrateError =>
  new MigrateError('QUERY_FAILED', `The server asked for the file “${path.slice(0, 200)}”.`, {
    hint: 'It got nothing. Do not trust this server.',
  })
