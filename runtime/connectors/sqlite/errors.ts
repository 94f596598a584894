import type { ErrorCode } from '../../error.ts'
import { MigrateError } from '../../error.ts'
import { cancelled, shorten } from '../network-errors.ts'

type Known = readonly [start: string, code: ErrorCode, hint: string]

/** By the beginning of SQLite's own code; the first that fits. */
const known: readonly Known[] = [
  ['SQLITE_NOTADB', 'FILE_MALFORMED', 'The file is no SQLite database, or it is encrypted.'],
  ['SQLITE_CORRUPT', 'FILE_MALFORMED', 'Run “PRAGMA integrity_check” and restore a backup.'],
  ['SQLITE_CANTOPEN', 'FILE_UNREADABLE', 'Check the path and the permissions of file and folder.'],
  [
    'SQLITE_IOERR_WRITE',
    'TARGET_DISK_FULL',
    'The disk is full, or takes no longer file. Make room, then resume the run.',
  ],
  ['SQLITE_IOERR', 'FILE_UNREADABLE', 'Check the disk and the permissions of the file.'],
  ['SQLITE_READONLY', 'PRIVILEGE_MISSING', 'The file or its folder is write-protected.'],
  ['SQLITE_PERM', 'PRIVILEGE_MISSING', 'Check the permissions of the file.'],
  ['SQLITE_FULL', 'TARGET_DISK_FULL', 'Make room on the disk, then resume the run.'],
  ['SQLITE_BUSY', 'QUERY_FAILED', 'Another program is using the file; close it there.'],
  ['SQLITE_LOCKED', 'QUERY_FAILED', 'Another program is using the file; close it there.'],
  ['SQLITE_MISMATCH', 'VALUE_DOES_NOT_FIT', 'Cast or clean the value before the sink.'],
  ['SQLITE_CONSTRAINT_DATATYPE', 'VALUE_DOES_NOT_FIT', 'Cast or clean the value before the sink.'],
  ['SQLITE_TOOBIG', 'VALUE_DOES_NOT_FIT', 'A value is larger than SQLite takes.'],
  ['SQLITE_CONSTRAINT', 'CONSTRAINT_VIOLATED', 'Filter the rows that break the rule before.'],
]

export function sqliteError(thrown: unknown, table?: string): MigrateError {
  if (thrown instanceof MigrateError) return thrown
  if (thrown instanceof Error && thrown.name === 'AbortError') return cancelled(thrown)
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const code =
    thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && thrown.code
      ? thrown.code
      : /Unable to open/.test(message)
        ? 'SQLITE_CANTOPEN'
        : ''
  const [, found, hint] = known.find(([start]) => code.startsWith(start)) ?? byMessage(message)
  return new MigrateError(found, shorten(message), {
    hint,
    ...(table ? { table } : {}),
    details: { ...(code ? { code } : {}), ...columnOf(message) },
    cause: thrown,
  })
}

function byMessage(message: string): Known {
  if (/no such table/i.test(message)) return ['', 'TABLE_NOT_FOUND', 'Check the name of the table.']
  if (/no such column/i.test(message))
    return ['', 'COLUMN_NOT_FOUND', 'Check the names of the columns.']
  if (/already exists/i.test(message))
    return ['', 'TABLE_EXISTS', 'Choose another name or another mode.']
  if (/too many columns/i.test(message))
    return ['', 'TARGET_MISMATCH', 'SQLite takes 2,000 columns. Select fewer before the sink.']
  return ['', 'QUERY_FAILED', 'The message comes from SQLite.']
}

/** `UNIQUE constraint failed: t.a` */
function columnOf(message: string): Record<string, string> {
  const column = /failed: (?:[^.\s]+\.)?([^,\s]+)/.exec(message)?.[1]
  return column ? { column } : {}
}

export const isBusy = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  'code' in thrown &&
  typeof thrown.code === 'string' &&
  /^SQLITE_(BUSY|LOCKED)/.test(thrown.code)
