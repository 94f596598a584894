import type { ErrorData } from './report.ts'

/** The exit codes of the CLI; also decides the tRPC code (`server/trpc/errors.ts`). */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  gate: 3,
  connection: 4,
  partial: 5,
  drift: 6,
  internal: 70,
  interrupted: 130,
} as const

export type ExitKind = keyof typeof exitCodes

/** Every run-time failure code and its exit kind. A code never changes its meaning. */
export const errorCodes = {
  // connections and credentials
  CONNECTION_REFUSED: 'connection',
  HOST_NOT_FOUND: 'connection',
  CONNECTION_TIMEOUT: 'connection',
  CONNECTION_LOST: 'connection',
  TLS_FAILED: 'connection',
  LOGIN_FAILED: 'connection',
  DATABASE_NOT_FOUND: 'connection',
  PRIVILEGE_MISSING: 'connection',
  UNKNOWN_CONNECTION: 'usage',
  INVALID_CONNECTION: 'usage',
  SECRET_UNREADABLE: 'usage',
  // sources
  FILE_NOT_FOUND: 'failed',
  FILE_UNREADABLE: 'failed',
  FILE_MALFORMED: 'failed',
  WRONG_ENCODING: 'failed',
  TABLE_NOT_FOUND: 'failed',
  COLUMN_NOT_FOUND: 'failed',
  QUERY_FAILED: 'failed',
  SCHEMA_DRIFT: 'drift',
  SOURCE_CHANGED: 'drift',
  // targets
  TABLE_EXISTS: 'failed',
  TARGET_MISMATCH: 'failed',
  VALUE_DOES_NOT_FIT: 'failed',
  CONSTRAINT_VIOLATED: 'failed',
  TARGET_DISK_FULL: 'failed',
  LOCAL_INFILE_DISABLED: 'failed',
  LOAD_TAKEN_OVER: 'failed',
  COUNT_MISMATCH: 'failed',
  MIGRATION_INCOMPLETE: 'partial',
  IDENTIFIER_REFUSED: 'failed',
  // runs
  INVALID_PIPELINE: 'usage',
  INVALID_USAGE: 'usage',
  CONVERSION_FAILED: 'failed',
  GATE_FAILED: 'gate',
  TOO_MANY_REJECTS: 'partial',
  OUT_OF_MEMORY: 'failed',
  DISK_FULL: 'failed',
  SERVER_STOPPED: 'failed',
  WORKER_LOST: 'failed',
  CANCELLED: 'interrupted',
  INTERNAL: 'internal',
} as const satisfies Record<string, ExitKind>

export type ErrorCode = keyof typeof errorCodes

/**
 * A run-time failure: what, where, why, and what to do about it.
 * @example throw new MigrateError('TABLE_NOT_FOUND', 'There is no table “ordres”.', {
 *   hint: 'Did you mean “orders”?', table: 'ordres' })
 */
export class MigrateError extends Error {
  override readonly name = 'MigrateError'
  readonly code: ErrorCode
  readonly data: Omit<ErrorData, 'code' | 'message'>

  constructor(
    code: ErrorCode,
    message: string,
    data: Omit<ErrorData, 'code' | 'message'> & { cause?: unknown } = {},
  ) {
    const { cause, ...rest } = data
    super(message, { cause })
    this.code = code
    this.data = rest
  }

  /** The same failure with more places filled in; places already known are kept. */
  at(place: Pick<ErrorData, 'node' | 'table' | 'chunk'>): MigrateError {
    const error = new MigrateError(this.code, this.message, { ...place, ...this.data })
    error.cause = this.cause
    return error
  }

  toData(): ErrorData {
    return { code: this.code, message: this.message, ...this.data }
  }
}

/** Any thrown thing as a MigrateError; unknown ones become INTERNAL. */
export const toMigrateError = (error: unknown): MigrateError =>
  error instanceof MigrateError
    ? error
    : new MigrateError('INTERNAL', error instanceof Error ? error.message : String(error), {
        hint: 'This is a fault of the program. Please report it with the run report.',
        cause: error,
      })
