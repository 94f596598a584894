import { formatTable } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import { ddlOf } from '../../schema/ddl/index.ts'
import type { DdlPhases } from '../../schema/ddl/phases.ts'
import type { Loss } from '../../schema/loss.ts'
import type { DatabaseSchema, TableSchema } from '../../schema/model.ts'
import type { TableMapping, Translation } from '../../schema/translate/index.ts'
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
  const tables = schema.tables
    .map((table) => tableWork(table, translation, given, problems))
    .sort((a, b) => sizeOf(b) - sizeOf(a))
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
  { schema: from, existing, input }: SettleInput,
  problems: PlanProblem[],
): TableWork {
  const found = mapping.tables.find((m) => tableKey(m.source) === tableKey(source.table))
  const target = found && schema.tables.find((t) => tableKey(t.table) === tableKey(found.target))
  if (!found || !target)
    throw new MigrateError('INTERNAL', `“${formatTable(source.table)}” was not translated.`)
  const { filter } = overrideOf(input.options, source.table) ?? {}
  const rows = tableRows({ mapping: found, source: from.system, filter })
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
      chunkRows: Math.round(Math.min(mostChunkRows, Math.max(1000, chunkBytes / bytesPerRow))),
    },
  }
}

function bytesOf({ estimatedRows, estimatedBytes, columns }: TableSchema): number {
  if (estimatedRows && estimatedBytes && estimatedRows > 100)
    return Math.max(16, estimatedBytes / estimatedRows)
  return 16 * columns.length
}

const sizeOf = ({ planned, bytesPerRow }: TableWork): number =>
  planned.estimatedBytes ?? (planned.estimatedRows ?? 0) * bytesPerRow
