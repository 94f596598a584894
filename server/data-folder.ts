import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'
import { MigrateError } from '../runtime/error.ts'

export interface DataFolder {
  /** Made once; names this folder in a database that servers may share. */
  readonly instance: string
  release(): void
}

/** Makes the folder this server's own: a second server on it is refused. */
export function takeDataFolder(path: string): DataFolder {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const release = lock(path)
  const file = join(path, 'instance.id')
  if (!existsSync(file)) writeFileSync(file, `${randomUUID()}\n`)
  return { instance: readFileSync(file, 'utf8').trim(), release }
}

/** A lock the system takes back when the process dies, however it dies: an open SQLite transaction. */
function lock(path: string): () => void {
  const db = new Libsql(join(path, 'server.lock'))
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    db.close()
    throw new MigrateError('INVALID_USAGE', `Another server is using the data folder ${path}.`, {
      hint: 'Stop it, or choose another folder with --data-dir.',
      cause,
    })
  }
  return () => db.close()
}
