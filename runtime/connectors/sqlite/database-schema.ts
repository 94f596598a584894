import { groupBy } from '../../schema/group.ts'
import type { DatabaseSchema, IndexSchema, OtherObject, TableSchema } from '../../schema/model.ts'
import { ownPrefix } from '../load.ts'
import type { Database } from './database.ts'
import { rows } from './database.ts'
import { parseIndex, viewSelect } from './parse-index.ts'
import type { RelationRow } from './schema-tables.ts'
import { readColumnRows, tableOf } from './schema-tables.ts'

interface SchemaRow {
  readonly type: 'index' | 'trigger'
  readonly name: string
  readonly table: string
  readonly sql: string
}

/** The schema of the main database, from a few PRAGMAs and the statements SQLite keeps. */
export function readDatabase(db: Database): DatabaseSchema {
  const [version] = rows<{ version: string }>(db, 'SELECT sqlite_version() AS version')
  const relations = rows<RelationRow>(
    db,
    `SELECT l.name, l.type, l.wr AS withoutRowid, l.strict, m.sql
     FROM pragma_table_list l
     JOIN sqlite_schema m ON m.name = l.name AND m.type IN ('table', 'view')
     WHERE l.schema = 'main' AND l.type IN ('table', 'view', 'virtual')
       AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY l.name`,
  ).filter((row) => !row.name.startsWith(ownPrefix))
  const columns = readColumnRows(db)
  const objects = rows<SchemaRow>(
    db,
    `SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema
     WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY name`,
  )
  const indexes = groupBy(
    objects.filter((row) => row.type === 'index'),
    (row) => row.table,
  )
  const counters = readCounters(db)
  const tables = relations
    .filter((row) => row.type === 'table')
    .map((row) => {
      const of = (indexes.get(row.name) ?? []).map((index) => parseIndex(index.sql, index.name))
      return tableOf(db, row, columns.get(row.name) ?? [], of, counters)
    })
  return {
    system: 'sqlite',
    version: version?.version ?? '',
    schemas: [],
    tables: tables.map((table) => finish(table, tables)),
    views: relations
      .filter((row) => row.type === 'view')
      .map((row) => ({
        view: { name: row.name },
        columns: (columns.get(row.name) ?? []).map((c) => c.name),
        sql: viewSelect(row.sql),
        materialized: false,
      })),
    types: [],
    sequences: [],
    others: [
      ...relations
        .filter((row) => row.type === 'virtual')
        .map(
          (row): OtherObject => ({
            kind: 'virtual table',
            name: { name: row.name },
            text: row.sql,
          }),
        ),
      ...objects
        .filter((row) => row.type === 'trigger' && !row.table.startsWith(ownPrefix))
        .map(
          (row): OtherObject => ({
            kind: 'trigger',
            name: { name: row.name },
            table: { name: row.table },
            text: row.sql,
          }),
        ),
    ],
  }
}

/** `next` of the tables with AUTOINCREMENT. */
function readCounters(db: Database): ReadonlyMap<string, string> {
  const known = rows(db, `SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'`)
  if (known.length === 0) return new Map()
  return new Map(
    rows<{ name: string; next: string }>(
      db,
      'SELECT name, CAST(seq + 1 AS TEXT) AS next FROM sqlite_sequence',
    ).map((row) => [row.name, row.next]),
  )
}

/** Spells names as their tables do, and says which columns a foreign key means. */
function finish(table: TableSchema, tables: readonly TableSchema[]): TableSchema {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
  const spell = (column: string, of: TableSchema) =>
    of.columns.find((c) => same(c.name, column))?.name ?? column
  const part = (index: IndexSchema): IndexSchema => ({
    ...index,
    parts: index.parts.map(({ collation, ...p }) => {
      const column = p.column === undefined ? undefined : spell(p.column, table)
      const own = table.columns.find((c) => c.name === column)?.collation ?? 'BINARY'
      return {
        ...p,
        ...(column === undefined ? {} : { column }),
        ...(collation === undefined || (column !== undefined && same(collation, own))
          ? {}
          : { collation }),
      }
    }),
  })
  return {
    ...table,
    indexes: table.indexes.map(part),
    foreignKeys: table.foreignKeys.map((key) => {
      const target = tables.find((t) => same(t.table.name, key.references.name))
      if (!target) return key
      const meant =
        key.referencedColumns.length > 0
          ? key.referencedColumns.map((c) => spell(c, target))
          : (target.primaryKey?.columns ?? [])
      return { ...key, references: target.table, referencedColumns: meant }
    }),
  }
}
