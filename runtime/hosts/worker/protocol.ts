import { z } from 'zod'
import type { CatalogTable, Connection, TestStep } from '../../connectors/connector.ts'
import type { Discovery, Preview } from '../../engine/index.ts'
import type { Pipeline } from '../../pipeline/schema.ts'
import type { ColumnProfile, ErrorData, RunEvent, RunReport } from '../../report.ts'

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
  z.strictObject({ ...engine, kind: z.literal('discover') }),
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
  readonly profile: readonly ColumnProfile[]
  readonly discover: Discovery
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
