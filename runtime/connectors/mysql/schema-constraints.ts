import type { Connection } from 'mysql2'
import { compact, groupBy } from '../../schema/group.ts'
import type { CheckConstraint, ForeignKey, ReferentialAction } from '../../schema/model.ts'
import { select } from './links.ts'
import type { Server } from './schema-server.ts'
import { expressionText } from './schema-server.ts'

interface KeyRow {
  readonly table: string
  readonly name: string
  readonly column: string
  readonly target_schema: string
  readonly target: string
  readonly target_column: string
}

interface RuleRow {
  readonly table: string
  readonly name: string
  readonly on_update: string
  readonly on_delete: string
}

/** Foreign keys by table. */
export async function readForeignKeys(
  link: Connection,
  database: string,
  named: boolean,
): Promise<ReadonlyMap<string, readonly ForeignKey[]>> {
  const parts = await select<KeyRow>(
    link,
    `SELECT table_name AS \`table\`, constraint_name AS name, column_name AS \`column\`,
            referenced_table_schema AS target_schema, referenced_table_name AS target,
            referenced_column_name AS target_column
     FROM information_schema.key_column_usage
     WHERE table_schema = ? AND referenced_table_name IS NOT NULL
     ORDER BY table_name, constraint_name, ordinal_position`,
    [database],
  )
  const rules = await select<RuleRow>(
    link,
    `SELECT table_name AS \`table\`, constraint_name AS name,
            LOWER(update_rule) AS on_update, LOWER(delete_rule) AS on_delete
     FROM information_schema.referential_constraints WHERE constraint_schema = ?`,
    [database],
  )
  const id = (row: { readonly table: string; readonly name: string }) => `${row.table}\n${row.name}`
  const ruleOf = new Map(rules.map((rule) => [id(rule), rule]))
  const keys = [...groupBy(parts, id)].flatMap(([key, columns]) => {
    const [first] = columns
    if (!first) return []
    const rule = ruleOf.get(key)
    const elsewhere = named || first.target_schema !== database
    const foreignKey: ForeignKey = {
      name: first.name,
      columns: columns.map((c) => c.column),
      references: {
        ...(elsewhere ? { schema: first.target_schema } : {}),
        name: first.target,
      },
      referencedColumns: columns.map((c) => c.target_column),
      onDelete: (rule?.on_delete ?? 'restrict') as ReferentialAction,
      onUpdate: (rule?.on_update ?? 'restrict') as ReferentialAction,
    }
    return [{ table: first.table, foreignKey }]
  })
  return new Map(
    [...groupBy(keys, (k) => k.table)].map(([table, of]) => [table, of.map((k) => k.foreignKey)]),
  )
}

interface CheckRow {
  readonly table: string
  readonly name: string
  readonly clause: string
  readonly enforced: string
  /** Whether the table has a column of this name. */
  readonly is_column: number
}

export interface Checks {
  readonly byTable: ReadonlyMap<string, readonly CheckConstraint[]>
  /** `table\ncolumn` of MariaDB's JSON columns, whose check is left out. */
  readonly jsonColumns: ReadonlySet<string>
}

export async function readChecks(
  link: Connection,
  server: Server,
  database: string,
): Promise<Checks> {
  if (!server.checks) return { byTable: new Map(), jsonColumns: new Set() }
  const rows = server.mariadb
    ? await select<CheckRow>(link, mariadbChecks, [database, database])
    : await select<CheckRow>(link, mysqlChecks, [database])
  const jsonColumns = new Set<string>()
  const checks = rows.filter((row) => {
    const column = jsonColumn(row, server)
    if (column !== undefined) jsonColumns.add(`${row.table}\n${column}`)
    return column === undefined
  })
  return {
    jsonColumns,
    byTable: new Map(
      [...groupBy(checks, (row) => row.table)].map(([table, of]) => [
        table,
        of.map((row) => ({
          ...compact({ name: givenName(row, server) }),
          expression: expressionText(row.clause, server),
          ...compact({ notValid: row.enforced === 'NO' }),
        })),
      ]),
    ),
  }
}

/**
 * MariaDB calls nameless checks of a table CONSTRAINT_1 … and those of a column like the column,
 * in every table again; MySQL wants names that are unique in the database.
 */
const givenName = (row: CheckRow, { mariadb }: Server): string | undefined =>
  mariadb && (/^CONSTRAINT_\d+$/.test(row.name) || Number(row.is_column) === 1)
    ? undefined
    : row.name

const mariadbChecks = `SELECT c.table_name AS \`table\`, c.constraint_name AS name,
    c.check_clause AS clause, 'YES' AS enforced, l.column_name IS NOT NULL AS is_column
  FROM information_schema.check_constraints c
  LEFT JOIN information_schema.columns l ON l.table_schema = ?
    AND l.table_name = c.table_name AND l.column_name = c.constraint_name
  WHERE c.constraint_schema = ? ORDER BY c.table_name, c.constraint_name`

const mysqlChecks = `SELECT t.table_name AS \`table\`, t.constraint_name AS name,
    c.check_clause AS clause, t.enforced AS enforced, 0 AS is_column
  FROM information_schema.table_constraints t
  JOIN information_schema.check_constraints c
    ON c.constraint_schema = t.constraint_schema AND c.constraint_name = t.constraint_name
  WHERE t.constraint_schema = ? AND t.constraint_type = 'CHECK'
  ORDER BY t.table_name, t.constraint_name`

function jsonColumn(row: CheckRow, { mariadb }: Server): string | undefined {
  if (!mariadb) return undefined
  const column = /^json_valid\(`((?:[^`]|``)+)`\)$/i.exec(row.clause)?.[1]?.replaceAll('``', '`')
  return column === row.name ? column : undefined
}
