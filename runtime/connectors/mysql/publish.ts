import type { Connection } from 'mysql2'
import { formatTable } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import { duplicateKey } from '../target.ts'
import type { Checkpoints } from './checkpoints.ts'
import { markerOf } from './checkpoints.ts'
import { referringTables } from './ddl.ts'
import { deferKeys } from './defer-keys.ts'
import { isLost, mysqlError } from './errors.ts'
import type { Links } from './links.ts'
import { run, select } from './links.ts'
import { columnsSql, literal, name } from './names.ts'
import type { Load } from './write.ts'

export interface Publishing {
  readonly load: Load
  readonly checkpoints: Checkpoints
}

/**
 * Staged rows become visible at once: by one RENAME, or in one transaction. Several loads stand
 * with parents first, and none of them renames.
 * @returns the rows of each load
 */
export async function publishLoads(
  links: Links,
  loads: readonly Publishing[],
): Promise<{ rows: number }[]> {
  const table = loads.map(({ load }) => formatTable(load.request.table)).join(', ')
  try {
    return await publishOnce(links, loads, table)
  } catch (error) {
    const failure = mysqlError(error, links.where, table)
    // After a lost reply the load's row, or the marker on the table, says what happened.
    if (isLost(failure)) return publishOnce(links, loads, table)
    throw failure.at({ table })
  }
}

const publishOnce = (links: Links, loads: readonly Publishing[], table: string) =>
  links.use(async (link) => {
    await run(link, 'START TRANSACTION')
    const states: string[] = []
    for (const { checkpoints } of loads) states.push(await checkpoints.fence(link, 'FOR UPDATE'))
    const open = loads.filter((_, i) => states[i] !== 'published')
    // RENAME ends transactions: it runs beside the one that holds the load's row.
    for (const { load, checkpoints } of open.filter((it) => it.load.renames))
      await links.use((other) => swap(other, load, checkpoints))
    await fill(
      link,
      open.map(({ load }) => load).filter((load) => !load.renames && !load.direct),
    )
    const rows: { rows: number }[] = []
    for (const [i, { checkpoints }] of loads.entries())
      rows.push(
        states[i] === 'published'
          ? { rows: (await checkpoints.totals(link)).rows }
          : { rows: await checkpoints.markPublished(link) },
      )
    await run(link, 'COMMIT')
    for (const { checkpoints } of loads) await checkpoints.tidy(link)
    return rows
  }, table)

/** Children are emptied first and filled last. TRUNCATE could not be rolled back. */
async function fill(link: Connection, loads: readonly Load[]): Promise<void> {
  const settle = await deferKeys(link, loads)
  try {
    for (const { request, target } of [...loads].reverse())
      if (request.mode === 'truncate') await run(link, `DELETE FROM ${target}`)
    for (const load of loads) await insert(link, load)
  } finally {
    await settle.restore()
  }
  await settle.check()
}

async function swap(link: Connection, load: Load, checkpoints: Checkpoints): Promise<void> {
  if (await checkpoints.wasSwapped(link)) return
  const { staging, target, retired, existing, request } = load
  if (existing) {
    const children = await referringTables(link, existing)
    if (children.length > 0)
      throw new MigrateError(
        'CONSTRAINT_VIOLATED',
        `Foreign keys of ${children.join(', ')} refer to “${existing.name}”.`,
        { hint: 'Use mode truncate, or drop these foreign keys first.' },
      )
  }
  await run(link, `ALTER TABLE ${staging} COMMENT = ${literal(markerOf(request.load))}`)
  await run(
    link,
    existing
      ? `RENAME TABLE ${target} TO ${retired}, ${staging} TO ${target}`
      : `RENAME TABLE ${staging} TO ${target}`,
  )
}

async function insert(link: Connection, load: Load): Promise<void> {
  const { request, staging, target, columns } = load
  const list = columnsSql(columns.map((c) => c.name))
  if (request.mode === 'merge') return merge(link, load)
  await run(link, `INSERT INTO ${target} (${list}) SELECT ${list} FROM ${staging}`)
}

/**
 * UPDATE by join, then INSERT what is left: ON DUPLICATE KEY would also fire on other
 * unique indexes and change the wrong row.
 */
async function merge(link: Connection, load: Load): Promise<void> {
  const { request, staging, target } = load
  const key = request.key.map((k) => columnName(load, k))
  const keyList = columnsSql(key)
  const [twice] = await select<{ k: string }>(
    link,
    `SELECT CONCAT_WS(', ', ${keyList}) AS k FROM ${staging} GROUP BY ${keyList} HAVING COUNT(*) > 1 LIMIT 1`,
  )
  if (twice) throw duplicateKey(request.table, `(${twice.k})`)
  const names = load.columns.map((c) => c.name)
  const others = names.filter((c) => !key.includes(c))
  const on = key.map((c) => `t.${name(c)} = s.${name(c)}`).join(' AND ')
  if (others.length > 0) {
    const set = others.map((c) => `t.${name(c)} = s.${name(c)}`).join(', ')
    await run(link, `UPDATE ${target} AS t JOIN ${staging} AS s ON ${on} SET ${set}`)
  }
  const list = names.map((c) => `s.${name(c)}`).join(', ')
  await run(
    link,
    `INSERT INTO ${target} (${columnsSql(names)}) SELECT ${list} FROM ${staging} AS s
     LEFT JOIN ${target} AS t ON ${on} WHERE t.${name(key[0] ?? '')} IS NULL`,
  )
}

function columnName(load: Load, wanted: string): string {
  const found = load.columns.find((c) => c.name.toLowerCase() === wanted.toLowerCase())
  if (found) return found.name
  throw new MigrateError('COLUMN_NOT_FOUND', `The key column “${wanted}” does not come in.`)
}
