import type { DatabaseSchema, NamedType, OtherObject } from '../model.ts'
import { identifiersIn, inDependencyOrder } from './order.ts'
import type { DdlStatement } from './phases.ts'
import { indexStatement } from './postgres-constraints.ts'
import { checkSql } from './postgres-tables.ts'
import { quotingFor, words } from './quoting.ts'

const q = quotingFor('postgres')

/** Enums, domains, composite and range types, each after those it is made of. */
export function typeStatements({ types, others }: DatabaseSchema): DdlStatement[] {
  const all = [
    ...types.map((type) => ({ name: type.name.name, sql: typeSql(type) })),
    ...others
      .filter((it) => it.kind === 'type')
      .map((it) => ({ name: it.name.name, sql: it.text })),
  ]
  return inDependencyOrder(
    all,
    (it) => it.name,
    (it) => it.sql,
  ).map(({ name, sql }) => ({ sql, object: { kind: 'type', name } }))
}

const typeSql = (type: NamedType): string =>
  type.kind === 'enum'
    ? `CREATE TYPE ${q.table(type.name)} AS ENUM (${type.values.map(q.literal).join(', ')})`
    : words(
        `CREATE DOMAIN ${q.table(type.name)} AS ${type.baseType}`,
        type.collation && `COLLATE ${type.collation}`,
        type.default !== undefined && `DEFAULT ${type.default}`,
        !type.nullable && 'NOT NULL',
        ...type.checks.map((check) => checkSql({ ...check, notValid: false })),
      )

export interface Routines {
  readonly before: readonly DdlStatement[]
  readonly afterTables: readonly DdlStatement[]
  readonly afterViews: readonly DdlStatement[]
}

/**
 * Routines as early as they can be: tables may call them. One whose arguments or results are
 * rows of a table or view comes after those. Bodies are not looked into until they are called.
 */
export function routineStatements({ others, tables, views }: DatabaseSchema): Routines {
  const tableNames = tables.map((t) => t.table.name.toLowerCase())
  const viewNames = views.map((v) => v.view.name.toLowerCase())
  const routines = others
    .filter((it) => it.kind === 'routine')
    .map((it) => {
      const named = identifiersIn(signatureOf(it))
      const statement: DdlStatement = {
        sql: `SET LOCAL check_function_bodies = off; ${it.text}`,
        object: { kind: 'routine', name: it.name.name },
      }
      const views = viewNames.some((name) => named.has(name))
      return { statement, views, tables: tableNames.some((name) => named.has(name)) }
    })
  const select = (wanted: (it: (typeof routines)[number]) => boolean) =>
    routines.filter(wanted).map((it) => it.statement)
  return {
    before: select((it) => !it.views && !it.tables),
    afterTables: select((it) => !it.views && it.tables),
    afterViews: select((it) => it.views),
  }
}

const signatureOf = ({ text }: OtherObject): string =>
  text.split(/\n\s*LANGUAGE |\nAS \$/, 1)[0] ?? text

/** Views after the views they read; a materialised one is filled and gets its indexes. */
export const viewStatements = ({ views }: DatabaseSchema): DdlStatement[] =>
  inDependencyOrder(
    views,
    (v) => v.view.name,
    (v) => v.sql,
  ).flatMap((v) => [
    {
      sql: words(
        'CREATE',
        v.materialized && 'MATERIALIZED',
        `VIEW ${q.table(v.view)}`,
        v.columns.length > 0 && `(${q.names(v.columns)})`,
        v.securityInvoker && 'WITH (security_invoker = true)',
        `AS\n${v.sql}`,
        v.checkOption && `WITH ${v.checkOption.toUpperCase()} CHECK OPTION`,
      ),
      object: { kind: 'view', name: v.view.name },
    },
    ...(v.indexes ?? []).map((index) => indexStatement(v.view, index)),
  ])
