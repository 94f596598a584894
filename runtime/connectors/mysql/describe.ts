import type { Connection, FieldPacket } from 'mysql2'
import type { Column } from '../../../nodes/kit/schema.ts'
import type { TableName } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import type { ReadRequest } from '../connector.ts'
import { ownPrefix } from '../load.ts'
import { tableNotFound } from '../target.ts'
import { select, single } from './links.ts'
import { tableName } from './names.ts'
import type { ColumnInfo, FieldInfo, NativeType } from './types.ts'
import { nativeOf, nativeOfField } from './types.ts'

export interface NativeColumn extends Column {
  readonly native: NativeType
}

/** A table as the catalog spells it. MySQL's schema is a database. */
export interface ResolvedTable {
  readonly schema: string
  readonly name: string
  readonly kind: 'table' | 'view'
  readonly estimatedRows: number | null
}

export async function findTable(
  link: Connection,
  table: TableName,
): Promise<ResolvedTable | undefined> {
  const rows = await select<ResolvedTable>(
    link,
    `SELECT table_schema AS \`schema\`, table_name AS name, table_rows AS estimatedRows,
            IF(table_type LIKE '%VIEW', 'view', 'table') AS kind
     FROM information_schema.tables
     WHERE table_schema = ${table.schema === undefined ? 'DATABASE()' : '?'} AND table_name = ?`,
    table.schema === undefined ? [table.name] : [table.schema, table.name],
  )
  return rows.find((r) => r.name === table.name) ?? rows[0]
}

export async function needTable(link: Connection, table: TableName): Promise<ResolvedTable> {
  const found = await findTable(link, table)
  if (found) return found
  const known = await select<{ name: string }>(
    link,
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = ${table.schema === undefined ? 'DATABASE()' : '?'}`,
    table.schema === undefined ? [] : [table.schema],
  )
  throw tableNotFound(
    table,
    known.map((k) => k.name).filter((k) => !k.startsWith(ownPrefix)),
  )
}

export function fromClause(source: ReadRequest['source'], table: ResolvedTable | null): string {
  if (table) return tableName(table)
  if (source.kind === 'query' || source.kind === 'sql')
    return `(\n${source.sql.replace(/[\s;]+$/, '')}\n) AS _q`
  throw new MigrateError('INVALID_PIPELINE', 'Files are not read through a database.')
}

export async function describeColumns(
  link: Connection,
  source: ReadRequest['source'],
): Promise<NativeColumn[]> {
  if (source.kind === 'table') {
    const table = await needTable(link, source.table)
    return (await tableColumns(link, table.schema, table.name)).map(toColumn)
  }
  const fields = await new Promise<FieldPacket[]>((resolve, reject) => {
    link.query(`SELECT * FROM ${fromClause(source, null)} LIMIT 0`, (error, _rows, found) =>
      error ? reject(error) : resolve(found),
    )
  })
  return fields.map((f) => {
    const native = nativeOfField(f.name, f as unknown as FieldInfo)
    return { name: f.name, type: native.type, nullable: true, native }
  })
}

export interface ColumnRow extends ColumnInfo {
  readonly table: string
  readonly nullable: number
  readonly defaultValue: string | null
  readonly extra: string
}

export const toColumn = (row: ColumnRow): NativeColumn => {
  const native = nativeOf(row)
  return { name: row.name, type: native.type, nullable: row.nullable === 1, native }
}

/** Columns of one table, or of all tables of a schema. */
export async function tableColumns(
  link: Connection,
  schema: string,
  table?: string,
): Promise<ColumnRow[]> {
  const rows = await select<Omit<ColumnRow, 'json'>>(
    link,
    `SELECT table_name AS \`table\`, column_name AS name, LOWER(data_type) AS base,
            LOWER(column_type) AS full, character_maximum_length AS length,
            numeric_precision AS \`precision\`, numeric_scale AS scale,
            is_nullable = 'YES' AS nullable, column_default AS defaultValue, LOWER(extra) AS extra
     FROM information_schema.columns WHERE table_schema = ?${table === undefined ? '' : ' AND table_name = ?'}
     ORDER BY table_name, ordinal_position`,
    table === undefined ? [schema] : [schema, table],
  )
  const json = await jsonChecks(link, schema, table)
  return rows.map((r) => ({
    ...r,
    nullable: Number(r.nullable),
    length: numberOrNull(r.length),
    precision: numberOrNull(r.precision),
    scale: numberOrNull(r.scale),
    json: r.base === 'longtext' && json.has(`${r.table}\n${r.name}`),
  }))
}

const numberOrNull = (value: number | string | null) => (value === null ? null : Number(value))

/** MariaDB's JSON is a longtext under a check. */
async function jsonChecks(
  link: Connection,
  schema: string,
  table: string | undefined,
): Promise<Set<string>> {
  const { version } = single(await select<{ version: string }>(link, 'SELECT VERSION() AS version'))
  if (!/mariadb/i.test(version)) return new Set()
  const rows = await select<{ table: string; check: string }>(
    link,
    `SELECT table_name AS \`table\`, check_clause AS \`check\` FROM information_schema.check_constraints
     WHERE constraint_schema = ? AND check_clause LIKE 'json_valid(%'${table === undefined ? '' : ' AND table_name = ?'}`,
    table === undefined ? [schema] : [schema, table],
  )
  const found = rows.map((r) => {
    const column = /^json_valid\(`((?:[^`]|``)+)`\)$/.exec(r.check)?.[1]
    return column === undefined ? '' : `${r.table}\n${column.replaceAll('``', '`')}`
  })
  return new Set(found)
}
