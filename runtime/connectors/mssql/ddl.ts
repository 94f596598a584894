import { groupBy } from '../../schema/group.ts'
import type { SinkRequest } from '../connector.ts'
import { checkpointTable } from '../load.ts'
import type { TargetColumn, TargetTable } from '../target.ts'
import type { ColumnRow, ResolvedTable } from './describe.ts'
import { columnRows, nativeOf } from './describe.ts'
import { columnsSql, name, nameLiteral } from './names.ts'
import type { Link } from './query.ts'
import { select, single } from './query.ts'
import type { NativeType } from './types.ts'
import { isPlainTypeName, nativeTypeFor, parseTypeName, typeName } from './types.ts'

export interface LoadColumn extends TargetColumn {
  readonly native: NativeType
  /** Of texts in an existing table. */
  readonly collation?: string | undefined
  /** Takes given values only under IDENTITY_INSERT. */
  readonly identity: boolean
}

/** The columns of a new table: the source's own types where they are known. */
export function newColumns(request: SinkRequest): LoadColumn[] {
  const own = request.native?.system === 'mssql' ? request.native.types : []
  const inKey = (column: string) =>
    request.key.some((k) => k.toLowerCase() === column.toLowerCase())
  const share = request.columns.filter(
    (c) => inKey(c.name) && /^(text|binary|json|list|struct)$/.test(c.type.kind),
  ).length
  return request.columns.map((c, i) => {
    const given = own[i]
    const key = inKey(c.name)
    const type =
      given && isPlainTypeName(given) ? given : nativeTypeFor(c.type, key ? Math.max(1, share) : 0)
    return {
      name: c.name,
      type,
      nullable: c.nullable && !key,
      hasDefault: false,
      generated: false,
      native: parseTypeName(type),
      identity: false,
    }
  })
}

export const columnSql = (c: LoadColumn): string => {
  const collate = c.collation === undefined ? '' : ` COLLATE ${c.collation}`
  return `${name(c.name)} ${c.type}${collate} ${c.nullable ? 'NULL' : 'NOT NULL'}`
}

/** A heap: what it is filled from comes in any order. */
export const createTable = (table: string, columns: readonly LoadColumn[]): string =>
  `CREATE TABLE ${table} (${columns.map(columnSql).join(', ')})`

export const createCheckpoints = (schema: string): string => {
  const table = { schema, name: checkpointTable }
  const text = (length: number) => `nvarchar(${length}) COLLATE Latin1_General_100_BIN2`
  return `IF OBJECT_ID(${nameLiteral(table)}, N'U') IS NULL
CREATE TABLE ${name(schema)}.${name(checkpointTable)} (
  [load] ${text(220)} NOT NULL, [chunk] ${text(220)} NOT NULL, [epoch] bigint NOT NULL,
  [state] nvarchar(20) NULL, [rows] bigint NOT NULL, [bytes] bigint NOT NULL,
  [committed_at] datetime2(3) NOT NULL DEFAULT SYSUTCDATETIME(),
  PRIMARY KEY CLUSTERED ([load], [chunk]))`
}

interface UniqueRow {
  readonly index: number
  readonly column: string
}

/** Reads what an existing target looks like. */
export async function describeTarget(
  link: Link,
  table: ResolvedTable,
): Promise<TargetTable & { readonly columns: readonly LoadColumn[] }> {
  const columns = await select<ColumnRow>(link, columnRows('WHERE c.object_id = @id'), {
    id: table.id,
  })
  const unique = await select<UniqueRow>(
    link,
    `SELECT i.index_id AS [index], c.name AS [column] FROM sys.indexes AS i
     JOIN sys.index_columns AS ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id
     JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
     WHERE i.object_id = @id AND i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0
       AND i.is_hypothetical = 0 AND ic.is_included_column = 0
     ORDER BY i.is_primary_key DESC, i.index_id, ic.key_ordinal`,
    { id: table.id },
  )
  return targetOf(table.kind, columns, unique)
}

export function targetOf(
  kind: 'table' | 'view',
  columns: readonly ColumnRow[],
  unique: readonly UniqueRow[],
): TargetTable & { readonly columns: readonly LoadColumn[] } {
  return {
    kind,
    columns: columns.map((c) => {
      const native = nativeOf(c)
      return {
        name: c.name,
        type: typeName(native),
        nullable: c.nullable,
        hasDefault: c.hasDefault || c.identity,
        generated: c.computed || c.base === 'timestamp' || (c.generatedAlways ?? 0) > 0,
        native,
        ...(c.collation === null ? {} : { collation: c.collation }),
        identity: c.identity,
      }
    }),
    uniqueKeys: [...groupBy(unique, (u) => u.index).values()].map((key) =>
      key.map((u) => u.column),
    ),
  }
}

/** The schema a new table without one enters. */
export async function defaultSchema(link: Link): Promise<string> {
  const row = single(
    await select<{ schema: string | null }>(link, 'SELECT SCHEMA_NAME() AS [schema]'),
  )
  return row.schema ?? 'dbo'
}

export const primaryKeySql = (table: string, constraint: string, key: readonly string[]): string =>
  `ALTER TABLE ${table} ADD CONSTRAINT ${name(constraint)} PRIMARY KEY CLUSTERED (${columnsSql(key)})`
