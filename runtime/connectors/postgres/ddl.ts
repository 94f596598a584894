import type pg from 'pg'
import { formatTable } from '../../../nodes/kit/source.ts'
import type { SinkRequest } from '../connector.ts'
import { checkpointTable } from '../load.ts'
import type { TargetColumn, TargetTable } from '../target.ts'
import type { ResolvedTable } from './describe.ts'
import { single } from './links.ts'
import { name } from './names.ts'
import { isPlainTypeName, nativeTypeFor } from './types.ts'

/** The columns of a new table: the source's own types where they are known. */
export function newColumns(request: SinkRequest): TargetColumn[] {
  const own = request.native?.system === 'postgres' ? request.native.types : []
  return request.columns.map((c, i) => {
    const native = own[i]
    const inKey = request.key.some((k) => k.toLowerCase() === c.name.toLowerCase())
    return {
      name: c.name,
      type: native && isPlainTypeName(native) ? native : nativeTypeFor(c.type),
      nullable: c.nullable && !inKey,
      hasDefault: false,
      generated: false,
    }
  })
}

export const createTable = (table: string, columns: readonly TargetColumn[]): string =>
  `CREATE TABLE ${table} (${columns
    .map((c) => `${name(c.name)} ${c.type}${c.nullable ? '' : ' NOT NULL'}`)
    .join(', ')})`

export const createCheckpoints = (schema: string): string =>
  `CREATE TABLE IF NOT EXISTS ${name(schema)}.${name(checkpointTable)} (
     load text NOT NULL, chunk text NOT NULL, epoch bigint NOT NULL, state text,
     rows bigint NOT NULL, bytes bigint NOT NULL, committed_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (load, chunk))`

/** Reads what an existing target looks like. */
export async function describeTarget(
  client: pg.Client,
  table: ResolvedTable,
): Promise<TargetTable> {
  const { rows: columns } = await client.query<TargetColumn>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS nullable,
            (atthasdef OR attidentity <> '') AS "hasDefault", attgenerated <> '' AS generated
     FROM pg_attribute WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table.oid],
  )
  const { rows: keys } = await client.query<{ columns: string[] }>(
    `SELECT (SELECT array_agg(a.attname::text ORDER BY k.n)
             FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
             WHERE k.n <= i.indnkeyatts) AS columns
     FROM pg_index i WHERE i.indrelid = $1 AND i.indisunique AND i.indimmediate AND i.indisvalid
       AND i.indpred IS NULL AND i.indexprs IS NULL ORDER BY i.indisprimary DESC`,
    [table.oid],
  )
  return {
    kind: table.kind === 'v' || table.kind === 'm' ? 'view' : 'table',
    columns,
    uniqueKeys: keys.map((k) => k.columns),
  }
}

/** GRANTs that give a new table the privileges of the old one. */
export async function copyGrants(
  client: pg.Client,
  old: ResolvedTable,
  replacement: string,
): Promise<string[]> {
  const { rows } = await client.query<{ role: string; privilege: string; grantable: boolean }>(
    `SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS role,
            a.privilege_type AS privilege, a.is_grantable AS grantable
     FROM pg_class c, aclexplode(c.relacl) AS a WHERE c.oid = $1 AND a.grantee <> c.relowner`,
    [old.oid],
  )
  return rows.map(
    (r) =>
      `GRANT ${r.privilege} ON ${replacement} TO ${r.role}${r.grantable ? ' WITH GRANT OPTION' : ''}`,
  )
}

/** The schema a new table without one enters. */
export async function defaultSchema(client: pg.Client, request: SinkRequest): Promise<string> {
  const { rows } = await client.query<{ schema: string | null }>('SELECT current_schema AS schema')
  return single(rows).schema ?? refuse(formatTable(request.table))
}

function refuse(table: string): never {
  throw new Error(`search_path names no schema that exists, so “${table}” needs one.`)
}
