import type pg from 'pg'
import { name } from './names.ts'

interface KeyRow {
  readonly name: string
  readonly table: string
  readonly deferrable: boolean
}

/**
 * Puts off the foreign keys by which a table refers to one that is filled after it; `tables`
 * are quoted, in the order in which they are filled. A key that cannot be put off is made so
 * for this transaction: it is never absent, and an error leaves it as it was.
 * @returns what checks them, and makes them again as they were
 */
export async function deferKeys(
  client: pg.Client,
  tables: readonly string[],
): Promise<() => Promise<void>> {
  if (tables.length < 2) return async () => undefined
  const { rows: keys } = await client.query<KeyRow>(
    `WITH filled AS (SELECT t::regclass AS oid, at FROM unnest($1::text[]) WITH ORDINALITY AS u(t, at))
     SELECT k.conname AS name, format('%I.%I', n.nspname, c.relname) AS table,
            k.condeferrable AS deferrable
     FROM pg_constraint k JOIN filled child ON child.oid = k.conrelid
     JOIN filled parent ON parent.oid = k.confrelid AND parent.at > child.at
     JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE k.contype = 'f' AND k.conparentid = 0`,
    [tables],
  )
  if (keys.length === 0) return async () => undefined
  const change = async (how: string) => {
    for (const key of keys.filter((k) => !k.deferrable))
      await client.query(`ALTER TABLE ${key.table} ALTER CONSTRAINT ${name(key.name)} ${how}`)
  }
  await change('DEFERRABLE')
  await client.query('SET CONSTRAINTS ALL DEFERRED')
  return async () => {
    await client.query('SET CONSTRAINTS ALL IMMEDIATE')
    await change('NOT DEFERRABLE')
  }
}
