import type pg from 'pg'
import type { CatalogTable } from '../connector.ts'
import { ownPrefix } from '../load.ts'
import { nativeTypes } from './describe.ts'
import { dataTypeOf } from './types.ts'

interface TableRow {
  readonly oid: string
  readonly schema: string
  readonly name: string
  readonly kind: string
  readonly rows: number
  readonly key: string[] | null
}

interface ColumnRow {
  readonly table: string
  readonly name: string
  readonly oid: string
  readonly modifier: number
  readonly nullable: boolean
  readonly type: string
}

/** Tables and views the login may read, with columns and keys, in three queries. */
export async function readCatalog(client: pg.Client): Promise<CatalogTable[]> {
  const { rows: tables } = await client.query<TableRow>(
    `SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
            c.reltuples::float8 AS rows,
            (SELECT array_agg(a.attname::text ORDER BY k.n)
             FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
             JOIN pg_attribute a ON a.attnum = k.attnum
             WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid) AS key
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
       AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
       AND NOT starts_with(c.relname, $1)
       AND has_schema_privilege(n.oid, 'USAGE')
       AND (has_table_privilege(c.oid, 'SELECT, INSERT') OR has_any_column_privilege(c.oid, 'SELECT'))
     ORDER BY n.nspname, c.relname`,
    [ownPrefix],
  )
  const { rows: columns } = await client.query<ColumnRow>(
    `SELECT attrelid::text AS table, attname AS name, atttypid::text AS oid, atttypmod AS modifier,
            NOT attnotnull AS nullable, format_type(atttypid, atttypmod) AS type
     FROM pg_attribute WHERE attrelid = ANY($1::oid[]) AND attnum > 0 AND NOT attisdropped
     ORDER BY attrelid, attnum`,
    [tables.map((t) => t.oid)],
  )
  const types = await nativeTypes(client, columns)
  const byTable = new Map<string, CatalogTable['columns'][number][]>()
  columns.forEach((c, i) => {
    const native = types[i]
    if (!native) return
    const list = byTable.get(c.table) ?? []
    list.push({
      name: c.name,
      type: dataTypeOf(native),
      nullable: c.nullable,
      nativeType: c.type,
    })
    byTable.set(c.table, list)
  })
  return tables.map((t) => ({
    table: { schema: t.schema, name: t.name },
    kind: t.kind === 'v' || t.kind === 'm' ? 'view' : 'table',
    ...(t.rows >= 0 && t.kind !== 'v' ? { estimatedRows: t.rows } : {}),
    columns: byTable.get(t.oid) ?? [],
    primaryKey: t.key ?? [],
  }))
}
