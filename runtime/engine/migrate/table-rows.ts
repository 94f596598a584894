import { checkExpression } from '../../../nodes/kit/check-expression.ts'
import { text } from '../../../nodes/kit/data-type.ts'
import type { Expression } from '../../../nodes/kit/expression.ts'
import { col, columnsIn } from '../../../nodes/kit/expression.ts'
import type { Project, Relation, Scan } from '../../../nodes/kit/relation.ts'
import { filter, project, scan } from '../../../nodes/kit/relations.ts'
import type { Schema } from '../../../nodes/kit/schema.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import type { Doubt, ReadRequest } from '../../connectors/connector.ts'
import { MigrateError } from '../../error.ts'
import type { DatabaseSystem } from '../../schema/model.ts'
import type { TableMapping } from '../../schema/translate/index.ts'
import type { Dialect } from '../../sql/dialect.ts'
import { mysql, postgres, sqlite } from '../../sql/dialect.ts'
import { canPrint, printExpression } from '../../sql/print-expression.ts'
import type { TablePath } from './input.ts'

const dialects: Partial<Record<DatabaseSystem, Dialect>> = { postgres, mysql, sqlite }

/** How the rows of a table are read, and what happens to them on the way. */
export interface TableRows {
  readonly path: TablePath
  readonly read: ReadRequest
  /** The columns of the target's table in the order in which they come. */
  readonly columns: Schema
  /** On the path `duckdb`: the rows as a relation over the table. */
  readonly relation?: { readonly rows: Project; readonly scan: Scan } | undefined
  /** Columns that have to be values, not texts, in DuckDB: the filter reads them. */
  readonly typed: ReadonlySet<string>
}

export interface RowsRequest {
  readonly mapping: TableMapping
  readonly source: DatabaseSystem
  readonly target: DatabaseSystem
  readonly filter?: string | undefined
  /** What the reader may find out about the table's values in passing. */
  readonly doubts?: readonly Doubt[]
}

/**
 * The shortest path for a table: its bytes as they are; the same with columns that the
 * source's own SQL converts; or, where its dialect cannot say a conversion exactly, and for
 * filters, through DuckDB.
 */
export function tableRows({
  mapping,
  source,
  target,
  filter: condition,
  doubts = [],
}: RowsRequest): TableRows {
  const table = { kind: 'table', connection: '', table: mapping.source } as const
  const conversions = mapping.columns.map((c) => c.conversion)
  const sourceSchema = mapping.columns.map((c, i) => ({
    name: c.source,
    type: conversions[i] ? text : c.sourceType,
    nullable: true,
  }))
  const columns = mapping.columns.map((c) => ({ name: c.target, type: c.type, nullable: true }))
  const read: ReadRequest = { source: table, columns: sourceSchema, doubts }
  const straight = condition === undefined && conversions.every((c) => c === undefined)
  const sameSystem = source === target
  if (straight)
    return { path: 'straight', read: { ...read, sameSystem }, columns, typed: new Set() }

  const from = scan(table, sourceSchema)
  const filtered =
    condition === undefined ? from : filter(from, conditionOf(condition, mapping, from))
  const rows = project(
    filtered,
    mapping.columns.map((c, i) => ({
      name: c.target,
      expression: conversions[i] ?? col(c.source),
    })),
  )
  const computed =
    condition === undefined ? pushed(rows, mapping, conversions, dialects[source]) : undefined
  if (computed) return { path: 'pushed', read: { ...read, computed }, columns, typed: new Set() }
  const typed = new Set(filtered.kind === 'filter' ? columnsIn(filtered.condition) : [])
  return { path: 'duckdb', read, columns, relation: { rows, scan: from }, typed }
}

function pushed(
  rows: Project,
  mapping: TableMapping,
  conversions: readonly (Expression | undefined)[],
  dialect: Dialect | undefined,
): ReadRequest['computed'] {
  if (!dialect) return undefined
  const computed = new Map<string, (text: string) => string>()
  for (const [i, column] of mapping.columns.entries()) {
    if (!conversions[i]) continue
    const typed = rows.columns[i]?.expression
    if (!typed || !canPrint(typed, dialect)) return undefined
    computed.set(column.source, (sql) => printExpression(typed, dialect, { column: () => sql }))
  }
  return computed
}

function conditionOf(condition: string, mapping: TableMapping, from: Relation): Expression {
  const checked = checkExpression(condition, from.schema, ['filter'], { expect: 'boolean' })
  if (checked.expression) return checked.expression
  const codes = checked.issues.map((i) => i.code).join(', ')
  throw new MigrateError(
    'INVALID_USAGE',
    `The filter of ${formatTable(mapping.source)} is not right: ${codes}.`,
    {
      table: formatTable(mapping.source),
      hint: 'It is a condition over the columns of the source, such as amount > 0; see docs/expressions.md.',
    },
  )
}
