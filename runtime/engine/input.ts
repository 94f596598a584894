import type { Registry } from '../../nodes/index.ts'
import type { Issue } from '../../nodes/kit/issue.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import type { SourceSchemas } from '../../nodes/kit/source.ts'
import type { Connection } from '../connectors/connector.ts'
import type { Pipeline } from '../pipeline/schema.ts'
import type { Plan } from '../plan/plan.ts'
import type { SinkReport } from '../report.ts'

/** Where named connections come from: a file, the environment, the server's store. */
export interface ConnectionSource {
  /** Throws MigrateError `UNKNOWN_CONNECTION` where there is none of this name. */
  get(name: string): Promise<Connection>
}

export interface EngineOptions {
  /** DuckDB's share of the memory, e.g. `256MB`; what does not fit is spilled to `tempDir`. */
  readonly memoryLimit?: string | undefined
  /** Its share where no limit is given, in MB; rows of very many columns may have more. */
  readonly usualMemory?: number | undefined
  readonly threads?: number | undefined
  /** For pipes and spilled data; default: the system's. */
  readonly tempDir?: string | undefined
  /** Relative file paths of a pipeline start here. */
  readonly baseDir: string
  /** Holds the files that paths such as `upload:<id>` refer to. */
  readonly uploadsDir?: string | undefined
}

/** What every function of the engine starts from. */
export interface EngineInput {
  readonly pipeline: Pipeline
  /** Values of the pipeline's parameters by name, as text. */
  readonly parameters: Readonly<Record<string, string>>
  readonly connections: ConnectionSource
  readonly registry: Registry
  readonly options: EngineOptions
}

export interface RunInput extends EngineInput {
  readonly options: EngineOptions & {
    readonly runId: string
    /** Where the run keeps its report and rejected rows; created when missing. */
    readonly runDir: string
    /** Go on with an earlier attempt of the same pipeline and parameters. */
    readonly resume: boolean
    /** Rejected rows kept per port; the count is always exact. Default 10,000. */
    readonly rejectLimit?: number | undefined
  }
}

export interface Preview {
  readonly columns: Schema
  readonly rows: readonly (readonly (string | null)[])[]
  /** True where sources were cut to a sample, so that totals and joins may be partial. */
  readonly sampled: boolean
}

export interface Discovery {
  readonly schemas: SourceSchemas
  readonly issues: readonly Issue[]
}

/** How a sink would be filled. */
export interface SinkPlan {
  readonly node: string
  readonly target: string
  readonly mode: string
  readonly path: SinkReport['path']
  /** `ranges`: key ranges of the source table, `segments`: cuts of an ordered stream. */
  readonly chunks: 'ranges' | 'segments' | 'single'
  /** From the sources' statistics; null where unknown. */
  readonly estimatedRows: number | null
}

export interface Explanation {
  readonly plan: Plan
  readonly sinks: readonly SinkPlan[]
}
