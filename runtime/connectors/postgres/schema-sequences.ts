import type pg from 'pg'
import type { TableName } from '../../../nodes/kit/source.ts'
import { compact } from '../../schema/group.ts'
import type { Identity, SequenceSchema } from '../../schema/model.ts'
import { tableName } from './names.ts'
import type { Scope } from './schema-scope.ts'
import { ask, inScope, notOfExtension } from './schema-scope.ts'

/** The sequence of an identity or serial column. */
export interface OwnedSequence {
  readonly name: TableName
  /** The default of a column that takes from it. */
  readonly default: string
  readonly numbers: Pick<Identity, 'start' | 'increment' | 'next' | 'minimum' | 'maximum' | 'cycle'>
}

interface SequenceRow {
  readonly schema: string
  readonly name: string
  readonly type: string
  readonly start: string
  readonly increment: string
  readonly minimum: string | null
  readonly maximum: string | null
  readonly cycle: boolean
  readonly readable: boolean
  readonly next: string | null
  readonly expression: string
  /** `<table OID>.<column number>`, and whether the sequence is of an identity column. */
  readonly owner: string | null
  readonly internal: boolean | null
}

export interface Sequences {
  readonly all: readonly {
    readonly sequence: SequenceSchema
    readonly owner?: string | undefined
  }[]
  /** By `<table OID>.<column number>`. */
  readonly owned: ReadonlyMap<string, OwnedSequence>
}

/** All sequences, and which column each belongs to. */
export async function readSequences(client: pg.Client, scope: Scope): Promise<Sequences> {
  const rows = await ask<SequenceRow>(
    client,
    `SELECT n.nspname AS schema, c.relname AS name, format_type(s.seqtypid, NULL) AS type,
            s.seqstart::text AS start, s.seqincrement::text AS increment, s.seqcycle AS cycle,
            CASE WHEN s.seqmin <> CASE WHEN s.seqincrement > 0 THEN 1 ELSE b.low END
              THEN s.seqmin::text END AS minimum,
            CASE WHEN s.seqmax <> CASE WHEN s.seqincrement > 0 THEN b.high ELSE -1 END
              THEN s.seqmax::text END AS maximum,
            has_sequence_privilege(c.oid, 'SELECT') AS readable,
            CASE WHEN has_sequence_privilege(c.oid, 'SELECT')
              THEN (pg_sequence_last_value(c.oid)::numeric + s.seqincrement)::text END AS next,
            format('nextval(%L::regclass)', c.oid::regclass) AS expression,
            d.refobjid::text || '.' || d.refobjsubid AS owner, d.deptype = 'i' AS internal
     FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL (SELECT
       CASE s.seqtypid WHEN 'int2'::regtype THEN -32768 WHEN 'int4'::regtype THEN -2147483648
         ELSE -9223372036854775808 END AS low,
       CASE s.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
         ELSE 9223372036854775807 END AS high) b
     LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
       AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
     WHERE c.relpersistence <> 't' AND ${inScope('c.relname')}
       AND ${notOfExtension('pg_class', 'c.oid')}
     ORDER BY n.nspname, c.relname`,
    scope,
  )
  const fresh = await freshValues(client, rows)
  const found = rows.map((row) => {
    const next = row.next ?? fresh.get(`${row.schema}\n${row.name}`)
    const numbers = {
      start: row.start,
      increment: row.increment,
      ...compact({
        next,
        minimum: row.minimum ?? undefined,
        maximum: row.maximum ?? undefined,
      }),
    }
    return { row, name: { schema: row.schema, name: row.name }, numbers }
  })
  return {
    all: found.map(({ row, name, numbers }) => ({
      sequence: { name, type: row.type, ...numbers, cycle: row.cycle },
      ...(row.owner === null ? {} : { owner: row.owner }),
    })),
    owned: new Map(
      found.flatMap(({ row, name, numbers }): [string, OwnedSequence][] =>
        row.owner === null
          ? []
          : [
              [
                row.owner,
                {
                  name,
                  default: row.expression,
                  numbers: compact({ ...numbers, cycle: row.cycle }),
                },
              ],
            ],
      ),
    ),
  }
}

/** The catalog tells no value of a sequence that was set but not used; the sequence itself does. */
async function freshValues(
  client: pg.Client,
  rows: readonly SequenceRow[],
): Promise<ReadonlyMap<string, string>> {
  const unused = rows.filter((row) => row.readable && row.next === null)
  if (unused.length === 0) return new Map()
  const { rows: values } = await client.query<{ at: number; next: string }>(
    unused
      .map((row, i) => `SELECT ${i} AS at, last_value::text AS next FROM ${tableName(row)}`)
      .join(' UNION ALL '),
  )
  return new Map(
    values.flatMap(({ at, next }) => {
      const row = unused[at]
      return row ? [[`${row.schema}\n${row.name}`, next] as const] : []
    }),
  )
}
