import type pg from 'pg'
import { compact } from '../../schema/group.ts'
import type { DatabaseSchema, TableSchema, ViewSchema } from '../../schema/model.ts'
import { single } from './links.ts'
import { constraintsByTable } from './schema-constraints.ts'
import { indexesByTable } from './schema-indexes.ts'
import { readNotes } from './schema-notes.ts'
import { readOthers } from './schema-others.ts'
import type { Scope } from './schema-scope.ts'
import { ask, inScope, notOfExtension } from './schema-scope.ts'
import { readSequences } from './schema-sequences.ts'
import type { RelationRow } from './schema-tables.ts'
import { columnsByTable, relationRows, tableOf } from './schema-tables.ts'
import { readTypes } from './schema-types.ts'

/**
 * The whole schema in a dozen queries and one snapshot. The search path is empty while it is
 * read, so that PostgreSQL prints every name with its schema.
 */
export async function readDatabase(
  client: pg.Client,
  schemas: readonly string[] | undefined,
): Promise<DatabaseSchema> {
  const scope = schemas ? [...schemas] : null
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ''`)
  const { rows: versions } = await client.query<{ server_version: string }>('SHOW server_version')
  const relations = await relationRows(client, scope)
  const sequences = await readSequences(client, scope)
  const columns = await columnsByTable(client, scope, sequences.owned)
  const constraints = await constraintsByTable(client, scope)
  const indexes = await indexesByTable(client, scope)
  const { types, others: otherTypes } = await readTypes(client, scope)
  const viewSql = await viewTexts(client, scope)
  const others = await readOthers(client, scope)
  const notes = await readNotes(client, scope)
  await client.query('COMMIT')

  const byOid = new Map(relations.map((row) => [row.oid, row]))
  const tables = relations
    .filter((row) => (row.kind === 'r' || row.kind === 'p') && !row.partition)
    .map((row): TableSchema => {
      const { others: _, ...found } = constraints.get(row.oid) ?? {
        uniques: [],
        checks: [],
        foreignKeys: [],
        others: [],
      }
      const { table, ...rest } = tableOf(row, byOid)
      return {
        table,
        columns: columns.get(row.oid) ?? [],
        ...found,
        indexes: indexes.get(row.oid) ?? [],
        ...rest,
      }
    })
  const counted = new Set(
    tables.flatMap((t) =>
      t.columns.flatMap((c) => (c.identity?.sequence ? [JSON.stringify(c.identity.sequence)] : [])),
    ),
  )
  const result = {
    system: 'postgres' as const,
    version: single(versions).server_version.split(' ')[0] ?? '',
    tables,
    views: relations
      .filter((row) => row.kind === 'v' || row.kind === 'm')
      .map(
        (row): ViewSchema => ({
          view: { schema: row.schema, name: row.name },
          columns: (columns.get(row.oid) ?? []).map((c) => c.name),
          sql: viewSql.get(row.oid)?.sql ?? '',
          materialized: row.kind === 'm',
          ...compact({
            checkOption: viewSql.get(row.oid)?.check ?? undefined,
            securityInvoker: viewSql.get(row.oid)?.invoker || undefined,
            indexes: indexes.get(row.oid),
            comment: row.comment ?? undefined,
          }),
        }),
      ),
    types,
    sequences: sequences.all
      .map(({ sequence }) => sequence)
      .filter((s) => !counted.has(JSON.stringify(s.name))),
    others: [...otherTypes, ...[...constraints.values()].flatMap((c) => c.others), ...others],
    notes,
  }
  return { ...result, schemas: schemasOf(relations, result) }
}

function schemasOf(
  relations: readonly RelationRow[],
  found: Pick<DatabaseSchema, 'types' | 'sequences' | 'others'>,
): string[] {
  const names = [
    ...relations.map((row) => row.schema),
    ...[...found.types, ...found.sequences, ...found.others].map((it) => it.name.schema ?? ''),
  ]
  return [...new Set(names)].filter((name) => name !== '' && name !== 'pg_catalog').sort()
}

interface ViewText {
  readonly oid: string
  readonly sql: string
  readonly check: ViewSchema['checkOption'] | null
  readonly invoker: boolean | null
}

async function viewTexts(client: pg.Client, scope: Scope): Promise<ReadonlyMap<string, ViewText>> {
  const rows = await ask<ViewText>(
    client,
    `SELECT c.oid::text AS oid, rtrim(btrim(pg_get_viewdef(c.oid)), ';') AS sql,
            (SELECT o.option_value FROM pg_options_to_table(c.reloptions) o
             WHERE o.option_name = 'check_option') AS check,
            (SELECT o.option_value::boolean FROM pg_options_to_table(c.reloptions) o
             WHERE o.option_name = 'security_invoker') AS invoker
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('v', 'm') AND ${inScope('c.relname')} AND ${notOfExtension('pg_class', 'c.oid')}`,
    scope,
  )
  return new Map(rows.map((row) => [row.oid, row]))
}
