import type { CatalogTable, Connection, TestStep } from '../../runtime/connectors/connector.ts'
import type { Preview } from '../../runtime/engine/index.ts'
import type { ParameterValues } from '../../runtime/pipeline/parameters.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import type { DiscoveredSchemas } from '../shapes.ts'

/** A document with all that is needed to work on it. Holds secrets: for workers only. */
export interface EngineRequest {
  readonly pipeline: Pipeline
  readonly parameters: ParameterValues
  readonly connections: readonly Connection[]
  readonly baseDir: string
  readonly uploadsDir: string
}

/** Short work of the builder, done in a warm worker process that is replaced when it dies. */
export interface Tools {
  discover(request: EngineRequest, signal?: AbortSignal): Promise<DiscoveredSchemas>
  preview(
    request: EngineRequest,
    port: { readonly node: string; readonly port: string; readonly limit: number },
    signal?: AbortSignal,
  ): Promise<Preview>
  catalog(connection: Connection, signal?: AbortSignal): Promise<readonly CatalogTable[]>
  test(connection: Connection, signal?: AbortSignal): AsyncIterable<TestStep>
  /** A worker is there, or can be started. */
  isReady(): boolean
  close(): Promise<void>
}
