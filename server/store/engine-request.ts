import type { Connection } from '../../runtime/connectors/connector.ts'
import { MigrateError } from '../../runtime/error.ts'
import type { ParameterValues } from '../../runtime/pipeline/parameters.ts'
import { fillParameters, resolveParameters } from '../../runtime/pipeline/parameters.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { formatBytes } from '../config-types.ts'
import type { EngineRequest } from '../jobs/tools.ts'
import type { Scope } from '../scope.ts'
import { connectionNames } from './connection-references.ts'
import { resolve } from './connections.ts'
import { filesDir, tempDir, uploadsDir } from './folders.ts'
import { rowOf } from './pipelines.ts'

/** What a document that is being edited is looked at with. */
export interface DocumentInput {
  /** The pipeline it belongs to, for the folder of relative paths. */
  readonly id?: string | undefined
  readonly document: Pipeline
  readonly parameters: ParameterValues
}

/** On whose behalf, also while the queue is still being made. */
type Caller = Omit<Scope, 'jobs'>

/** Everything a worker needs to carry a document out: connections opened up, folders absolute. */
export async function engineRequest(
  scope: Scope,
  { id, document, parameters }: DocumentInput,
): Promise<EngineRequest> {
  const folder = id === undefined ? '' : (await rowOf(scope, id)).folder
  return requestIn(scope, folder, document, parameters)
}

export async function requestIn(
  scope: Caller,
  folder: string,
  pipeline: Pipeline,
  parameters: ParameterValues,
): Promise<EngineRequest> {
  return {
    pipeline,
    parameters,
    connections: await connectionsOf(scope, pipeline, parameters),
    options: {
      baseDir: filesDir(scope, folder),
      uploadsDir: uploadsDir(scope),
      memoryLimit: formatBytes(scope.config.memoryLimit),
      tempDir: tempDir(scope),
    },
  }
}

/** The connections a document names. Those that do not exist are the engine's to complain about. */
async function connectionsOf(
  scope: Caller,
  pipeline: Pipeline,
  parameters: ParameterValues,
): Promise<Connection[]> {
  const declared = pipeline.parameters.map((it) => it.name)
  const { values } = resolveParameters(pipeline, parameters)
  const nodes = pipeline.nodes.map((node) => ({
    ...node,
    config: fillParameters(node.config, values, declared).config as typeof node.config,
  }))
  const found = await Promise.all(
    connectionNames({ ...pipeline, nodes }).map((name) =>
      resolve(scope, name).catch((error: unknown) => {
        if (error instanceof MigrateError && error.code === 'UNKNOWN_CONNECTION') return []
        throw error
      }),
    ),
  )
  return found.flat()
}
