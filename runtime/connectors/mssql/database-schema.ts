import { groupBy } from '../../schema/group.ts'
import type {
  DatabaseSchema,
  IndexSchema,
  OtherObject,
  TableSchema,
  ViewSchema,
} from '../../schema/model.ts'
import type { Link } from './query.ts'
import { select } from './query.ts'
import { columnsOf } from './schema-columns.ts'
import { constraintsOf, indexesOf } from './schema-constraints.ts'
import { othersOf, sequenceOf, typesOf, viewSql } from './schema-others.ts'
import type * as rows from './schema-queries.ts'
import * as queries from './schema-queries.ts'

/** Result sets of the catalog queries, as the server gives them. */
export interface CatalogRows {
  readonly server: rows.ServerRow
  readonly tables: readonly rows.TableRow[]
  readonly columns: readonly rows.SchemaColumnRow[]
  readonly indexes: readonly rows.IndexRow[]
  readonly fullText: readonly rows.FullTextRow[]
  readonly checks: readonly rows.CheckRow[]
  readonly foreignKeys: readonly rows.ForeignKeyRow[]
  readonly modules: readonly rows.ModuleRow[]
  readonly synonyms: readonly rows.SynonymRow[]
  readonly sequences: readonly rows.SequenceRow[]
  readonly aliases: readonly rows.AliasRow[]
  readonly policies: readonly rows.PolicyRow[]
}

/** The schema of the connection's database, or of some schemas of it. */
export async function readDatabase(
  link: Link,
  schemas: readonly string[] | undefined,
): Promise<DatabaseSchema> {
  const chosen = { schemas: schemas === undefined ? null : JSON.stringify(schemas) }
  const ask = <Row>(sql: string) => select<Row>(link, sql, chosen)
  const [server] = await select<rows.ServerRow>(link, queries.serverQuery)
  return databaseOf({
    server: server ?? { version: '', collation: '' },
    tables: await ask(queries.tablesQuery),
    columns: await ask(queries.columnsQuery),
    indexes: await ask(queries.indexesQuery),
    // Not everywhere there is full-text search.
    fullText: await select<rows.FullTextRow>(link, queries.fullTextQuery).catch(() => []),
    checks: await ask(queries.checksQuery),
    foreignKeys: await ask(queries.foreignKeysQuery),
    modules: await ask(queries.modulesQuery),
    synonyms: await ask(queries.synonymsQuery),
    sequences: await ask(queries.sequencesQuery),
    aliases: await ask(queries.aliasesQuery),
    // Servers before 2016 have none.
    policies: await ask<rows.PolicyRow>(queries.policiesQuery).catch(() => []),
  })
}

/** Pure: the database's schema from the rows of the catalog views. */
export function databaseOf(found: CatalogRows): DatabaseSchema {
  const { server } = found
  const columns = columnsOf(found.columns, server.collation)
  const constraints = constraintsOf(found)
  const indexes = indexesOf(found.indexes, found.fullText)
  const tableOf = (row: rows.TableRow): TableSchema => {
    const own = constraints.get(row.id)
    return {
      table: { schema: row.schema, name: row.name },
      columns: columns.get(row.id) ?? [],
      ...(own?.primaryKey ? { primaryKey: own.primaryKey } : {}),
      uniques: own?.uniques ?? [],
      checks: own?.checks ?? [],
      foreignKeys: own?.foreignKeys ?? [],
      indexes: indexes.get(row.id) ?? [],
      ...(row.comment === null ? {} : { comment: row.comment }),
      ...(server.collation ? { collation: server.collation } : {}),
      ...(row.rows === null ? {} : { estimatedRows: Number(row.rows) }),
      ...(row.bytes === null ? {} : { estimatedBytes: Number(row.bytes) }),
    }
  }
  const { views, hidden } = viewsOf(found.modules, columns, indexes)
  const tables = found.tables.map(tableOf)
  const sequences = found.sequences.map(sequenceOf)
  const types = typesOf(found.aliases)
  const others = [...othersOf(found), ...hidden]
  const places = [
    ...tables.map((t) => t.table),
    ...views.map((v) => v.view),
    ...sequences.map((s) => s.name),
    ...types.map((t) => t.name),
    ...others.map((o) => o.name),
  ]
  return {
    system: 'mssql',
    version: server.version,
    schemas: [...new Set(places.flatMap((p) => (p.schema === undefined ? [] : [p.schema])))].sort(),
    tables,
    views,
    types,
    sequences,
    others,
  }
}

/** Views whose text can be read, and those that are encrypted. */
function viewsOf(
  modules: readonly rows.ModuleRow[],
  columns: ReturnType<typeof columnsOf>,
  indexes: ReadonlyMap<number, readonly IndexSchema[]>,
): { views: ViewSchema[]; hidden: OtherObject[] } {
  const found = groupBy(
    modules.filter((m) => m.type === 'V'),
    (m) => m.definition !== null,
  )
  return {
    views: (found.get(true) ?? []).map((m) => {
      const own = indexes.get(m.id)
      return {
        view: { schema: m.schema, name: m.name },
        columns: (columns.get(m.id) ?? []).map((c) => c.name),
        sql: viewSql(m.definition ?? ''),
        materialized: own !== undefined,
        ...(own ? { indexes: own } : {}),
        ...(m.comment === null ? {} : { comment: m.comment }),
      }
    }),
    hidden: (found.get(false) ?? []).map((m) => ({
      kind: 'routine',
      name: { schema: m.schema, name: m.name },
      text: '-- The text of this view is encrypted.',
    })),
  }
}
