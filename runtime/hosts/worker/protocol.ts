import { z } from 'zod'
import type { DatabaseSelection } from '../../../nodes/kit/database-selection.ts'
import type { DatabaseTarget } from '../../../nodes/kit/stage.ts'
import type { CatalogTable, Connection, TestStep } from '../../connectors/connector.ts'
import type { Discovery, Preview } from '../../engine/index.ts'
import type { MigrationPlan } from '../../migration-report.ts'
import type { Pipeline } from '../../pipeline/schema.ts'
import type { ErrorData, RunEvent, RunReport, TableProfile } from '../../report.ts'
import type { ColumnMatches, PortRules, PortTypes } from './inspection.ts'

/**
 * What a parent process asks of a worker. Messages travel by structured clone, so maps
 * stay maps. Both ends are ours; the check catches a parent and a worker of different builds.
 */
const id = z.string().min(1)
const pipeline = z.custom<Pipeline>((v) => typeof v === 'object' && v !== null)
const connection = z.custom<Connection>((v) => typeof v === 'object' && v !== null)
const engine = {
  id,
  pipeline,
  parameters: z.record(z.string(), z.string()),
  /** Every connection the pipeline names, secrets included. */
  connections: z.array(connection),
  options: z.strictObject({
    baseDir: z.string(),
    uploadsDir: z.string().optional(),
    memoryLimit: z.string().optional(),
    threads: z.number().optional(),
    tempDir: z.string().optional(),
  }),
}
const port = { node: z.string(), port: z.string() }

export const requestSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...engine,
    kind: z.literal('run'),
    run: z.strictObject({ runId: z.string(), runDir: z.string(), resume: z.boolean() }),
  }),
  z.strictObject({ ...engine, kind: z.literal('preview'), ...port, limit: z.number() }),
  z.strictObject({ ...engine, kind: z.literal('profile'), ...port }),
  z.strictObject({ ...engine, kind: z.literal('quality'), ...port }),
  z.strictObject({ ...engine, kind: z.literal('types'), ...port }),
  z.strictObject({
    ...engine,
    kind: z.literal('match'),
    ...port,
    target: z.strictObject({
      connection: z.string(),
      table: z.strictObject({ schema: z.string().optional(), name: z.string() }),
    }),
    decided: z.array(
      z.strictObject({ source: z.string(), target: z.string(), accepted: z.boolean() }),
    ),
  }),
  z.strictObject({ ...engine, kind: z.literal('discover') }),
  /** What carrying a database over would do. */
  z.strictObject({
    id,
    kind: z.literal('plan-migration'),
    source: z.custom<DatabaseSelection>((v) => typeof v === 'object' && v !== null),
    target: z.custom<DatabaseTarget>((v) => typeof v === 'object' && v !== null),
    connections: z.array(connection),
  }),
  z.strictObject({ id, kind: z.literal('catalog'), connection }),
  z.strictObject({ id, kind: z.literal('test-connection'), connection }),
  /** Stops the request `target`, which then answers with the error `CANCELLED`. */
  z.strictObject({ id, kind: z.literal('cancel'), target: z.string() }),
])

export type WorkerRequest = z.infer<typeof requestSchema>
export type WorkerKind = WorkerRequest['kind']

/** What a request of each kind resolves to. */
export interface WorkerResults {
  readonly run: RunReport
  readonly preview: Preview
  readonly profile: TableProfile
  readonly quality: PortRules
  readonly types: PortTypes
  readonly match: ColumnMatches
  readonly discover: Discovery
  readonly 'plan-migration': MigrationPlan
  readonly catalog: readonly CatalogTable[]
  readonly 'test-connection': null
  readonly cancel: null
}

/** What a request of each kind tells while it goes. */
export interface WorkerEvents {
  readonly run: RunEvent
  readonly 'test-connection': TestStep
}

export type WorkerAnswer =
  | { readonly id: string; readonly event: unknown }
  | { readonly id: string; readonly result: unknown }
  | { readonly id: string; readonly error: ErrorData }
  /** Said once, when the worker has loaded and waits for requests. */
  | { readonly ready: true }
