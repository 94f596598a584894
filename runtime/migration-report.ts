import type { TableName } from '../nodes/kit/source.ts'
import type { ErrorData } from './report.ts'
import type { Loss } from './schema/loss.ts'

/** How the rows of a table get across. */
export type TablePath = 'straight' | 'pushed' | 'duckdb'

export interface PlannedTable {
  readonly source: TableName
  readonly target: TableName
  readonly columns: number
  /** From the source's statistics; null where it has none. */
  readonly estimatedRows: number | null
  readonly estimatedBytes: number | null
  readonly path: TablePath
  /** `create`, or what happens to the table that is there. */
  readonly mode: 'create' | 'append' | 'replace' | 'merge'
  /** Rows of one chunk. */
  readonly chunkRows: number
}

/** Something that stands in the way of a table, or of all. */
export interface PlanProblem extends ErrorData {
  readonly severity: 'error' | 'warning'
}

/** What would happen. Nothing has been written. */
export interface MigrationPlan {
  readonly source: Endpoint
  readonly target: Endpoint
  /** In the order in which they will be loaded: largest first. */
  readonly tables: readonly PlannedTable[]
  /** Statements by phase, as they will run on the target. */
  readonly ddl: Readonly<Record<string, readonly string[]>>
  /** What will not arrive exactly as it is, with the rows that it hurts where counted. */
  readonly losses: readonly Loss[]
  readonly problems: readonly PlanProblem[]
  readonly estimatedRows: number
  readonly estimatedBytes: number
  readonly seconds: number
}

export interface Endpoint {
  readonly connection: string
  readonly system: string
  readonly version: string
}

/** The steps of a migration in their order. */
export const migrationSteps = [
  'schema',
  'load',
  'indexes',
  'analyse',
  'constraints',
  'sequences',
  'views',
  'others',
  'verify',
] as const
export type MigrationStep = (typeof migrationSteps)[number]

export type MigrationEvent =
  | {
      readonly type: 'step'
      readonly step: MigrationStep
      readonly state: 'running' | 'done'
      /** Objects or tables of this step that are done, and all. */
      readonly done: number
      readonly total: number
    }
  | {
      readonly type: 'table'
      readonly table: string
      readonly state: 'waiting' | 'running' | 'done' | 'failed'
      readonly rows: number
      readonly expected: number | null
    }
  | {
      readonly type: 'progress'
      readonly rows: number
      readonly bytes: number
      readonly rowsPerSecond: number
      readonly fraction?: number | undefined
      readonly secondsLeft?: number | undefined
    }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'problem'; readonly error: ErrorData }

export interface TableReport {
  readonly source: string
  readonly target: string
  readonly mode: PlannedTable['mode']
  readonly path: TablePath
  readonly state: 'done' | 'failed' | 'skipped'
  readonly rows: number
  readonly bytes: number
  readonly chunks: number
  /** Found already committed by an earlier attempt. */
  readonly resumedChunks: number
  readonly seconds: number
  /** Rows the target has afterwards; null where they were not counted. */
  readonly counted: number | null
  /** With `verify`: whether the hashes of all rows agree; null where they were not compared. */
  readonly checksums: 'equal' | 'different' | null
  readonly error?: ErrorData | undefined
}

/** An object other than a table's rows, and what became of it. */
export interface ObjectFailure {
  readonly kind: string
  readonly name: string
  readonly table?: string | undefined
  readonly sql: string
  readonly error: ErrorData
}

/** A line of the ledger after the run: what was foreseen, and what happened. */
export interface LedgerEntry extends Loss {
  /** Rows as counted in the state that was loaded; absent where they were not counted. */
  readonly actualRows?: number | undefined
}

export interface MigrationReport {
  readonly source: Endpoint
  readonly target: Endpoint
  /** `partial`: what is there is right, but not all is there. */
  readonly state: 'done' | 'partial' | 'failed' | 'cancelled'
  readonly startedAt: string
  readonly seconds: number
  readonly steps: readonly { readonly step: MigrationStep; readonly seconds: number }[]
  readonly rows: number
  readonly bytes: number
  readonly tables: readonly TableReport[]
  /** Objects made, by kind. */
  readonly objects: Readonly<Record<string, number>>
  readonly failures: readonly ObjectFailure[]
  readonly ledger: readonly LedgerEntry[]
  readonly notes: readonly string[]
  readonly peakMemoryBytes: number
  readonly error?: ErrorData | undefined
}
