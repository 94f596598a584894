import type { Issue } from '../nodes/kit/issue.ts'
import type { Schema } from '../nodes/kit/schema.ts'
import type { System } from '../runtime/connectors/connector.ts'
import type { Pipeline } from '../runtime/pipeline/schema.ts'
import type { ErrorData, RunEvent, RunReport, RunState } from '../runtime/report.ts'

export type { CatalogTable, TestStep } from '../runtime/connectors/connector.ts'

/** What the procedures return. Plain JSON; instants are ISO 8601 texts in UTC. */
export interface PipelineSummary {
  readonly id: string
  readonly name: string
  readonly description: string
  /** Raised by one with every save; the base of optimistic locking. */
  readonly version: number
  readonly nodes: number
  readonly createdAt: string
  readonly savedAt: string
  readonly lastRun: { readonly id: string; readonly state: RunState; readonly at: string } | null
}

export interface PipelineDetail {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly document: Pipeline
  readonly createdAt: string
  readonly savedAt: string
}

export interface PipelineVersionSummary {
  readonly version: number
  readonly name: string
  readonly nodes: number
  readonly savedAt: string
}

/** `data.conflict` of a refused save: what is stored now. The refused document stays with the client. */
export interface ConflictData {
  readonly currentVersion: number
  readonly savedAt: string
}

export interface CheckResult {
  readonly issues: readonly Issue[]
  /** Columns by node id and output port, as far as issues let them be known. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, Schema>>>>
}

/** Columns of everything the pipeline reads from or writes to, by `sourceKey`. */
export interface DiscoveredSchemas {
  readonly schemas: Readonly<Record<string, Schema>>
  /** Sources whose columns could not be read, as `SCHEMA_UNKNOWN`. */
  readonly issues: readonly Issue[]
}

export interface PreviewResult {
  readonly columns: Schema
  readonly rows: readonly (readonly (string | null)[])[]
  /** The rows are computed from the first rows of the sources, not from all of them. */
  readonly sampled: boolean
  readonly seconds: number
}

export interface PipelineReference {
  readonly id: string
  readonly name: string
}

export interface ConnectionSummary {
  readonly id: string
  readonly name: string
  readonly system: System
  /** One line without secrets, e.g. `anna@db.example.org:5432/shop`. */
  readonly description: string
  readonly usedBy: readonly PipelineReference[]
  readonly createdAt: string
  readonly updatedAt: string
}

export type SettingsObject = { readonly [key: string]: JsonValue }
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

export interface ConnectionDetail extends ConnectionSummary {
  /** Without secrets: a secret never leaves the server. */
  readonly settings: SettingsObject
  /** Names of secret settings that have a value, e.g. `password`, `tls.key`. */
  readonly secrets: readonly string[]
}

export interface ConnectorForm {
  readonly system: System
  readonly title: string
  /** JSON Schema of the settings; each property has the `field` meta of `nodes/kit/field.ts`. */
  readonly settings: SettingsObject
}

export interface RunSummary {
  readonly id: string
  readonly pipelineId: string
  readonly pipelineName: string
  readonly pipelineVersion: number
  readonly state: RunState
  readonly createdAt: string
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly rows: RunReport['rows'] | null
  readonly error: ErrorData | null
  /** Ended early; `runs.resume` goes on behind the chunks that are in the target. */
  readonly resumable: boolean
}

export interface RunDetail extends RunSummary {
  /** The document as it was when the run started. */
  readonly document: Pipeline
  readonly parameters: Readonly<Record<string, string>>
  readonly report: RunReport | null
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Give it as `cursor` for the next page; null on the last. */
  readonly nextCursor: string | null
}

export interface RejectedRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
  /** All rejected rows of the node, of which `rows` are the first. */
  readonly total: number
}

/** One step of a run, numbered from 1 without gaps. */
export interface NumberedEvent {
  readonly seq: number
  readonly event: RunEvent
}

export interface TemplateSummary {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly nodes: number
}

export interface TemplateDetail extends TemplateSummary {
  readonly document: Pipeline
  /** Markdown. */
  readonly readme: string
  /** Sample files, relative to the template. */
  readonly samples: readonly string[]
}

export interface UploadSummary {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly createdAt: string
}

export interface SystemInfo {
  readonly version: string
  readonly nodeTypes: number
  readonly dataDir: string
  readonly database: 'sqlite' | 'postgres'
  readonly limits: {
    readonly memoryBytes: number
    readonly parallelRuns: number
    readonly uploadBytes: number
    readonly requestBytes: number
    readonly previewRows: number
  }
}
