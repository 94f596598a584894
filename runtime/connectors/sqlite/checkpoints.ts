import { checkpointTable, takenOver } from '../load.ts'
import type { Database } from './database.ts'
import { rows } from './database.ts'
import { name } from './names.ts'

const table = name(checkpointTable)

interface Claimed {
  readonly epoch: number
  readonly state: string
}

/** The same rows as in the other systems. Every function runs inside a transaction. */
export function claimLoad(db: Database, load: string): Claimed {
  db.exec(
    `CREATE TABLE IF NOT EXISTS ${table} (
       load TEXT NOT NULL, chunk TEXT NOT NULL, epoch INTEGER NOT NULL, state TEXT,
       rows INTEGER NOT NULL, bytes INTEGER NOT NULL,
       committed_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (load, chunk))`,
  )
  const [claimed] = rows<Claimed>(
    db,
    `INSERT INTO ${table} (load, chunk, epoch, state, rows, bytes) VALUES (?, '', 1, 'loading', 0, 0)
     ON CONFLICT (load, chunk) DO UPDATE SET epoch = epoch + 1 RETURNING epoch, state`,
    load,
  )
  if (!claimed) throw takenOver(load)
  return claimed
}

/** @returns the load's state; throws where its epoch is not ours. */
export function fence(db: Database, load: string, epoch: number): string {
  const [row] = rows<{ state: string }>(
    db,
    `SELECT state FROM ${table} WHERE load = ? AND chunk = '' AND epoch = ?`,
    load,
    epoch,
  )
  if (!row) throw takenOver(load)
  return row.state
}

export const committedChunks = (db: Database, load: string): Map<string, number> =>
  new Map(
    rows<{ chunk: string; rows: number }>(
      db,
      `SELECT chunk, rows FROM ${table} WHERE load = ? AND chunk <> ''`,
      load,
    ).map((r) => [r.chunk, r.rows]),
  )

export function addChunk(
  db: Database,
  load: string,
  chunk: { id: string; epoch: number; rows: number; bytes: number },
): void {
  db.prepare(`INSERT INTO ${table} (load, chunk, epoch, rows, bytes) VALUES (?, ?, ?, ?, ?)`).run(
    load,
    chunk.id,
    chunk.epoch,
    chunk.rows,
    chunk.bytes,
  )
}

export function forgetChunks(db: Database, load: string): void {
  db.prepare(`DELETE FROM ${table} WHERE load = ? AND chunk <> ''`).run(load)
  db.prepare(
    `UPDATE ${table} SET state = 'loading', rows = 0, bytes = 0 WHERE load = ? AND chunk = ''`,
  ).run(load)
}

export function totalRows(db: Database, load: string): number {
  const [total] = rows<{ rows: number }>(
    db,
    `SELECT coalesce(sum(rows), 0) AS rows FROM ${table} WHERE load = ?`,
    load,
  )
  return total?.rows ?? 0
}

/** The load's row stays as evidence; its chunks go. */
export function markPublished(db: Database, load: string): number {
  const total = totalRows(db, load)
  db.prepare(
    `UPDATE ${table} SET state = 'published', rows = ?, committed_at = CURRENT_TIMESTAMP,
       bytes = (SELECT coalesce(sum(bytes), 0) FROM ${table} WHERE load = ?)
     WHERE load = ? AND chunk = ''`,
  ).run(total, load, load)
  db.prepare(`DELETE FROM ${table} WHERE load = ? AND chunk <> ''`).run(load)
  return total
}

export function forgetLoad(db: Database, load: string): void {
  db.prepare(`DELETE FROM ${table} WHERE load = ?`).run(load)
}
