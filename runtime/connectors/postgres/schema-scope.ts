import type pg from 'pg'
import { ownPrefix } from '../load.ts'

/** The schemas that are read; `null`: all but the system's. */
export type Scope = readonly string[] | null

/** A query whose `$1` is the scope and whose `$2` is how names of ours begin. */
export const ask = async <Row extends pg.QueryResultRow>(
  client: pg.Client,
  sql: string,
  scope: Scope,
): Promise<Row[]> => (await client.query<Row>(sql, [scope, ownPrefix])).rows

/** `n` is a namespace in scope, and `object` does not start like ours. */
export const inScope = (object: string): string =>
  `(n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    AND ($1::text[] IS NULL OR n.nspname = ANY($1)) AND NOT starts_with(${object}, $2))`

/** What an extension made comes with the extension. */
export const notOfExtension = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalog}'::regclass
     AND e.objid = ${oid} AND e.deptype = 'e')`

/** A name as it may stand in SQL without a search path. */
export const qualified = (schema: string, object: string): string =>
  `CASE ${schema} WHEN 'pg_catalog' THEN quote_ident(${object})
   ELSE quote_ident(${schema}) || '.' || quote_ident(${object}) END`
