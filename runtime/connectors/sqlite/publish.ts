import { MigrateError } from '../../error.ts'
import { duplicateKey } from '../target.ts'
import { fence, markPublished, totalRows } from './checkpoints.ts'
import type { Database } from './database.ts'
import { rows, transaction } from './database.ts'
import { columnsSql, name } from './names.ts'
import type { Load } from './write.ts'

export interface Publishing {
  readonly load: Load
  readonly epoch: number
}

/**
 * Staged rows become visible, and the loads published, in one transaction. Foreign keys among
 * several loads are checked at its end.
 * @returns the rows of each load
 */
export function publishLoads(
  file: string,
  db: Database,
  loads: readonly Publishing[],
): Promise<{ rows: number }[]> {
  // A swap must not delete rows of tables that refer to this one; inserts must be checked.
  const unchecked = loads.some(({ load }) => load.renames || load.direct)
  db.exec(`PRAGMA foreign_keys = ${unchecked ? 'OFF' : 'ON'}`)
  return transaction(file, db, () => {
    if (loads.length > 1) db.exec('PRAGMA defer_foreign_keys = ON')
    const open = loads.filter(
      ({ load, epoch }) => fence(db, load.request.load, epoch) !== 'published',
    )
    const staged = open.map(({ load }) => load).filter((it) => !it.renames && !it.direct)
    for (const { load } of open) if (load.renames) swap(db, load)
    // Children first: deleting a parent would do to them what their keys say.
    for (const { request, target } of [...staged].reverse())
      if (request.mode === 'truncate') db.exec(`DELETE FROM ${target}`)
    for (const load of staged) insert(db, load)
    return loads.map((it) => ({
      rows: open.includes(it)
        ? markPublished(db, it.load.request.load)
        : totalRows(db, it.load.request.load),
    }))
  })
}

function swap(db: Database, { existing, staging, target }: Load): void {
  if (existing) db.exec(`DROP TABLE IF EXISTS ${target}`)
  db.exec(`ALTER TABLE ${staging} RENAME TO ${target}`)
}

function insert(db: Database, load: Load): void {
  const { request, staging, target, columns } = load
  const names = columns.map((c) => c.name)
  const list = columnsSql(names)
  const conflict = request.mode === 'merge' ? onConflict(db, load) : ''
  // WHERE TRUE keeps the parser from reading ON as part of a join.
  db.exec(`INSERT INTO ${target} (${list}) SELECT ${list} FROM ${staging} WHERE TRUE ${conflict}`)
  db.exec(`DROP TABLE ${staging}`)
}

function onConflict(db: Database, { request, staging, columns }: Load): string {
  const key = request.key.map((k) => {
    const found = columns.find((c) => c.name.toLowerCase() === k.toLowerCase())
    if (!found)
      throw new MigrateError('COLUMN_NOT_FOUND', `The key column “${k}” does not come in.`)
    return found.name
  })
  const list = columnsSql(key)
  const [twice] = rows<{ key: string }>(
    db,
    `SELECT concat AS key FROM (SELECT ${key.map((k) => `coalesce(${name(k)}, '')`).join(` || ', ' || `)} AS concat
     FROM ${staging} GROUP BY ${list} HAVING count(*) > 1 LIMIT 1)`,
  )
  if (twice) throw duplicateKey(request.table, `(${twice.key})`)
  const others = columns.map((c) => c.name).filter((c) => !key.includes(c))
  const action =
    others.length > 0
      ? `DO UPDATE SET ${others.map((c) => `${name(c)} = excluded.${name(c)}`).join(', ')}`
      : 'DO NOTHING'
  return `ON CONFLICT (${list}) ${action}`
}
