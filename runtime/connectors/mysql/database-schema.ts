import type { Connection } from 'mysql2'
import type { TableName } from '../../../nodes/kit/source.ts'
import { compact, groupBy } from '../../schema/group.ts'
import type { DatabaseSchema, TableSchema, ViewSchema } from '../../schema/model.ts'
import { ownPrefix } from '../load.ts'
import { run, select } from './links.ts'
import { readColumns } from './schema-columns.ts'
import { readChecks, readForeignKeys } from './schema-constraints.ts'
import { readIndexes } from './schema-indexes.ts'
import { readNotes } from './schema-notes.ts'
import { readPartitions, readPrograms, readSequences, readTriggers } from './schema-others.ts'
import type { Server } from './schema-server.ts'
import { serverOf, withoutDatabase } from './schema-server.ts'

type Part = Omit<DatabaseSchema, 'system' | 'version' | 'schemas'>

/**
 * The schema of the connection's database, whose objects then have no schema in their names,
 * or of the databases that are named.
 */
export async function readDatabase(
  link: Connection,
  own: string,
  schemas: readonly string[] | undefined,
): Promise<DatabaseSchema> {
  const server = await serverOf(link)
  // MySQL 8 otherwise tells counters and row numbers of yesterday; others do not know this.
  if (!server.mariadb)
    await run(link, 'SET SESSION information_schema_stats_expiry = 0').catch(() => undefined)
  const parts: Part[] = []
  for (const database of schemas ?? [own])
    parts.push(await readPart(link, server, database, schemas !== undefined))
  return {
    system: 'mysql',
    version: server.version,
    schemas: schemas ?? [],
    tables: parts.flatMap((p) => p.tables),
    views: parts.flatMap((p) => p.views),
    types: [],
    sequences: parts.flatMap((p) => p.sequences),
    others: parts.flatMap((p) => p.others),
    notes: parts.flatMap((p) => p.notes ?? []),
  }
}

interface TableRow {
  readonly name: string
  readonly kind: string
  readonly rows: string | number | null
  readonly bytes: string | number | null
  readonly next: string | number | null
  readonly collation: string | null
  readonly comment: string
  readonly options: string | null
}

async function readPart(
  link: Connection,
  server: Server,
  database: string,
  named: boolean,
): Promise<Part> {
  const qualified = (name: string): TableName => ({ schema: database, name })
  const nameOf = (name: string): TableName => (named ? qualified(name) : { name })
  const rows = await select<TableRow>(
    link,
    `SELECT table_name AS name, table_type AS kind, table_rows AS \`rows\`, data_length AS bytes,
            auto_increment AS next, table_collation AS collation, table_comment AS comment,
            create_options AS options
     FROM information_schema.tables WHERE table_schema = ? ORDER BY table_name`,
    [database],
  )
  const all = rows.filter((row) => !row.name.startsWith(ownPrefix))
  const next = new Map(all.flatMap((t) => (t.next === null ? [] : [[t.name, String(t.next)]])))
  const checks = await readChecks(link, server, database)
  const found = await readColumns(link, server, database, {
    next,
    jsonColumns: checks.jsonColumns,
    expression: (sql) => (named ? sql : withoutDatabase(sql, database)),
  })
  const columns = groupBy(found, (c) => c.table)
  const columnsOf = (table: string) => (columns.get(table) ?? []).map((c) => c.column)
  const indexes = await readIndexes(link, server, database)
  const foreignKeys = await readForeignKeys(link, database, named)
  const partitions = all.some((t) => /partitioned/i.test(t.options ?? ''))
    ? await readPartitions(link, database, nameOf)
    : undefined
  const views = await readViews(link, database, named)

  const tableOf = (row: TableRow): TableSchema => ({
    table: nameOf(row.name),
    columns: columnsOf(row.name),
    ...(indexes.get(row.name) ?? { uniques: [], indexes: [] }),
    checks: checks.byTable.get(row.name) ?? [],
    foreignKeys: foreignKeys.get(row.name) ?? [],
    ...compact({
      comment: row.comment || undefined,
      collation: row.collation ?? undefined,
      partitioning: partitions?.get(row.name),
    }),
    ...(row.rows === null ? {} : { estimatedRows: Number(row.rows) }),
    ...(row.bytes === null ? {} : { estimatedBytes: Number(row.bytes) }),
  })
  const viewOf = (row: TableRow): ViewSchema => ({
    view: nameOf(row.name),
    columns: columnsOf(row.name).map((c) => c.name),
    sql: '',
    materialized: false,
    ...views.get(row.name),
  })
  return {
    tables: all
      .filter((t) => t.kind === 'BASE TABLE' || t.kind === 'SYSTEM VERSIONED')
      .map(tableOf),
    views: all.filter((t) => t.kind === 'VIEW').map(viewOf),
    types: [],
    sequences: await readSequences(
      link,
      all.filter((t) => t.kind === 'SEQUENCE').map((t) => nameOf(t.name)),
      qualified,
    ),
    others: [
      ...(await readPrograms(link, database, nameOf)),
      ...(await readTriggers(link, database, nameOf)),
    ],
    notes: await readNotes(link, database, nameOf),
  }
}

type ViewText = Pick<ViewSchema, 'sql' | 'checkOption' | 'securityInvoker'>

async function readViews(
  link: Connection,
  database: string,
  named: boolean,
): Promise<ReadonlyMap<string, ViewText>> {
  const rows = await select<{ name: string; sql: string; check: string; security: string }>(
    link,
    `SELECT table_name AS name, view_definition AS \`sql\`, check_option AS \`check\`,
            security_type AS security
     FROM information_schema.views WHERE table_schema = ?`,
    [database],
  )
  return new Map(
    rows.map(({ name, sql, check, security }): [string, ViewText] => [
      name,
      {
        sql: named ? sql : withoutDatabase(sql, database),
        ...compact({
          checkOption: checkOptions[check],
          securityInvoker: security === 'INVOKER' || undefined,
        }),
      },
    ]),
  )
}

const checkOptions: Readonly<Record<string, ViewSchema['checkOption']>> = {
  LOCAL: 'local',
  CASCADED: 'cascaded',
}
