import { formatTable } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import { ddlOf } from '../../schema/ddl/index.ts'
import type { DdlPhases } from '../../schema/ddl/phases.ts'
import { groupBy } from '../../schema/group.ts'
import type { Loss } from '../../schema/loss.ts'
import type { DatabaseSchema, TableSchema } from '../../schema/model.ts'
import type { Forecast, TableMapping, Translation } from '../../schema/translate/index.ts'
import { translateSchema } from '../../schema/translate/index.ts'
import type { ExistingTables } from './existing.ts'
import type { MigrationInput, PlannedTable, PlanProblem } from './input.ts'
import { circleProblems } from './publish-groups.ts'
import { overrideOf, tableKey } from './select-tables.ts'
import type { TableRows } from './table-rows.ts'
import { tableRows } from './table-rows.ts'

/** A table with all that its load needs. */
export interface TableWork {
  readonly mapping: TableMapping
  readonly source: TableSchema
  readonly target: TableSchema
  readonly planned: PlannedTable
  readonly rows: TableRows
  /** The target's columns that `merge` compares. */
  readonly key: readonly string[]
  readonly bytesPerRow: number
}

/** What a migration does, table by table and statement by statement. */
export interface Settled {
  readonly translation: Translation
  readonly ddl: DdlPhases
  /** Largest first. */
  readonly tables: readonly TableWork[]
  readonly losses: readonly Loss[]
  readonly problems: readonly PlanProblem[]
}

export interface SettleInput {
  /** The part of the source that was chosen, and what its choice has lost. */
  readonly schema: DatabaseSchema
  readonly losses: readonly Loss[]
  readonly existing: ExistingTables
  readonly input: MigrationInput
  readonly counts: ReadonlyMap<string, number>
}

/** Rows of one chunk: about this many bytes, so that none is large in any sense. */
const chunkBytes = 64 * 1024 * 1024
const mostChunkRows = 500_000
/** A table of PostgreSQL up to this size may be one chunk. */
const wholeBytes = 256 * 1024 * 1024

export function settle(given: SettleInput): Settled {
  const { schema, existing, input, counts } = given
  const { options } = input
  const there = existing.schema
  const translation = translateSchema(schema, there.system, {
    version: there.version,
    identifiers: options.identifiers,
    casts: options.casts,
    ...(options.targetSchema ? { schema: options.targetSchema } : {}),
    tableNames: namesOf(given),
    counts,
  })
  const problems: PlanProblem[] = []
  const doubts = groupBy(
    translation.mapping.forecasts.filter((f) => !counts.has(f.id)),
    (f) => tableKey(f.table),
  )
  const tables = schema.tables
    .map((table) =>
      tableWork(table, translation, given, problems, doubts.get(tableKey(table.table))),
    )
    .sort((a, b) => sizeOf(b.source) - sizeOf(a.source))
  problems.push(...circleProblems(tables, existing))
  return {
    translation,
    ddl: ddlOf(translation.schema, { primaryKeys: 'late' }),
    tables,
    losses: [...given.losses, ...translation.losses],
    problems,
  }
}

const namesOf = ({ schema, input }: SettleInput): ReadonlyMap<string, string> =>
  new Map(
    schema.tables.flatMap(({ table }) => {
      const name = overrideOf(input.options, table)?.name
      return name ? [[formatTable(table), name] as const] : []
    }),
  )

function tableWork(
  source: TableSchema,
  { schema, mapping }: Translation,
  given: SettleInput,
  problems: PlanProblem[],
  doubted: readonly Forecast[] = [],
): TableWork {
  const { schema: from, existing, input } = given
  const found = mapping.tables.find((m) => tableKey(m.source) === tableKey(source.table))
  const target = found && schema.tables.find((t) => tableKey(t.table) === tableKey(found.target))
  if (!found || !target)
    throw new MigrateError('INTERNAL', `“${formatTable(source.table)}” was not translated.`)
  const { filter } = overrideOf(input.options, source.table) ?? {}
  const rows = tableRows({
    mapping: found,
    source: from.system,
    target: schema.system,
    filter,
    doubts: doubted.map(({ id, column, count }) => ({ id, column, about: count })),
  })
  const { mode, problem } = existing.modeOf(target, input.options, input.resume)
  if (problem) problems.push(problem)
  const bytesPerRow = bytesOf(source)
  return {
    mapping: found,
    source,
    target,
    rows,
    key: target.primaryKey?.columns ?? [],
    bytesPerRow,
    planned: {
      source: source.table,
      target: target.table,
      columns: found.columns.length,
      estimatedRows: source.estimatedRows ?? null,
      estimatedBytes: source.estimatedBytes ?? null,
      path: rows.path,
      mode,
      chunkRows: chunkRowsOf(source, given),
    },
  }
}

/**
 * PostgreSQL freezes the rows of a table that comes in one transaction, which spares every
 * index built after it a look at their states: worth being done again after an interruption,
 * as long as the other jobs have as much to do meanwhile.
 */
function chunkRowsOf(table: TableSchema, { schema, existing, input }: SettleInput): number {
  const total = schema.tables.reduce((sum, t) => sum + sizeOf(t), 0)
  const share = Math.min(wholeBytes, total / input.options.jobs)
  const bytesPerRow = bytesOf(table)
  const most = Math.round(Math.min(mostChunkRows, Math.max(1000, chunkBytes / bytesPerRow)))
  const isWhole = existing.schema.system === 'postgres' && sizeOf(table) <= share
  // Statistics may be behind.
  return isWhole ? Math.max(most, 2 * (table.estimatedRows ?? 0)) : most
}

function bytesOf({ estimatedRows, estimatedBytes, columns }: TableSchema): number {
  if (estimatedRows && estimatedBytes && estimatedRows > 100)
    return Math.max(16, estimatedBytes / estimatedRows)
  return 16 * columns.length
}

const sizeOf = (table: TableSchema): number =>
  table.estimatedBytes ?? (table.estimatedRows ?? 0) * bytesOf(table)
