import type { ErrorCode } from '../../error.ts'
import { MigrateError } from '../../error.ts'
import { cancelled, networkError, shorten } from '../network-errors.ts'

interface Known {
  readonly code: ErrorCode
  readonly hint: string
}

const login: Known = {
  code: 'LOGIN_FAILED',
  hint: 'Check user name, password and kind of login; the server’s log tells more.',
}
const database: Known = {
  code: 'DATABASE_NOT_FOUND',
  hint: 'Check the name of the database, and that the login may use it.',
}
const privilege: Known = {
  code: 'PRIVILEGE_MISSING',
  hint: 'Ask an administrator to GRANT what the message names.',
}
const table: Known = {
  code: 'TABLE_NOT_FOUND',
  hint: 'Check the name, the schema and your privileges.',
}
const column: Known = { code: 'COLUMN_NOT_FOUND', hint: 'Check the names of the columns.' }
const exists: Known = { code: 'TABLE_EXISTS', hint: 'Choose another name or another mode.' }
const constraint: Known = {
  code: 'CONSTRAINT_VIOLATED',
  hint: 'Filter the rows that break the rule before the sink.',
}
const referenced: Known = {
  code: 'CONSTRAINT_VIOLATED',
  hint: 'Foreign keys or schema-bound views depend on the table: use mode truncate, or drop them first.',
}
const cascade: Known = {
  code: 'CONSTRAINT_VIOLATED',
  hint: 'SQL Server lets rows of a table be reached by one cascade only: give one of the keys NO ACTION.',
}
const key: Known = {
  code: 'CONSTRAINT_VIOLATED',
  hint: 'An index key holds at most 900 bytes (1,700 without clustering): choose a shorter key.',
}
const value: Known = {
  code: 'VALUE_DOES_NOT_FIT',
  hint: 'Cast or clean the value before the sink.',
}
const full: Known = {
  code: 'TARGET_DISK_FULL',
  hint: 'Make room for the database or its log, then resume the run.',
}
const lost: Known = { code: 'CONNECTION_LOST', hint: 'Resume the run.' }
const busy: Known = {
  code: 'CONNECTION_REFUSED',
  hint: 'The server or the database is at its limit or not available now; try again later.',
}
const lock: Known = {
  code: 'QUERY_FAILED',
  hint: 'Another session holds a lock; find it in sys.dm_tran_locks.',
}
const changed: Known = {
  code: 'SOURCE_CHANGED',
  hint: 'The table was altered while it was read, or its snapshot is gone; run again.',
}

const numbers = (known: Known, ...list: readonly number[]): [number, Known][] =>
  list.map((n) => [n, known])

/** Error numbers of sys.messages. */
const byNumber: ReadonlyMap<number, Known> = new Map([
  ...numbers(login, 18450, 18452, 18456, 18457, 18458, 18459, 18460, 18461, 18470, 18486, 18487),
  ...numbers(login, 18488, 40607, 40615, 47089, 40532),
  ...numbers(database, 4060, 4062, 4063, 4064, 911, 40613, 976, 978),
  ...numbers(privilege, 229, 230, 262, 297, 300, 916, 1088, 2557, 2760, 4834, 15151, 15247, 15562),
  ...numbers(table, 208, 4701, 3701, 2812, 15225, 4902),
  ...numbers(column, 207, 1911, 4924),
  ...numbers(exists, 219, 1779, 1913, 2714, 15233, 15335),
  ...numbers(constraint, 515, 547, 548, 550, 1505, 1508, 2601, 2627, 3609, 8101, 8102, 8672),
  ...numbers(referenced, 3723, 3725, 3726, 3729, 4712, 4708, 5074),
  ...numbers(cascade, 1785),
  ...numbers(key, 1919, 1944, 1946, 8111, 1793),
  ...numbers(value, 206, 220, 232, 235, 241, 242, 244, 245, 248, 257, 260, 293, 295, 296, 298, 517),
  ...numbers(value, 2628, 4815, 4863, 4864, 4867, 4879, 6522, 6569, 7339, 8115, 8114, 8023, 8152),
  ...numbers(value, 8169, 8170, 9400, 9402, 9403, 9410, 9413, 9420, 9421, 9436, 9441, 9455, 9803),
  ...numbers(value, 9807, 13608, 13609, 1701, 511, 8060, 24144, 529),
  ...numbers(full, 1101, 1105, 9002, 5149, 40544, 3257),
  ...numbers(lost, 596, 601, 6005, 6006, 10053, 10054, 10060, 40197, 40540, 4221, 983, 3906),
  ...numbers(
    busy,
    10928,
    10929,
    40501,
    40549,
    40550,
    40551,
    40552,
    40553,
    49918,
    49919,
    49920,
    17809,
  ),
  ...numbers(lock, 1222, 1205, 1204),
  ...numbers(changed, 3951, 3960, 3961, 3966, 3967),
  ...numbers(
    {
      code: 'QUERY_FAILED',
      hint: 'ALTER DATABASE … SET ALLOW_SNAPSHOT_ISOLATION ON, or leave that database out.',
    },
    3952,
  ),
  ...numbers({ code: 'CANCELLED', hint: 'The server stopped the statement.' }, 3617),
])

interface DriverError extends Error {
  readonly number?: number
  readonly code?: string
  readonly state?: number
  readonly procName?: string
  readonly lineNumber?: number
  readonly originalError?: unknown
}

/** Whatever the driver threw, as MigrateError. */
export function mssqlError(thrown: unknown, where: string, name?: string): MigrateError {
  if (thrown instanceof MigrateError) return thrown
  const error = significant(thrown)
  if (error instanceof MigrateError) return error
  if (error.name === 'AbortError' || error.code === 'ECANCEL') return cancelled(error)
  const known = error.number === undefined ? undefined : byNumber.get(error.number)
  if (!known) {
    const driver = driverFailure(error, where)
    if (driver) return driver
  }
  return new MigrateError(known?.code ?? 'QUERY_FAILED', shorten(error.message), {
    hint: known?.hint ?? 'The message comes from SQL Server.',
    ...(name ? { table: name } : {}),
    details: {
      ...(error.number === undefined ? {} : { number: error.number }),
      ...placeOf(error.message),
    },
    cause: thrown,
  })
}

/** Of several errors the first that says something; the last ones only say what follows from it. */
function significant(thrown: unknown): DriverError {
  if (thrown instanceof AggregateError) {
    const all = thrown.errors.map(significant)
    const telling = all.find((e) => e.number !== undefined && byNumber.has(e.number))
    return telling ?? all[0] ?? new Error(thrown.message)
  }
  if (!(thrown instanceof Error)) return new Error(String(thrown))
  const { originalError } = thrown as DriverError
  return originalError instanceof Error ? significant(originalError) : thrown
}

const lostCodes = new Set(['ECLOSE', 'EINVALIDSTATE', 'ENOTOPEN', 'ENOCONN'])

function driverFailure(error: DriverError, where: string): MigrateError | undefined {
  const make = (code: ErrorCode, message: string, hint: string) =>
    new MigrateError(code, message, {
      hint,
      details: { cause: shorten(error.message) },
      cause: error,
    })
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const network = networkError(cause, where)
    // The driver's own words for a silent server come under the socket's code.
    if (network) return network
  }
  const text = error.message
  if (error.code === 'EENCRYPT' || /certificate|handshake|TLS|SSL/i.test(text))
    return make(
      'TLS_FAILED',
      `No trusted TLS connection to ${where}.`,
      'Give the CA certificate of the server, or choose another TLS mode if you accept the risk.',
    )
  if (error.code === 'EINSTLOOKUP')
    return make(
      'CONNECTION_REFUSED',
      `The SQL Server Browser at ${where} knows no such instance.`,
      'Check the name of the instance and UDP port 1434, or give the port instead.',
    )
  if (
    error.code === 'ELOGIN' ||
    error.code === 'EFEDAUTH' ||
    error.name === 'AuthenticationRequiredError'
  )
    return make('LOGIN_FAILED', shorten(text), login.hint)
  if (lostCodes.has(error.code ?? '') || /connection (lost|ended)|closed before/i.test(text))
    return make('CONNECTION_LOST', `The connection to ${where} broke off.`, lost.hint)
  if (error.code === 'ESOCKET')
    return make(
      'CONNECTION_REFUSED',
      `Nothing answers at ${where}.`,
      'Check host and port, that TCP/IP is enabled on the server, and the firewall.',
    )
  if (error.code === 'ETIMEOUT')
    return make(
      'CONNECTION_TIMEOUT',
      `${where} did not answer in time.`,
      'Check host and port; a firewall that drops packets looks like this.',
    )
  return undefined
}

/** Column, constraint and value as far as the server's sentence names them. */
function placeOf(message: string): Record<string, string> {
  const place: Record<string, string> = {}
  const found = /column '([^']+)'/i.exec(message)
  const rule = /constraint ['"]([^'"]+)['"]/i.exec(message)
  const index = /unique index '([^']+)'/i.exec(message)
  const cut = /truncated value: '([^']*)'/i.exec(message)
  const duplicate = /duplicate key value is (\([^)]*\))/i.exec(message)
  if (found?.[1]) place.column = found[1]
  if (rule?.[1] ?? index?.[1]) place.constraint = rule?.[1] ?? index?.[1] ?? ''
  if (cut?.[1] !== undefined) place.value = shorten(cut[1], 100)
  if (duplicate?.[1]) place.value = shorten(duplicate[1], 100)
  return place
}

/** True where the connection, not the statement, failed: what it was doing is unknown. */
export const isLost = (error: MigrateError): boolean =>
  error.code === 'CONNECTION_LOST' || error.code === 'CONNECTION_TIMEOUT'
