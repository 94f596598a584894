import type { DataType } from '../../../nodes/kit/data-type.ts'
import type { Column } from '../../../nodes/kit/schema.ts'
import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import type { CatalogTable, ReadRequest } from '../connector.ts'
import { ownPrefix } from '../load.ts'
import type { TargetTable } from '../target.ts'
import { tableNotFound } from '../target.ts'
import type { Database } from './database.ts'
import { rows } from './database.ts'
import { name } from './names.ts'
import { dataTypeOf, dataTypeOfValues } from './types.ts'

export interface ResolvedTable {
  readonly name: string
  readonly kind: 'table' | 'view'
  /** The name under which row numbers are read, where the table has any. */
  readonly rowid: string | undefined
}

interface ColumnRow {
  readonly name: string
  readonly type: string
  readonly required: number
  readonly fallback: string | null
  readonly key: number
  readonly hidden: number
}

const columnRows = (db: Database, table: string): ColumnRow[] =>
  rows<ColumnRow>(
    db,
    `SELECT name, type, "notnull" AS required, dflt_value AS fallback, pk AS key, hidden
     FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid`,
    table,
  )

const allTables = (db: Database) =>
  rows<{ name: string; kind: string; keyed: number }>(
    db,
    `SELECT name, type AS kind, wr AS keyed FROM pragma_table_list
     WHERE schema = 'main' AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
     ORDER BY name`,
  ).filter((t) => !t.name.startsWith(ownPrefix))

export function findTable(db: Database, table: TableName): ResolvedTable | undefined {
  if (table.schema !== undefined && table.schema.toLowerCase() !== 'main') return undefined
  const found = allTables(db).find((t) => t.name.toLowerCase() === table.name.toLowerCase())
  if (!found) return undefined
  const taken = new Set(columnRows(db, found.name).map((c) => c.name.toLowerCase()))
  const rowid = ['rowid', '_rowid_', 'oid'].find((alias) => !taken.has(alias))
  return {
    name: found.name,
    kind: found.kind === 'view' ? 'view' : 'table',
    rowid: found.kind === 'table' && found.keyed === 0 ? rowid : undefined,
  }
}

export function needTable(db: Database, table: TableName): ResolvedTable {
  const found = findTable(db, table)
  if (found) return found
  throw tableNotFound(
    table,
    allTables(db).map((t) => t.name),
  )
}

export function fromClause(source: ReadRequest['source'], table: ResolvedTable | null): string {
  if (table) return name(table.name)
  if (source.kind === 'query' || source.kind === 'sql')
    return `(\n${source.sql.replace(/[\s;]+$/, '')}\n)`
  throw new MigrateError('INVALID_PIPELINE', 'Files are not read through a database.')
}

const queryView = '_migrateiq_query'

/** Declared types where there are any; for computed columns those of the first rows. */
export function describeColumns(db: Database, source: ReadRequest['source']): Column[] {
  if (source.kind === 'table') {
    const table = needTable(db, source.table)
    const columns = columnRows(db, table.name)
    if (columns.length === 0)
      throw new MigrateError('TABLE_NOT_FOUND', `“${formatTable(source.table)}” has no columns.`)
    return typed(db, columns, name(table.name))
  }
  const from = fromClause(source, null)
  // Only a view tells which column of which table a query's column is.
  db.prepare(`CREATE TEMP VIEW ${queryView} AS SELECT * FROM ${from}`).run()
  try {
    return typed(db, columnRows(db, queryView), from)
  } finally {
    db.exec(`DROP VIEW temp.${queryView}`)
  }
}

function typed(db: Database, columns: readonly ColumnRow[], from: string): Column[] {
  const types = columnTypes(db, columns, from)
  return columns.map((c, i) => ({
    name: c.name,
    type: types[i] ?? dataTypeOf(c.type),
    nullable: c.required === 0 && c.key === 0,
  }))
}

/** Declared types; where nothing is declared, those of the first rows of `from`. */
export function columnTypes(
  db: Database,
  columns: readonly { readonly name: string; readonly type: string }[],
  from: string,
): DataType[] {
  const untyped = columns.filter((c) => c.type === '')
  const classes = new Map(untyped.map((c) => [c.name, new Set<string>()]))
  if (untyped.length > 0) {
    const list = untyped.map((c, i) => `typeof(${name(c.name)}) AS c${i}`).join(', ')
    for (const row of rows<Record<string, string>>(db, `SELECT ${list} FROM ${from} LIMIT 1000`))
      for (const [i, c] of untyped.entries()) classes.get(c.name)?.add(row[`c${i}`] ?? 'null')
  }
  return columns.map((c) =>
    c.type === '' ? dataTypeOfValues(classes.get(c.name) ?? new Set()) : dataTypeOf(c.type),
  )
}

export function readCatalog(db: Database): CatalogTable[] {
  return allTables(db).map((t) => {
    const columns = columnRows(db, t.name)
    const types = typed(db, columns, name(t.name))
    return {
      table: { name: t.name },
      kind: t.kind === 'view' ? 'view' : 'table',
      columns: types.map((c, i) => ({ ...c, nativeType: columns[i]?.type || 'any' })),
      primaryKey: keyOf(columns),
      ...estimateOf(db, t, columns),
    }
  })
}

/** The number of the last row, found without a scan: about as many rows there are. */
function estimateOf(
  db: Database,
  table: { name: string; kind: string; keyed: number },
  columns: readonly ColumnRow[],
): { estimatedRows?: number } {
  const taken = columns.some((c) => c.name.toLowerCase() === 'rowid')
  if (table.kind !== 'table' || table.keyed !== 0 || taken) return {}
  const sql = `SELECT max(rowid) AS last FROM ${name(table.name)}`
  const [row] = rows<{ last: number | null }>(db, sql)
  return { estimatedRows: Number(row?.last ?? 0) }
}

const keyOf = (columns: readonly ColumnRow[]) =>
  columns
    .filter((c) => c.key > 0)
    .sort((a, b) => a.key - b.key)
    .map((c) => c.name)

/** The single INTEGER PRIMARY KEY is the row number itself, and survives VACUUM. */
export const hasIntegerKey = (db: Database, table: string): boolean => {
  const keys = columnRows(db, table).filter((c) => c.key > 0)
  return keys.length === 1 && keys[0]?.type.toUpperCase() === 'INTEGER'
}

export function describeTarget(db: Database, table: ResolvedTable): TargetTable {
  const columns = columnRows(db, table.name)
  const integerKey = hasIntegerKey(db, table.name)
  const indexes = rows<{ name: string }>(
    db,
    `SELECT name FROM pragma_index_list(?) WHERE "unique" = 1 AND partial = 0`,
    table.name,
  ).map((i) =>
    rows<{ name: string | null }>(
      db,
      'SELECT name FROM pragma_index_info(?) ORDER BY seqno',
      i.name,
    ).map((c) => c.name),
  )
  const plain = indexes.filter((c): c is string[] => !c.includes(null))
  return {
    kind: table.kind,
    columns: columns.map((c) => ({
      name: c.name,
      type: c.type,
      nullable: c.required === 0,
      hasDefault: c.fallback !== null || (integerKey && c.key > 0),
      generated: c.hidden > 1,
    })),
    uniqueKeys: integerKey ? [keyOf(columns), ...plain] : plain,
  }
}
