import type pg from 'pg'
import { compact, groupBy } from '../../schema/group.ts'
import type { IndexPart, IndexSchema } from '../../schema/model.ts'
import type { Scope } from './schema-scope.ts'
import { ask, inScope, qualified } from './schema-scope.ts'

interface PartRow {
  readonly table: string
  readonly index: string
  readonly name: string
  readonly unique: boolean
  readonly method: string
  readonly where: string | null
  readonly nulls_equal: boolean | null
  readonly included: boolean
  readonly column: string | null
  readonly expression: string
  /** Bit 0: descending, bit 1: NULLs first. */
  readonly option: number
  readonly class: string | null
  readonly collation: string | null
}

/** Indexes that no constraint made, by the OID of their table. */
export async function indexesByTable(
  client: pg.Client,
  scope: Scope,
): Promise<ReadonlyMap<string, readonly IndexSchema[]>> {
  const rows = await ask<PartRow>(
    client,
    `SELECT i.indrelid::text AS table, i.indexrelid::text AS index, x.relname AS name,
            i.indisunique AS unique, m.amname AS method,
            pg_get_expr(i.indpred, i.indrelid) AS where,
            (to_jsonb(i) ->> 'indnullsnotdistinct')::boolean AS nulls_equal,
            p.at > i.indnkeyatts AS included, a.attname AS column,
            pg_get_indexdef(i.indexrelid, p.at::int, false) AS expression,
            coalesce(i.indoption[p.at - 1], 0) AS option,
            CASE WHEN NOT o.opcdefault THEN ${qualified('onsp.nspname', 'o.opcname')} END AS class,
            CASE WHEN i.indcollation[p.at - 1] NOT IN (0, coalesce(a.attcollation, 100))
              THEN ${qualified('ln.nspname', 'l.collname')} END AS collation
     FROM pg_index i
     JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
     JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS p(number, at)
     LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = p.number AND p.number <> 0
     LEFT JOIN pg_opclass o ON o.oid = i.indclass[p.at - 1]
     LEFT JOIN pg_namespace onsp ON onsp.oid = o.opcnamespace
     LEFT JOIN pg_collation l ON l.oid = i.indcollation[p.at - 1]
     LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
     WHERE i.indisvalid AND i.indislive AND NOT c.relispartition AND ${inScope('c.relname')}
       AND NOT EXISTS (SELECT FROM pg_constraint k
         WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
     ORDER BY i.indrelid, x.relname, i.indexrelid, p.at`,
    scope,
  )
  const indexes = [...groupBy(rows, (row) => row.index).values()].flatMap((parts) => {
    const [first] = parts
    return first ? [{ table: first.table, index: indexOf(first, parts) }] : []
  })
  return new Map(
    [...groupBy(indexes, (i) => i.table)].map(([table, of]) => [table, of.map((i) => i.index)]),
  )
}

const methods: Readonly<Record<string, IndexSchema['method']>> = { btree: 'btree', hash: 'hash' }

function indexOf(first: PartRow, parts: readonly PartRow[]): IndexSchema {
  const method = methods[first.method] ?? 'other'
  return {
    name: first.name,
    unique: first.unique,
    method,
    ...(method === 'other' ? { nativeMethod: first.method } : {}),
    parts: parts.filter((p) => !p.included).map(partOf),
    include: parts.filter((p) => p.included).map((p) => p.column ?? p.expression),
    ...compact({
      where: first.where ?? undefined,
      nullsNotDistinct: first.nulls_equal ?? false,
    }),
  }
}

function partOf(row: PartRow): IndexPart {
  const descending = (row.option & 1) === 1
  const nullsFirst = (row.option & 2) === 2
  return {
    ...(row.column === null ? { expression: row.expression } : { column: row.column }),
    descending,
    ...compact({
      operatorClass: row.class ?? undefined,
      collation: row.collation ?? undefined,
      nulls:
        nullsFirst === descending ? undefined : nullsFirst ? ('first' as const) : ('last' as const),
    }),
  }
}
