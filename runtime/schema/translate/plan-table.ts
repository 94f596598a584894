import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import { quoteName } from '../../sql/quote.ts'
import type { Loss } from '../loss.ts'
import type { DatabaseSchema, DatabaseSystem, TableSchema } from '../model.ts'
import { applyPolicy, Names } from './names.ts'
import type { Places } from './place-tables.ts'
import type { ColumnPlan } from './plan-column.ts'
import { isCaseless, planColumn } from './plan-column.ts'
import type { Column, Relation } from './sql/scope.ts'
import { kindOf } from './sql/scope.ts'
import type { WriterContext } from './types/index.ts'
import { readType } from './types/index.ts'
import type { TranslateOptions } from './types.ts'

/** A table's types and names; its expressions and constraints come after all tables have these. */
export interface TablePlan {
  readonly source: TableSchema
  readonly target: TableName
  readonly columns: readonly PlannedColumn[]
  readonly losses: readonly Loss[]
}

export interface PlannedColumn extends ColumnPlan {
  readonly name: string
}

export interface PlanContext {
  readonly source: DatabaseSchema
  readonly to: DatabaseSystem
  readonly options: TranslateOptions
  readonly places: Places
  readonly mariadb: boolean
  readonly version: readonly number[]
}

export function planTable(source: TableSchema, context: PlanContext): TablePlan {
  const { to, options, places } = context
  const target = places.tables.get(formatTable(source.table)) ?? source.table
  const names = new Names(to)
  const losses: Loss[] = []
  const planned = source.columns.map((column): PlannedColumn => {
    const wish = applyPolicy(column.name, options.identifiers ?? 'keep')
    const name = names.take(wish, column.name)
    if (name !== wish)
      losses.push({
        code: 'NAME_CHANGED',
        severity: 'warning',
        object: { kind: 'column', table: source.table, name: column.name },
        source: column.name,
        target: name,
        reason: 'The name is too long for the target, or another column has it.',
      })
    const plan = planColumn(column, {
      table: source.table,
      from: context.source.system,
      to,
      types: context.source.types,
      options,
      writer: writerContext(source, column.name, context),
    })
    return { ...plan, name }
  })
  const columns = to === 'mysql' && context.source.system !== 'mysql' ? fitRow(planned) : planned
  return { source, target, columns, losses }
}

function writerContext(
  table: TableSchema,
  column: string,
  { source, mariadb, version }: PlanContext,
): WriterContext {
  const keys = keysOf(table, source).filter((key) => key.includes(column))
  const [only, ...others] = table.primaryKey?.columns ?? []
  return {
    from: source.system,
    keyParts: Math.max(0, ...keys.map((key) => key.length)),
    identity: only === column && others.length === 0,
    mariadb,
    version,
  }
}

/** Column lists that some engines give a length: keys, and both ends of foreign keys. */
function keysOf(table: TableSchema, { tables }: DatabaseSchema): (readonly string[])[] {
  const name = formatTable(table.table)
  return [
    ...(table.primaryKey ? [table.primaryKey.columns] : []),
    ...table.uniques.map((u) => u.columns),
    ...table.indexes
      .filter((i) => i.unique)
      .map((i) => i.parts.flatMap((p) => (p.column === undefined ? [] : [p.column]))),
    ...table.foreignKeys.map((f) => f.columns),
    ...tables.flatMap((t) =>
      t.foreignKeys
        .filter((f) => formatTable(f.references) === name)
        .map((f) => f.referencedColumns),
    ),
  ]
}

const rowBytes = 60_000

/** A MySQL row has 65,535 bytes, in which every varchar counts with four for a character. */
function fitRow(columns: readonly PlannedColumn[]): PlannedColumn[] {
  const size = (c: PlannedColumn) =>
    4 * Number(/^varchar\((\d+)\)/.exec(c.target.nativeType)?.[1] ?? 8)
  let total = columns.reduce((sum, c) => sum + size(c), 0)
  const result = [...columns]
  const order = columns
    .map((_, i) => i)
    .sort((a, b) => size(columns[b] as PlannedColumn) - size(columns[a] as PlannedColumn))
  for (const i of order) {
    const column = columns[i] as PlannedColumn
    if (total <= rowBytes || size(column) < 1024) break
    total -= size(column)
    const nativeType = 'mediumtext'
    result[i] = { ...column, target: { nativeType, meaning: readType(nativeType, 'mysql') } }
  }
  return result
}

/** The table for its own expressions, or under an alias for a view's. */
export function relationOf(plan: TablePlan, context: PlanContext, alias?: string): Relation {
  const { to, source } = context
  const lead = alias === undefined ? '' : `${quoteName(alias, to)}.`
  const columns = new Map<string, Column>()
  for (const c of plan.columns)
    columns.set(c.source.name.toLowerCase(), {
      sql: `${lead}${quoteName(c.name, to)}`,
      name: c.name,
      ...kindOf(c.target.meaning, to),
      caseless: comparesCaseless(c, plan.source, source.system),
      ...(source.system === 'sqlite' && { textAffinity: hasTextAffinity(c.source.nativeType) }),
      padded: to === 'sqlite' && c.meaning.kind === 'text' && c.meaning.fixed === 'padded',
    })
  const { primaryKey, uniques } = plan.source
  const required = new Set(plan.source.columns.filter((c) => !c.nullable).map((c) => c.name))
  const keys = [...(primaryKey ? [primaryKey] : []), ...uniques]
    .filter((k) => k.columns.every((c) => required.has(c)))
    .map((k) => k.columns.map((c) => c.toLowerCase()))
  return { alias, columns, keys }
}

/** SQLite's own rule, by what the declared type's name holds. */
const hasTextAffinity = (type: string): boolean =>
  /char|clob|text/i.test(type) && !/int/i.test(type)

/** Whether the source takes `a` and `A` in this column as equal. */
export function comparesCaseless(
  { source, meaning }: ColumnPlan,
  table: TableSchema,
  from: DatabaseSystem,
): boolean {
  if (meaning.kind !== 'text' && meaning.kind !== 'enum' && meaning.kind !== 'set') return false
  if (meaning.kind === 'text' && meaning.caseless) return true
  if (from === 'postgres') return false
  const collation = source.collation ?? table.collation
  return collation !== undefined && isCaseless({ ...source, collation }, from)
}
