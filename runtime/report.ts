import type { MigrationEvent, MigrationReport } from './migration-report.ts'

/** Counts of one node: rows that came in, went out of its main port, were rejected. */
export interface NodeCounts {
  readonly in: number
  readonly out: number
  readonly rejected: number
}

export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
export type NodeState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped'

/** A run-time failure as data; `MigrateError` is the same thing thrown. */
export interface ErrorData {
  readonly code: string
  /** One English sentence; translated texts are looked up by code where known. */
  readonly message: string
  readonly hint?: string | undefined
  readonly node?: string | undefined
  readonly table?: string | undefined
  readonly chunk?: string | undefined
  /** SQLSTATE, line or value, where the database told. */
  readonly details?: Readonly<Record<string, string | number>> | undefined
}

/** What a run tells while it goes; stored with a sequence number and streamed. */
export type RunEvent =
  | { readonly type: 'run'; readonly state: RunState; readonly at: string }
  | {
      readonly type: 'node'
      readonly node: string
      readonly state: NodeState
      readonly counts?: NodeCounts | undefined
    }
  /** Rows that have passed each edge so far, by edge id. */
  | { readonly type: 'edges'; readonly rows: Readonly<Record<string, number>> }
  | {
      readonly type: 'progress'
      readonly node: string
      readonly rows: number
      readonly bytes: number
      readonly rowsPerSecond: number
      /** 0–1 and seconds left, where the size of the source is known. */
      readonly fraction?: number | undefined
      readonly secondsLeft?: number | undefined
    }
  /** How far a whole database is: its step, or one of its tables. */
  | {
      readonly type: 'migration'
      readonly node: string
      readonly event: Extract<MigrationEvent, { type: 'step' | 'table' }>
    }
  | { readonly type: 'problem'; readonly error: ErrorData }
  | { readonly type: 'report'; readonly report: RunReport }

export interface SinkReport {
  readonly node: string
  /** `connection: schema.table`, or a path. */
  readonly target: string
  readonly mode: string
  readonly rows: number
  readonly bytes: number
  readonly chunks: number
  /** Chunks found already committed by an earlier attempt. */
  readonly resumedChunks: number
  /** How the bytes went: `straight` past DuckDB, `pushed` computed by the source, or `duckdb`. */
  readonly path: 'straight' | 'pushed' | 'duckdb'
}

export interface GateReport {
  readonly node: string
  readonly name: string
  readonly holds: boolean
  readonly detail: string
}

export interface RunReport {
  readonly runId: string
  readonly pipeline: string
  /** SHA-256 of the pipeline and its parameter values. */
  readonly fingerprint: string
  readonly state: Exclude<RunState, 'queued' | 'running'>
  readonly startedAt: string
  readonly seconds: number
  readonly rows: { readonly read: number; readonly written: number; readonly rejected: number }
  readonly nodes: Readonly<Record<string, NodeCounts & { state: NodeState; seconds: number }>>
  readonly edges: Readonly<Record<string, number>>
  readonly sinks: readonly SinkReport[]
  readonly gates: readonly GateReport[]
  /** Column statistics by profile node. */
  readonly profiles: Readonly<Record<string, readonly ColumnProfile[]>>
  /** Whole databases, by node. */
  readonly migrations?: Readonly<Record<string, MigrationReport>> | undefined
  /** What steps have learned, by node: to be given to a node for later data. */
  readonly fitted: Readonly<Record<string, unknown>>
  /** Files with rejected rows by node (NDJSON, at most `rejectLimit` rows), and their count. */
  readonly rejects: Readonly<Record<string, { readonly file: string; readonly rows: number }>>
  readonly peakMemoryBytes: number
  readonly error?: ErrorData | undefined
}

export interface ColumnProfile {
  readonly column: string
  readonly type: string
  readonly rows: number
  readonly nulls: number
  readonly distinct: number
  readonly min: string | null
  readonly max: string | null
  readonly mean: number | null
  readonly minLength: number | null
  readonly maxLength: number | null
  readonly top: readonly ValueCount[]
  /** Bits per value: 0 for one value only; of what is not NULL. */
  readonly entropy: number | null
  /** Texts: the most frequent shapes (`Aa9-` for letters, digits), of a sample of large tables. */
  readonly shapes: readonly ValueCount[]
  /** Columns of numbers. */
  readonly numbers: NumberProfile | null
  /** True where distinct values, quantiles and frequent values were estimated. */
  readonly estimated: boolean
}

export interface ValueCount {
  readonly value: string
  readonly count: number
}

/** Of the finite values; null where there are too few. */
export interface NumberProfile {
  /** Of a sample (n - 1). */
  readonly std: number | null
  /** Adjusted Fisher-Pearson coefficient (G1). */
  readonly skewness: number | null
  /** Excess kurtosis (G2): 0 for a normal distribution. */
  readonly kurtosis: number | null
  readonly zeros: number
  readonly negatives: number
  readonly infinite: number
  /** Linear between neighbours. */
  readonly quantiles: readonly { readonly p: number; readonly value: number }[]
  /** Equal widths from the smallest to the largest value. */
  readonly histogram: readonly {
    readonly from: number
    readonly to: number
    readonly count: number
  }[]
}

/** Everything that can be said of a table without knowing what it means. */
export interface TableProfile {
  readonly rows: number
  readonly columns: readonly ColumnProfile[]
  /** Rows beyond the first of each kind; null where the table is too large to tell. */
  readonly duplicateRows: number | null
  /** Rows without any NULL. */
  readonly completeRows: number
  /** Of rows where both have a value; from a sample of large tables. */
  readonly correlations: readonly Association[]
  /** How NULLs go together (Pearson, of being NULL), strongest first. */
  readonly missing: readonly Association[]
  readonly alerts: readonly ProfileAlert[]
  /** Rows that correlations and shapes were computed from, where not all. */
  readonly sampledRows: number | null
}

export interface Association {
  readonly kind: 'pearson' | 'spearman' | 'cramers-v'
  readonly left: string
  readonly right: string
  readonly value: number
}

export interface ProfileAlert {
  readonly code:
    | 'EMPTY_TABLE'
    | 'CONSTANT'
    | 'EMPTY'
    | 'MOSTLY_MISSING'
    | 'UNIQUE'
    | 'HIGH_CARDINALITY'
    | 'IMBALANCE'
    | 'ZEROS'
    | 'SKEWED'
    | 'INFINITE'
    | 'NUMBERS_AS_TEXT'
    | 'DATES_AS_TEXT'
    | 'PADDED_TEXT'
    | 'MIXED_CASE'
    | 'CORRELATED'
    | 'DUPLICATE_ROWS'
  readonly column?: string | undefined
  readonly other?: string | undefined
  /** A share, a coefficient or a count, as the code says. */
  readonly value?: number | undefined
}
