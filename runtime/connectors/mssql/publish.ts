import { formatTable } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import { stagingTable } from '../load.ts'
import { duplicateKey } from '../target.ts'
import type { Checkpoints } from './checkpoints.ts'
import { emptySql, identityInsert, insertSql, mergeSql, repeatedKeySql } from './convert.ts'
import { primaryKeySql } from './ddl.ts'
import type { ResolvedTable } from './describe.ts'
import { isLost, mssqlError } from './errors.ts'
import type { Links } from './links.ts'
import { literal, name, nameLiteral, tableName } from './names.ts'
import type { Link } from './query.ts'
import { run, select } from './query.ts'
import type { Load } from './write.ts'

/** Staged rows become visible, and the load published, in one transaction. */
export async function publishLoad(
  links: Links,
  load: Load,
  checkpoints: Checkpoints,
): Promise<{ rows: number }> {
  const table = formatTable(load.request.table)
  try {
    return await publishOnce(links, load, checkpoints)
  } catch (error) {
    const failure = mssqlError(error, links.where, table)
    // After a lost reply the load's row says whether the transaction made it.
    if (isLost(failure)) return publishOnce(links, load, checkpoints)
    throw failure.at({ table })
  }
}

const publishOnce = (links: Links, load: Load, checkpoints: Checkpoints) =>
  links.use(async (link) => {
    await run(link, 'BEGIN TRANSACTION')
    const state = await checkpoints.fence(link, 'exclusive')
    if (state === 'published') {
      const { rows } = await checkpoints.totals(link)
      await run(link, 'COMMIT TRANSACTION')
      return { rows }
    }
    if (load.renames) await swap(link, load)
    else if (!load.direct) await insert(link, load)
    const rows = await checkpoints.markPublished(link)
    await run(link, 'COMMIT TRANSACTION')
    return { rows }
  }, formatTable(load.request.table))

const constraintOf = (load: Load) => stagingTable(load.request.load).replace('_stg_', '_pk_')

async function swap(link: Link, load: Load): Promise<void> {
  const { request, staging, existing, schema } = load
  if (request.key.length > 0) {
    const key = request.key.map((k) => columnName(load, k))
    await run(link, primaryKeySql(staging, constraintOf(load), key))
  }
  const grants = existing ? await grantsOf(link, existing) : []
  for (const statement of swapSql(load, grants)) await run(link, statement)
  if (request.key.length > 0) await renameKey(link, load, schema)
}

/** The old table goes, its privileges stay, and the new one takes its name. */
export function swapSql(load: Load, grants: readonly Grant[]): string[] {
  const { request, staging, existing, target } = load
  return [
    ...grants.map((g) => grantSql(g, staging)),
    ...(existing ? [`DROP TABLE ${target}`] : []),
    `EXEC sp_rename @objname = ${literal(staging)}, @newname = ${literal(existing?.name ?? request.table.name)}, @objtype = N'OBJECT'`,
  ]
}

/** The key's constraint was named after the staging table. */
async function renameKey(link: Link, load: Load, schema: string): Promise<void> {
  const wanted = `PK_${load.existing?.name ?? load.request.table.name}`.slice(0, 128)
  const [taken] = await select<{ id: number | null }>(link, 'SELECT OBJECT_ID(@name) AS [id]', {
    name: tableName({ schema, name: wanted }),
  })
  if (taken?.id === null)
    await run(
      link,
      `EXEC sp_rename @objname = ${nameLiteral({ schema, name: constraintOf(load) })}, @newname = ${literal(wanted)}, @objtype = N'OBJECT'`,
    )
}

export interface Grant {
  /** `GRANT`, `DENY`, `GRANT_WITH_GRANT_OPTION`. */
  readonly state: string
  readonly privilege: string
  readonly role: string
}

const privileges = /^[A-Z ]+$/

export const grantSql = ({ state, privilege, role }: Grant, table: string): string =>
  `${state === 'DENY' ? 'DENY' : 'GRANT'} ${privileges.test(privilege) ? privilege : 'SELECT'} ON ${table} TO ${name(role)}` +
  (state === 'GRANT_WITH_GRANT_OPTION' ? ' WITH GRANT OPTION' : '')

/** Privileges on the whole table; those on single columns go with the columns. */
const grantsOf = (link: Link, table: ResolvedTable): Promise<Grant[]> =>
  select<Grant>(
    link,
    `SELECT p.state_desc AS [state], p.permission_name AS [privilege], r.name AS [role]
     FROM sys.database_permissions AS p
     JOIN sys.database_principals AS r ON r.principal_id = p.grantee_principal_id
     WHERE p.class = 1 AND p.major_id = @id AND p.minor_id = 0 AND p.state IN ('G', 'D', 'W')`,
    { id: table.id },
  )

async function insert(link: Link, load: Load): Promise<void> {
  const { request, staging, target, columns } = load
  const key = request.key.map((k) => columnName(load, k))
  if (request.mode === 'truncate') await run(link, emptySql(target))
  const on = identityInsert(target, columns, true)
  const off = identityInsert(target, columns, false)
  if (on) await run(link, on)
  try {
    if (request.mode === 'merge') {
      const [twice] = await select<{ key: string }>(link, repeatedKeySql(staging, key))
      if (twice) throw duplicateKey(request.table, `(${twice.key})`)
      await run(link, mergeSql(target, staging, columns, key))
    } else await run(link, insertSql(target, staging, columns))
  } finally {
    // Stays with the connection, not with the transaction, and for one table at a time.
    if (off) await run(link, off).catch(() => undefined)
  }
  await run(link, `DROP TABLE ${staging}`)
}

function columnName(load: Load, wanted: string): string {
  const found = load.columns.find((c) => c.name.toLowerCase() === wanted.toLowerCase())
  if (found) return found.name
  throw new MigrateError('COLUMN_NOT_FOUND', `The key column “${wanted}” does not come in.`)
}
