import type { CatalogTable, Connection, TestStep } from '../../runtime/connectors/connector.ts'
import type { Preview } from '../../runtime/engine/index.ts'
import type { RequestOf } from '../../runtime/hosts/worker/client.ts'
import type { WorkerResults } from '../../runtime/hosts/worker/protocol.ts'
import type { MigrationPlan } from '../../runtime/migration-report.ts'
import type { DiscoveredSchemas } from '../shapes.ts'

/** A document with all that is needed to work on it. Holds secrets: for workers only. */
export type EngineRequest = Omit<RequestOf<'discover'>, 'kind'>

/** What the methods can say of a port. */
export type InspectKind = 'profile' | 'quality' | 'types' | 'match'

/** Two databases and what is wanted of them. Holds secrets: for workers only. */
export type PlanRequest = Omit<RequestOf<'plan-migration'>, 'kind'>

/** Short work of the builder, done in a warm worker process that is replaced when it dies. */
export interface Tools {
  discover(request: EngineRequest, signal?: AbortSignal): Promise<DiscoveredSchemas>
  preview(
    request: EngineRequest,
    port: { readonly node: string; readonly port: string; readonly limit: number },
    signal?: AbortSignal,
  ): Promise<Preview>
  /** Statistics, rules, meanings or matches of a port. */
  inspect<K extends InspectKind>(
    request: RequestOf<K>,
    signal?: AbortSignal,
  ): Promise<WorkerResults[K]>
  plan(request: PlanRequest, signal?: AbortSignal): Promise<MigrationPlan>
  catalog(connection: Connection, signal?: AbortSignal): Promise<readonly CatalogTable[]>
  /** Each step as it ends. */
  test(connection: Connection, signal?: AbortSignal): AsyncIterable<TestStep>
  /** The worker has loaded. */
  isReady(): boolean
  close(): Promise<void>
}
