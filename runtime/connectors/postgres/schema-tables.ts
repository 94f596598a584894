import type pg from 'pg'
import { compact, groupBy } from '../../schema/group.ts'
import type { Identity, Partition, TableColumn, TableSchema } from '../../schema/model.ts'
import { nativeTypes } from './describe.ts'
import type { Scope } from './schema-scope.ts'
import { ask, inScope, notOfExtension, qualified } from './schema-scope.ts'
import type { OwnedSequence } from './schema-sequences.ts'
import { dataTypeOf } from './types.ts'

export interface RelationRow {
  readonly oid: string
  readonly schema: string
  readonly name: string
  /** `pg_class.relkind`: r table, p partitioned, v view, m materialised, f foreign. */
  readonly kind: string
  readonly partition: boolean
  readonly unlogged: boolean
  readonly rows: number
  readonly bytes: number
  readonly comment: string | null
  readonly partition_key: string | null
  readonly bounds: string | null
  readonly parents: readonly string[]
}

export const relationRows = (client: pg.Client, scope: Scope): Promise<RelationRow[]> =>
  ask<RelationRow>(
    client,
    `SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
            c.relispartition AS partition, c.relpersistence = 'u' AS unlogged,
            c.reltuples::float8 AS rows,
            CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid)::float8 ELSE 0 END AS bytes,
            obj_description(c.oid, 'pg_class') AS comment,
            pg_get_partkeydef(c.oid) AS partition_key,
            pg_get_expr(c.relpartbound, c.oid) AS bounds,
            ARRAY(SELECT i.inhparent::text FROM pg_inherits i WHERE i.inhrelid = c.oid
                  ORDER BY i.inhseqno) AS parents
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
       AND ${inScope('c.relname')} AND ${notOfExtension('pg_class', 'c.oid')}
     ORDER BY n.nspname, c.relname`,
    scope,
  )

interface ColumnRow {
  readonly table: string
  readonly number: number
  readonly name: string
  readonly oid: string
  readonly modifier: number
  readonly native: string
  readonly nullable: boolean
  readonly identity: string
  readonly generated: string
  readonly expression: string | null
  readonly collation: string | null
  readonly comment: string | null
  readonly named_schema: string | null
  readonly named_type: string | null
  readonly values: readonly string[] | null
}

/** Columns by the OID of their table. */
export async function columnsByTable(
  client: pg.Client,
  scope: Scope,
  sequences: ReadonlyMap<string, OwnedSequence>,
): Promise<ReadonlyMap<string, readonly TableColumn[]>> {
  const rows = await ask<ColumnRow>(
    client,
    `SELECT a.attrelid::text AS table, a.attnum AS number, a.attname AS name,
            a.atttypid::text AS oid, a.atttypmod AS modifier,
            format_type(a.atttypid, a.atttypmod) AS native, NOT a.attnotnull AS nullable,
            a.attidentity AS identity, a.attgenerated AS generated,
            pg_get_expr(d.adbin, d.adrelid) AS expression,
            CASE WHEN a.attcollation <> t.typcollation THEN ${qualified('ln.nspname', 'l.collname')} END
              AS collation,
            col_description(a.attrelid, a.attnum) AS comment,
            CASE WHEN named.typtype IN ('e', 'd') THEN tn.nspname END AS named_schema,
            CASE WHEN named.typtype IN ('e', 'd') THEN named.typname END AS named_type,
            CASE WHEN t.typtype = 'e' THEN ARRAY(SELECT e.enumlabel::text FROM pg_enum e
              WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) END AS values
     FROM pg_attribute a
     JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm')
     JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_type t ON t.oid = a.atttypid
     LEFT JOIN pg_type named ON named.oid
       = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END
     LEFT JOIN pg_namespace tn ON tn.oid = named.typnamespace
     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     LEFT JOIN pg_collation l ON l.oid = a.attcollation
     LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
     WHERE a.attnum > 0 AND NOT a.attisdropped AND NOT c.relispartition AND ${inScope('c.relname')}
     ORDER BY a.attrelid, a.attnum`,
    scope,
  )
  const types = await nativeTypes(client, rows)
  const columns = rows.map((row, i): { table: string; column: TableColumn } => {
    const native = types[i]
    const identity = identityOf(row, sequences.get(`${row.table}.${row.number}`))
    const plainDefault = row.generated === '' && !identity?.serial ? row.expression : null
    return {
      table: row.table,
      column: {
        name: row.name,
        type: native ? dataTypeOf(native) : { kind: 'text' },
        nativeType: row.native,
        nullable: row.nullable,
        ...compact({
          default: plainDefault ?? undefined,
          identity,
          generated:
            row.generated !== '' && row.expression !== null
              ? { expression: row.expression, stored: row.generated === 's' }
              : undefined,
          collation: row.collation ?? undefined,
          comment: row.comment ?? undefined,
          values: row.values ?? undefined,
          namedType:
            row.named_type === null
              ? undefined
              : { schema: row.named_schema ?? undefined, name: row.named_type },
        }),
      },
    }
  })
  const groups = groupBy(columns, (c) => c.table)
  return new Map([...groups].map(([table, group]) => [table, group.map((c) => c.column)]))
}

/** A serial column is one whose default takes from the sequence it owns. */
function identityOf(row: ColumnRow, owned: OwnedSequence | undefined): Identity | undefined {
  if (!owned) return undefined
  const serial = row.identity === ''
  if (serial && row.expression !== owned.default) return undefined
  return {
    generation: row.identity === 'a' ? 'always' : 'by default',
    ...compact({ ...owned.numbers, sequence: owned.name, serial }),
  }
}

/** The table of a relation, without what other queries tell. */
export function tableOf(
  row: RelationRow,
  relations: ReadonlyMap<string, RelationRow>,
): Pick<
  TableSchema,
  'table' | 'comment' | 'estimatedRows' | 'estimatedBytes' | 'partitioning' | 'inherits' | 'options'
> {
  const partitions = row.kind === 'p' ? partitionsOf(row, relations) : []
  const all = [row, ...partitions.map((p) => p.row)].filter((r) => r.kind === 'r')
  const known = all.length > 0 && all.every((r) => r.rows >= 0)
  const inherits = row.parents.flatMap((oid) => relations.get(oid) ?? [])
  return {
    table: { schema: row.schema, name: row.name },
    ...compact({
      comment: row.comment ?? undefined,
      partitioning:
        row.partition_key === null
          ? undefined
          : { by: row.partition_key, partitions: partitions.map((p) => p.partition) },
      inherits: inherits.length > 0 ? inherits.map(nameOf) : undefined,
      options: row.unlogged ? ['UNLOGGED'] : undefined,
    }),
    ...(known ? { estimatedRows: sum(all.map((r) => r.rows)) } : {}),
    estimatedBytes: sum(all.map((r) => r.bytes)),
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
const nameOf = ({ schema, name }: RelationRow) => ({ schema, name })

/** Partitions of a table and theirs, parents first. */
function partitionsOf(
  root: RelationRow,
  relations: ReadonlyMap<string, RelationRow>,
): { row: RelationRow; partition: Partition }[] {
  const children = [...relations.values()].filter((r) => r.partition && r.parents[0] === root.oid)
  return children.flatMap((row) => [
    {
      row,
      partition: {
        name: nameOf(row),
        bounds: row.bounds ?? 'DEFAULT',
        ...compact({
          parent: root.partition ? nameOf(root) : undefined,
          by: row.partition_key ?? undefined,
        }),
      },
    },
    ...(row.kind === 'p' ? partitionsOf(row, relations) : []),
  ])
}
