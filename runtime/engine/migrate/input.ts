import type { CastRule, IdentifierPolicy } from '../../schema/translate/index.ts'
import type { ConnectionSource, EngineOptions } from '../input.ts'

/** What happens to a target table that is there already. */
export const existingPolicies = ['fail', 'append', 'replace', 'merge'] as const
export type ExistingPolicy = (typeof existingPolicies)[number]

/** Where SQL of one's own may run: before and after each step on the target. */
export const scriptPlaces = [
  'before-schema',
  'after-schema',
  'before-load',
  'after-load',
  'before-indexes',
  'after-indexes',
  'before-constraints',
  'after-constraints',
  'after-all',
] as const
export type ScriptPlace = (typeof scriptPlaces)[number]

export interface MigrationOptions {
  /** Globs over `table` or `schema.table`; `[]` means all. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  /** The source's schemas; `[]` means all. */
  readonly schemas: readonly string[]
  /** The one schema of the target that everything goes to. */
  readonly targetSchema?: string | undefined
  readonly identifiers: IdentifierPolicy
  readonly casts: readonly CastRule[]
  readonly what: 'everything' | 'schema' | 'data'
  readonly existing: ExistingPolicy
  /** Chunks, and later indexes, at once. */
  readonly jobs: number
  readonly verify: boolean
  /** SQL of the target's own dialect that runs on it, by place. */
  readonly scripts: Partial<Record<ScriptPlace, string>>
  /** By source table, as `schema.table` or `table`. */
  readonly tables: Readonly<Record<string, TableOverride>>
}

export interface TableOverride {
  /** The target's name of the table. */
  readonly name?: string | undefined
  /** Columns that are left out. */
  readonly without?: readonly string[] | undefined
  /** A condition in our expression language that its rows must meet. */
  readonly filter?: string | undefined
}

export interface MigrationInput {
  /** Names of connections, or URLs where `connections` knows them. */
  readonly source: string
  readonly target: string
  readonly connections: ConnectionSource
  readonly options: MigrationOptions
  readonly resume: boolean
  readonly engine?: Pick<EngineOptions, 'memoryLimit' | 'threads' | 'tempDir'> | undefined
}

export type {
  Endpoint,
  LedgerEntry,
  MigrationEvent,
  MigrationPlan,
  MigrationReport,
  MigrationStep,
  ObjectFailure,
  PlannedTable,
  PlanProblem,
  TablePath,
  TableReport,
} from '../../migration-report.ts'
export { migrationSteps } from '../../migration-report.ts'
