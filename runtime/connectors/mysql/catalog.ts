import type { Connection } from 'mysql2'
import type { CatalogTable } from '../connector.ts'
import { ownPrefix } from '../load.ts'
import { tableColumns, toColumn } from './describe.ts'
import { select } from './links.ts'

interface TableRow {
  readonly name: string
  readonly kind: 'table' | 'view'
  readonly rows: number | null
}

/** Tables and views of the connection's database. */
export async function readCatalog(link: Connection, database: string): Promise<CatalogTable[]> {
  const tables = await select<TableRow>(
    link,
    `SELECT table_name AS name, table_rows AS \`rows\`, IF(table_type LIKE '%VIEW', 'view', 'table') AS kind
     FROM information_schema.tables WHERE table_schema = ? ORDER BY table_name`,
    [database],
  )
  const columns = await tableColumns(link, database)
  const keys = await select<{ table: string; column: string }>(
    link,
    `SELECT table_name AS \`table\`, column_name AS \`column\` FROM information_schema.statistics
     WHERE table_schema = ? AND index_name = 'PRIMARY' ORDER BY table_name, seq_in_index`,
    [database],
  )
  return tables
    .filter((t) => !t.name.startsWith(ownPrefix))
    .map((t) => ({
      table: { name: t.name },
      kind: t.kind,
      ...(t.kind === 'view' || t.rows === null ? {} : { estimatedRows: Number(t.rows) }),
      columns: columns
        .filter((c) => c.table === t.name)
        .map((c) => {
          const { name, type, nullable } = toColumn(c)
          return { name, type, nullable, nativeType: c.full }
        }),
      primaryKey: keys.filter((k) => k.table === t.name).map((k) => k.column),
    }))
}
