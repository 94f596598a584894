import type { Connection } from 'mysql2'
import type { SinkRequest } from '../connector.ts'
import { checkpointTable } from '../load.ts'
import type { TargetColumn, TargetTable } from '../target.ts'
import type { ResolvedTable } from './describe.ts'
import { tableColumns } from './describe.ts'
import { select } from './links.ts'
import { columnsSql, name } from './names.ts'
import { nativeTypeFor } from './types.ts'

const tableOptions = 'ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4'

export function newColumns(request: SinkRequest): TargetColumn[] {
  return request.columns.map((c) => {
    const inKey = request.key.some((k) => k.toLowerCase() === c.name.toLowerCase())
    return {
      name: c.name,
      type: nativeTypeFor(c.type, inKey),
      nullable: c.nullable && !inKey,
      hasDefault: false,
      generated: false,
    }
  })
}

/** With its primary key from the start: InnoDB keeps rows in the order of the key. */
export function createTable(
  table: string,
  columns: readonly TargetColumn[],
  key: readonly string[],
): string {
  const parts = columns.map((c) => `${name(c.name)} ${c.type} ${c.nullable ? 'NULL' : 'NOT NULL'}`)
  if (key.length > 0) parts.push(`PRIMARY KEY (${columnsSql(key)})`)
  return `CREATE TABLE ${table} (${parts.join(', ')}) ${tableOptions}`
}

export const createCheckpoints = (schema: string): string =>
  `CREATE TABLE IF NOT EXISTS ${name(schema)}.${name(checkpointTable)} (
     \`load\` varchar(255) COLLATE utf8mb4_bin NOT NULL, chunk varchar(255) COLLATE utf8mb4_bin NOT NULL,
     epoch bigint NOT NULL, state varchar(20), \`rows\` bigint NOT NULL, bytes bigint NOT NULL,
     committed_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
     PRIMARY KEY (\`load\`, chunk)) ${tableOptions}`

export async function describeTarget(link: Connection, table: ResolvedTable): Promise<TargetTable> {
  const rows = await tableColumns(link, table.schema, table.name)
  const keys = await select<{ index: string; column: string | null; part: number | null }>(
    link,
    `SELECT index_name AS \`index\`, column_name AS \`column\`, sub_part AS part
     FROM information_schema.statistics
     WHERE table_schema = ? AND table_name = ? AND non_unique = 0
     ORDER BY index_name = 'PRIMARY' DESC, index_name, seq_in_index`,
    [table.schema, table.name],
  )
  const indexes = new Map<string, (string | null)[]>()
  for (const k of keys) {
    const columns = indexes.get(k.index) ?? []
    columns.push(k.part === null ? k.column : null)
    indexes.set(k.index, columns)
  }
  return {
    kind: table.kind,
    columns: rows.map((r) => ({
      name: r.name,
      type: r.full,
      nullable: r.nullable === 1,
      hasDefault: r.defaultValue !== null || /auto_increment|default_generated/.test(r.extra),
      generated: /\b(virtual|stored|persistent)\b/.test(r.extra),
    })),
    uniqueKeys: [...indexes.values()].filter((c): c is string[] => !c.includes(null)),
  }
}

/** Tables whose foreign keys refer to this one: a swap would leave them with the old table. */
export async function referringTables(link: Connection, table: ResolvedTable): Promise<string[]> {
  const rows = await select<{ name: string }>(
    link,
    `SELECT DISTINCT table_name AS name FROM information_schema.key_column_usage
     WHERE referenced_table_schema = ? AND referenced_table_name = ?
       AND NOT (table_schema = ? AND table_name = ?)`,
    [table.schema, table.name, table.schema, table.name],
  )
  return rows.map((r) => r.name)
}
