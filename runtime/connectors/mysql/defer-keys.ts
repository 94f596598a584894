import type { Connection } from 'mysql2'
import { MigrateError } from '../../error.ts'
import { run, select } from './links.ts'
import { name } from './names.ts'
import type { Load } from './write.ts'

interface KeyRow {
  readonly key: string
  readonly childSchema: string
  readonly child: string
  readonly parentSchema: string
  readonly parent: string
  readonly columns: string
  readonly referenced: string
}

export interface DeferredKeys {
  /** Checks hold again for what comes next. */
  restore(): Promise<void>
  /** Looks for rows that refer to nothing; to be called before the commit. */
  check(): Promise<void>
}

/**
 * InnoDB checks every row at once. Where tables refer to each other in a circle, the checks are
 * off while they are filled, in the order of `loads`, and made up for in the same transaction.
 */
export async function deferKeys(link: Connection, loads: readonly Load[]): Promise<DeferredKeys> {
  const nothing = async () => undefined
  if (loads.length < 2) return { restore: nothing, check: nothing }
  const place = (schema: string, table: string) =>
    loads.findIndex((l) => l.target === `${name(schema)}.${name(table)}`)
  const keys = await keysAround(link, loads)
  const circular = keys.some((k) => {
    const child = place(k.childSchema, k.child)
    return child >= 0 && child < place(k.parentSchema, k.parent)
  })
  if (!circular) return { restore: nothing, check: nothing }
  await run(link, 'SET SESSION foreign_key_checks = 0')
  return {
    restore: () => run(link, 'SET SESSION foreign_key_checks = 1').then(nothing),
    check: async () => {
      for (const key of keys) await refuseOrphans(link, key)
    },
  }
}

/** All foreign keys from and to these tables; columns as JSON lists. */
const keysAround = (link: Connection, loads: readonly Load[]): Promise<KeyRow[]> => {
  const tables = loads.map((l) => [l.schema, l.existing?.name ?? l.request.table.name])
  const marks = tables.map(() => '(?, ?)').join(', ')
  const list = (column: string) =>
    `CONCAT('[', GROUP_CONCAT(JSON_QUOTE(${column}) ORDER BY ordinal_position), ']')`
  return select<KeyRow>(
    link,
    `SELECT constraint_name AS \`key\`, table_schema AS childSchema, table_name AS child,
            referenced_table_schema AS parentSchema, referenced_table_name AS parent,
            ${list('column_name')} AS columns, ${list('referenced_column_name')} AS referenced
     FROM information_schema.key_column_usage
     WHERE referenced_table_name IS NOT NULL
       AND ((table_schema, table_name) IN (${marks})
         OR (referenced_table_schema, referenced_table_name) IN (${marks}))
     GROUP BY constraint_name, table_schema, table_name, referenced_table_schema, referenced_table_name`,
    [...tables.flat(), ...tables.flat()],
  )
}

async function refuseOrphans(link: Connection, key: KeyRow): Promise<void> {
  const columns: readonly string[] = JSON.parse(key.columns)
  const referenced: readonly string[] = JSON.parse(key.referenced)
  const on = columns.map((c, i) => `p.${name(referenced[i] ?? c)} = c.${name(c)}`).join(' AND ')
  const given = columns.map((c) => `c.${name(c)} IS NOT NULL`).join(' AND ')
  const [found] = await select<{ n: string | number }>(
    link,
    `SELECT COUNT(*) AS n FROM ${name(key.childSchema)}.${name(key.child)} c
     WHERE ${given} AND NOT EXISTS
       (SELECT 1 FROM ${name(key.parentSchema)}.${name(key.parent)} p WHERE ${on})`,
  )
  const rows = Number(found?.n ?? 0)
  if (rows > 0)
    throw new MigrateError(
      'CONSTRAINT_VIOLATED',
      `${rows} rows of “${key.child}” refer to rows that “${key.parent}” does not have (${key.key}).`,
      { hint: 'Load what they refer to as well, or clean these rows up.' },
    )
}
