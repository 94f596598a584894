import type { Column } from '../../../nodes/kit/schema.ts'
import type { TableName } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import type { ReadRequest } from '../connector.ts'
import { ownPrefix } from '../load.ts'
import { tableNotFound } from '../target.ts'
import { literal, name, tableName } from './names.ts'
import type { Link } from './query.ts'
import { select } from './query.ts'
import type { NativeType } from './types.ts'
import { dataTypeOf, typeName } from './types.ts'

export interface NativeColumn extends Column {
  readonly native: NativeType
}

/** A table as the catalog spells it. */
export interface ResolvedTable {
  readonly id: number
  readonly schema: string
  readonly name: string
  readonly kind: 'table' | 'view'
  /** Columns of the primary key, in its order. */
  readonly keys: readonly string[]
}

export async function findTable(link: Link, table: TableName): Promise<ResolvedTable | undefined> {
  const [found] = await select<Omit<ResolvedTable, 'keys'>>(
    link,
    `SELECT o.object_id AS [id], s.name AS [schema], o.name AS [name],
            CASE o.type WHEN 'V' THEN 'view' ELSE 'table' END AS [kind]
     FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id
     WHERE o.object_id = OBJECT_ID(@name) AND o.type IN ('U', 'V')`,
    { name: tableName(table) },
  )
  if (!found) return undefined
  const keys = await select<{ name: string }>(
    link,
    `SELECT c.name AS [name] FROM sys.indexes AS i
     JOIN sys.index_columns AS ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id
     JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
     WHERE i.object_id = @id AND i.is_primary_key = 1 ORDER BY ic.key_ordinal`,
    { id: found.id },
  )
  return { ...found, keys: keys.map((k) => k.name) }
}

/** @throws MigrateError TABLE_NOT_FOUND with the name that was perhaps meant. */
export async function needTable(link: Link, table: TableName): Promise<ResolvedTable> {
  const found = await findTable(link, table)
  if (found) return found
  const known = await select<{ name: string }>(
    link,
    `SELECT o.name AS [name] FROM sys.objects AS o
     WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0
       AND (@schema IS NULL OR SCHEMA_NAME(o.schema_id) = @schema)`,
    { schema: table.schema ?? null },
  )
  throw tableNotFound(
    table,
    known.map((k) => k.name).filter((n) => !n.startsWith(ownPrefix)),
  )
}

/** A row of sys.columns with the name of its built-in type. */
export interface ColumnRow {
  readonly id: number
  readonly name: string
  readonly base: string
  readonly length: number
  readonly precision: number
  readonly scale: number
  readonly nullable: boolean
  readonly identity: boolean
  readonly computed: boolean
  readonly generatedAlways: number
  readonly hasDefault: boolean
  readonly collation: string | null
}

/** `TYPE_NAME` of the built-in type under an alias; types of assemblies have none. */
export const baseType = 'COALESCE(TYPE_NAME(c.system_type_id), TYPE_NAME(c.user_type_id))'

export const columnRows = (condition: string): string =>
  `SELECT c.object_id AS [id], c.name AS [name], ${baseType} AS [base], c.max_length AS [length],
          c.[precision] AS [precision], c.scale AS [scale], c.is_nullable AS [nullable],
          c.is_identity AS [identity], c.is_computed AS [computed],
          CONVERT(int, COLUMNPROPERTY(c.object_id, c.name, 'GeneratedAlwaysType')) AS [generatedAlways],
          CONVERT(bit, CASE WHEN c.default_object_id <> 0 THEN 1 ELSE 0 END) AS [hasDefault],
          c.collation_name AS [collation]
   FROM sys.columns AS c ${condition} ORDER BY c.object_id, c.column_id`

export const nativeOf = (
  row: Pick<ColumnRow, 'base' | 'length' | 'precision' | 'scale'>,
): NativeType => ({
  base: row.base,
  maxLength: row.length,
  precision: row.precision,
  scale: row.scale,
})

export const toColumn = (row: ColumnRow): NativeColumn => {
  const native = nativeOf(row)
  return { name: row.name, type: dataTypeOf(native), nullable: row.nullable, native }
}

/**
 * What can follow FROM. Not every query can: one with ORDER BY, WITH or EXEC has to be run
 * as it is, its rows into a table of this connection first.
 */
export interface Rows {
  readonly columns: readonly NativeColumn[]
  readonly from: string
  /** Statements that make and fill `from`, and drop it. */
  readonly before: readonly string[]
  readonly after: readonly string[]
}

export async function describeRows(
  link: Link,
  source: ReadRequest['source'],
  table: ResolvedTable | null,
): Promise<Rows> {
  if (table) {
    const rows = await select<ColumnRow>(link, columnRows('WHERE c.object_id = @id'), {
      id: table.id,
    })
    return { columns: rows.map(toColumn), from: tableName(table), before: [], after: [] }
  }
  if (source.kind !== 'query' && source.kind !== 'sql')
    throw new MigrateError('INVALID_PIPELINE', 'Files are not read through a database.')
  const sql = source.sql.replace(/[\s;]+$/, '')
  const from = `(\n${sql}\n) AS _q`
  const plain = await describeResult(link, `SELECT * FROM ${from}`).catch(() => undefined)
  if (plain) return { columns: plain, from, before: [], after: [] }
  return gathered(sql, await describeResult(link, sql))
}

const gatherTable = '#_migrateiq_rows'

/** The result of a query in a table of this connection. */
export function gathered(sql: string, described: readonly NativeColumn[]): Rows {
  const columns = described.map((c) => ({ ...c, native: gatheredType(c.native) }))
  const list = columns.map((c) => `${name(c.name)} ${typeName(c.native)} NULL`)
  return {
    columns,
    from: gatherTable,
    before: [
      `CREATE TABLE ${gatherTable} (${list.join(', ')})`,
      `INSERT INTO ${gatherTable} EXEC sp_executesql ${literal(sql)}`,
    ],
    after: [`DROP TABLE ${gatherTable}`],
  }
}

/** Such tables have the server's own code page, which may lack characters of the database's. */
function gatheredType(native: NativeType): NativeType {
  const { base, maxLength } = native
  if (base === 'timestamp') return { ...native, base: 'binary', maxLength: 8 }
  if (base === 'image') return { ...native, base: 'varbinary', maxLength: -1 }
  if (base === 'text' || base === 'ntext') return { ...native, base: 'nvarchar', maxLength: -1 }
  if (base === 'char' || base === 'varchar')
    return {
      ...native,
      base: 'nvarchar',
      maxLength: maxLength > 4000 || maxLength < 0 ? -1 : maxLength * 2,
    }
  return native
}

interface ResultRow {
  readonly is_hidden: boolean
  readonly name: string | null
  readonly is_nullable: boolean
  readonly system_type_id: number
  readonly system_type_name: string | null
  readonly user_type_name: string | null
  readonly max_length: number
  readonly precision: number
  readonly scale: number
}

async function describeResult(link: Link, sql: string): Promise<NativeColumn[]> {
  const rows = await select<ResultRow>(
    link,
    'EXEC sp_describe_first_result_set @tsql = @sql, @params = NULL, @browse_information_mode = 0',
    { sql },
  )
  return resultColumns(rows)
}

export function resultColumns(rows: readonly ResultRow[]): NativeColumn[] {
  const shown = rows.filter((r) => !r.is_hidden)
  if (shown.length === 0)
    throw new MigrateError('QUERY_FAILED', 'The query returns no columns.', {
      hint: 'Only queries that return rows can be read.',
    })
  return shown.map((r) => {
    if (!r.name)
      throw new MigrateError('QUERY_FAILED', 'A column of the query has no name.', {
        hint: 'Give every column of the query a name of its own with AS.',
      })
    const word =
      /^[a-z_0-9]+/i.exec(r.system_type_name ?? r.user_type_name ?? '')?.[0] ?? 'nvarchar'
    const native: NativeType = {
      base: word.toLowerCase(),
      maxLength: r.max_length,
      precision: r.precision,
      scale: r.scale,
    }
    return { name: r.name, type: dataTypeOf(native), nullable: r.is_nullable, native }
  })
}
