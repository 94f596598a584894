import { groupBy } from '../../schema/group.ts'
import type { CatalogTable } from '../connector.ts'
import { ownPrefix } from '../load.ts'
import type { ColumnRow } from './describe.ts'
import { columnRows, nativeOf } from './describe.ts'
import type { Link } from './query.ts'
import { select } from './query.ts'
import { dataTypeOf, typeName } from './types.ts'

export interface TableRow {
  readonly id: number
  readonly schema: string
  readonly name: string
  readonly kind: 'table' | 'view'
  readonly rows: string | null
}

export interface KeyRow {
  readonly id: number
  readonly column: string
}

/** Tables and views without the system's. */
export const userObjects = `FROM sys.objects AS o WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0
  AND LEFT(o.name, ${ownPrefix.length}) <> N'${ownPrefix}'`

/** Tables and views the login can see, with columns and keys, in three queries. */
export async function readCatalog(link: Link): Promise<CatalogTable[]> {
  const tables = await select<TableRow>(
    link,
    `SELECT o.object_id AS [id], SCHEMA_NAME(o.schema_id) AS [schema], o.name AS [name],
            CASE o.type WHEN 'V' THEN 'view' ELSE 'table' END AS [kind],
            (SELECT SUM(p.rows) FROM sys.partitions AS p
             WHERE p.object_id = o.object_id AND p.index_id IN (0, 1)) AS [rows]
     ${userObjects} ORDER BY SCHEMA_NAME(o.schema_id), o.name`,
  )
  const columns = await select<ColumnRow>(
    link,
    columnRows(`WHERE c.object_id IN (SELECT o.object_id ${userObjects})`),
  )
  const keys = await select<KeyRow>(
    link,
    `SELECT i.object_id AS [id], c.name AS [column] FROM sys.indexes AS i
     JOIN sys.index_columns AS ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id
     JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
     WHERE i.is_primary_key = 1 ORDER BY i.object_id, ic.key_ordinal`,
  )
  return catalogOf(tables, columns, keys)
}

export const catalogOf = (
  tables: readonly TableRow[],
  columns: readonly ColumnRow[],
  keys: readonly KeyRow[],
): CatalogTable[] => {
  const columnsOf = groupBy(columns, (c) => c.id)
  const keysOf = groupBy(keys, (k) => k.id)
  return tables.map((t) => ({
    table: { schema: t.schema, name: t.name },
    kind: t.kind,
    ...(t.kind === 'view' || t.rows === null ? {} : { estimatedRows: Number(t.rows) }),
    columns: (columnsOf.get(t.id) ?? []).map((c) => {
      const native = nativeOf(c)
      return {
        name: c.name,
        type: dataTypeOf(native),
        nullable: c.nullable,
        nativeType: typeName(native),
      }
    }),
    primaryKey: (keysOf.get(t.id) ?? []).map((k) => k.column),
  }))
}
