import type pg from 'pg'
import type { Column } from '../../../nodes/kit/schema.ts'
import type { Source, TableName } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import type { ReadRequest } from '../connector.ts'
import { ownPrefix } from '../load.ts'
import { tableNotFound } from '../target.ts'
import { literal, tableName } from './names.ts'
import type { NativeType } from './types.ts'
import { dataTypeOf } from './types.ts'

export interface NativeColumn extends Column {
  readonly native: NativeType
}

/** A table as the catalog spells it, with its schema. */
export interface ResolvedTable {
  readonly schema: string
  readonly name: string
  readonly oid: string
  /** `pg_class.relkind`: r table, p partitioned, v view, m materialised, f foreign. */
  readonly kind: string
  /** Columns of the primary key, in its order. */
  readonly keys: readonly { readonly name: string; readonly type: string }[]
}

export async function findTable(
  client: pg.Client,
  table: TableName,
): Promise<ResolvedTable | undefined> {
  const { rows } = await client.query<ResolvedTable>(
    `SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
            coalesce((SELECT json_agg(json_build_object('name', a.attname,
                        'type', format_type(a.atttypid, a.atttypmod)) ORDER BY k.n)
              FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
              JOIN pg_attribute a ON a.attnum = k.attnum
              WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid), '[]') AS keys
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid = to_regclass($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')`,
    [tableName(table)],
  )
  return rows[0]
}

/** @throws MigrateError TABLE_NOT_FOUND with the name that was perhaps meant. */
export async function needTable(client: pg.Client, table: TableName): Promise<ResolvedTable> {
  const found = await findTable(client, table)
  if (found) return found
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema'
       AND n.nspname !~ '^pg_' AND ($1::text IS NULL OR n.nspname = $1) AND NOT starts_with(c.relname, $2)`,
    [table.schema ?? null, ownPrefix],
  )
  throw tableNotFound(
    table,
    rows.map((r) => r.name),
  )
}

/** The rows of a request as something that can follow FROM. */
export function fromClause(source: ReadRequest['source'], table: ResolvedTable | null): string {
  if (table) return tableName(table)
  if (source.kind === 'query' || source.kind === 'sql')
    return `(\n${source.sql.replace(/[\s;]+$/, '')}\n) AS _q`
  throw new MigrateError('INVALID_PIPELINE', 'Files are not read through a database.')
}

/** Columns of a table, or of what a query would return. */
export async function describeColumns(
  client: pg.Client,
  source: Source | ReadRequest['source'],
): Promise<NativeColumn[]> {
  if (source.kind === 'table') {
    const table = await needTable(client, source.table)
    const { rows } = await client.query<FieldRow>(
      `SELECT attname AS name, atttypid::text AS oid, atttypmod AS modifier, NOT attnotnull AS nullable
       FROM pg_attribute WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      [table.oid],
    )
    return withTypes(client, rows)
  }
  const described = await client.query(`SELECT * FROM ${fromClause(source, null)} LIMIT 0`)
  return withTypes(
    client,
    described.fields.map((f) => ({
      name: f.name,
      oid: String(f.dataTypeID),
      modifier: f.dataTypeModifier,
      nullable: true,
    })),
  )
}

interface FieldRow {
  readonly name: string
  readonly oid: string
  readonly modifier: number
  readonly nullable: boolean
}

interface TypeRow extends Omit<NativeType, 'item'> {
  readonly item_base: string | null
  readonly item_kind: string | null
  readonly item_portable: boolean | null
}

/** `reg…` types are sent as numbers that mean nothing on another server. */
const portable = (t: string) =>
  `(${t}.typnamespace = 'pg_catalog'::regnamespace AND ${t}.typsend <> 0 AND ${t}.typname !~ '^reg')`

async function withTypes(client: pg.Client, fields: readonly FieldRow[]): Promise<NativeColumn[]> {
  const types = await nativeTypes(client, fields)
  return fields.map((f, i) => {
    const native = types[i]
    if (!native) throw new MigrateError('INTERNAL', `The type of “${f.name}” is unknown.`)
    return { name: f.name, type: dataTypeOf(native), nullable: f.nullable, native }
  })
}

/** Types by OID and modifier, domains replaced by what they are made of. */
export async function nativeTypes(
  client: pg.Client,
  fields: readonly Pick<FieldRow, 'oid' | 'modifier'>[],
): Promise<NativeType[]> {
  const { rows } = await client.query<TypeRow>(
    `WITH RECURSIVE walk AS (
       SELECT n, oid, modifier
       FROM unnest($1::oid[], $2::int[]) WITH ORDINALITY AS u(oid, modifier, n)
       UNION ALL
       SELECT w.n, t.typbasetype, CASE WHEN t.typtypmod >= 0 THEN t.typtypmod ELSE w.modifier END
       FROM walk w JOIN pg_type t ON t.oid = w.oid WHERE t.typtype = 'd')
     SELECT format_type(t.oid, w.modifier) AS name, t.typname AS base, t.typtype AS kind,
            w.modifier, ${portable('t')} AS portable,
            e.typname AS item_base, e.typtype AS item_kind, ${portable('e')} AS item_portable
     FROM walk w JOIN pg_type t ON t.oid = w.oid
     LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A' AND t.typname LIKE '\\_%'
     WHERE t.typtype <> 'd' ORDER BY w.n`,
    [fields.map((f) => f.oid), fields.map((f) => f.modifier)],
  )
  return rows.map(({ item_base, item_kind, item_portable, ...type }) => ({
    ...type,
    item:
      item_base === null || item_kind === null
        ? null
        : { base: item_base, kind: item_kind, portable: item_portable ?? false },
  }))
}

/** A value of a key as SQL. */
export const keyLiteral = (value: string, type: string): string => `${literal(value)}::${type}`
