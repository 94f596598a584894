import type pg from 'pg'
import { formatTable } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import { duplicateKey } from '../target.ts'
import type { Checkpoints } from './checkpoints.ts'
import { copyGrants } from './ddl.ts'
import { deferKeys } from './defer-keys.ts'
import { isLost, postgresError } from './errors.ts'
import type { Links } from './links.ts'
import { name } from './names.ts'
import type { Load } from './write.ts'

export interface Publishing {
  readonly load: Load
  readonly checkpoints: Checkpoints
}

/**
 * Staged rows become visible, and the loads published, in one transaction. Several loads stand
 * with parents first.
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
    const failure = postgresError(error, links.where, table)
    // After a lost reply the load's row says whether the transaction made it.
    if (isLost(failure)) return publishOnce(links, loads, table)
    throw failure.at({ table })
  }
}

const publishOnce = (links: Links, loads: readonly Publishing[], table: string) =>
  links.use(async (client) => {
    await client.query('BEGIN')
    const states: string[] = []
    for (const { checkpoints } of loads) states.push(await checkpoints.fence(client, 'UPDATE'))
    const open = loads.filter((_, i) => states[i] !== 'published').map(({ load }) => load)
    const staged = open.filter((load) => !load.renames && !load.direct)
    await empty(client, staged)
    const settle = await deferKeys(
      client,
      staged.map((load) => load.target),
    )
    for (const load of open.filter((it) => it.renames)) await swap(client, load)
    for (const load of staged) await insert(client, load)
    await settle()
    const rows: { rows: number }[] = []
    for (const [i, { checkpoints }] of loads.entries())
      rows.push(
        states[i] === 'published'
          ? { rows: (await checkpoints.totals(client)).rows }
          : { rows: await checkpoints.markPublished(client) },
      )
    await client.query('COMMIT')
    return rows
  }, table)

/** In one statement: tables that refer to each other cannot be emptied one by one. */
async function empty(client: pg.Client, staged: readonly Load[]): Promise<void> {
  const emptied = staged.filter((load) => load.request.mode === 'truncate')
  if (emptied.length === 0) return
  await client.query(`TRUNCATE TABLE ${emptied.map((load) => load.target).join(', ')}`)
}

async function swap(client: pg.Client, load: Load): Promise<void> {
  const { request, staging, existing, target } = load
  if (request.key.length > 0) {
    const key = request.key.map((k) => name(columnName(load, k))).join(', ')
    await client.query(`ALTER TABLE ${staging} ADD PRIMARY KEY (${key})`)
  }
  if (existing) {
    for (const grant of await copyGrants(client, existing, staging)) await client.query(grant)
    await client.query(`DROP TABLE ${target}`)
  }
  await client.query(
    `ALTER TABLE ${staging} RENAME TO ${name(existing?.name ?? request.table.name)}`,
  )
  if (request.key.length > 0) await renameKey(client, load)
  // Queries that ran a moment ago must not meet a table without statistics. A new table has
  // no queries yet, and autovacuum sees to it within a minute.
  if (existing) await client.query(`ANALYZE ${target}`)
}

/** The key's constraint was named after the staging table. */
async function renameKey(client: pg.Client, { target }: Load): Promise<void> {
  const { rows } = await client.query<{ old: string; wanted: string; free: boolean }>(
    `SELECT con.conname AS old, left(c.relname, 58) || '_pkey' AS wanted,
            NOT EXISTS (SELECT FROM pg_class o WHERE o.relnamespace = c.relnamespace
                        AND o.relname = left(c.relname, 58) || '_pkey') AS free
     FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid
     WHERE con.conrelid = $1::regclass AND con.contype = 'p'`,
    [target],
  )
  const [key] = rows
  if (key?.free)
    await client.query(
      `ALTER TABLE ${target} RENAME CONSTRAINT ${name(key.old)} TO ${name(key.wanted)}`,
    )
}

async function insert(client: pg.Client, load: Load): Promise<void> {
  const { request, staging, target, columns } = load
  const list = columns.map((c) => name(c.name)).join(', ')
  const into = `INSERT INTO ${target} (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM ${staging}`
  if (request.mode === 'merge') await client.query(`${into} ${await onConflict(client, load)}`)
  else await client.query(into)
  await client.query(`DROP TABLE ${staging}`)
}

async function onConflict(client: pg.Client, load: Load): Promise<string> {
  const names = load.request.key.map((k) => columnName(load, k))
  const key = names.map(name).join(', ')
  const { rows } = await client.query<{ key: string }>(
    `SELECT concat_ws(', ', ${key}) AS key FROM ${load.staging} GROUP BY ${key} HAVING count(*) > 1 LIMIT 1`,
  )
  if (rows[0]) throw duplicateKey(load.request.table, `(${rows[0].key})`)
  const others = load.columns.filter((c) => !names.includes(c.name)).map((c) => name(c.name))
  const action =
    others.length > 0
      ? `DO UPDATE SET ${others.map((c) => `${c} = EXCLUDED.${c}`).join(', ')}`
      : 'DO NOTHING'
  return `ON CONFLICT (${key}) ${action}`
}

function columnName(load: Load, wanted: string): string {
  const found = load.columns.find((c) => c.name.toLowerCase() === wanted.toLowerCase())
  if (found) return found.name
  throw new MigrateError('COLUMN_NOT_FOUND', `The key column “${wanted}” does not come in.`)
}
