import type pg from 'pg'
import { compact } from '../../schema/group.ts'
import type { CheckConstraint, NamedType, OtherObject } from '../../schema/model.ts'
import { tableName } from './names.ts'
import type { Scope } from './schema-scope.ts'
import { ask, inScope, notOfExtension, qualified } from './schema-scope.ts'

interface TypeRow {
  readonly schema: string
  readonly name: string
  /** `pg_type.typtype`: e enum, d domain, c composite, r range. */
  readonly kind: string
  readonly comment: string | null
  readonly values: readonly string[]
  readonly base: string | null
  readonly required: boolean
  readonly expression: string | null
  readonly collation: string | null
  readonly checks: readonly { name: string; expression: string; valid: boolean }[] | null
  readonly fields: readonly string[]
  readonly subtype: string | null
}

export interface Types {
  readonly types: readonly NamedType[]
  /** Composite and range types. */
  readonly others: readonly OtherObject[]
}

/** Named types in the order in which they were made: domains may stand on others. */
export async function readTypes(client: pg.Client, scope: Scope): Promise<Types> {
  const rows = await ask<TypeRow>(
    client,
    `SELECT n.nspname AS schema, t.typname AS name, t.typtype AS kind,
            obj_description(t.oid, 'pg_type') AS comment,
            ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid
                  ORDER BY e.enumsortorder) AS values,
            CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base,
            t.typnotnull AS required, pg_get_expr(t.typdefaultbin, 0) AS expression,
            CASE WHEN t.typtype = 'd' AND t.typcollation <> b.typcollation
              THEN ${qualified('ln.nspname', 'l.collname')} END AS collation,
            (SELECT json_agg(json_build_object('name', k.conname, 'valid', k.convalidated,
                      'expression', pg_get_expr(k.conbin, 0)) ORDER BY k.conname)
             FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') AS checks,
            ARRAY(SELECT quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
                  FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0
                    AND NOT a.attisdropped ORDER BY a.attnum) AS fields,
            format_type(r.rngsubtype, NULL) AS subtype
     FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
     LEFT JOIN pg_class c ON c.oid = t.typrelid
     LEFT JOIN pg_type b ON b.oid = t.typbasetype
     LEFT JOIN pg_collation l ON l.oid = t.typcollation
     LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
     LEFT JOIN pg_range r ON r.rngtypid = t.oid
     WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
       AND ${inScope('t.typname')} AND ${notOfExtension('pg_type', 't.oid')}
     ORDER BY t.oid`,
    scope,
  )
  return {
    types: rows.flatMap((row): NamedType[] => {
      const named = { schema: row.schema, name: row.name }
      const comment = compact({ comment: row.comment ?? undefined })
      if (row.kind === 'e') return [{ kind: 'enum', name: named, values: row.values, ...comment }]
      if (row.kind !== 'd') return []
      return [
        {
          kind: 'domain',
          name: named,
          baseType: row.base ?? 'text',
          nullable: !row.required,
          checks: (row.checks ?? []).map(
            ({ name, expression, valid }): CheckConstraint => ({
              name,
              expression,
              ...compact({ notValid: !valid }),
            }),
          ),
          ...compact({
            default: row.expression ?? undefined,
            collation: row.collation ?? undefined,
          }),
          ...comment,
        },
      ]
    }),
    others: rows
      .filter((row) => row.kind === 'c' || row.kind === 'r')
      .map((row) => ({
        kind: 'type',
        name: { schema: row.schema, name: row.name },
        text: `CREATE TYPE ${tableName(row)} AS ${
          row.kind === 'c' ? `(${row.fields.join(', ')})` : `RANGE (SUBTYPE = ${row.subtype})`
        }`,
      })),
  }
}
