import { registry } from '../../nodes/index.ts'
import { sourceKey } from '../../nodes/kit/source.ts'
import type { PipelineNode } from '../../runtime/pipeline/schema.ts'
import { sourcesOf } from '../../runtime/plan/plan-pipeline.ts'
import type { EngineRequest } from '../jobs/tools.ts'
import type { Scope } from '../scope.ts'
import type { DiscoveredSchemas } from '../shapes.ts'
import type { DocumentInput } from './engine-request.ts'
import { engineRequest } from './engine-request.ts'

export async function discover(
  scope: Scope,
  input: DocumentInput & { signal?: AbortSignal | undefined; fresh: boolean },
): Promise<DiscoveredSchemas> {
  const request = await engineRequest(scope, input)
  if (input.fresh) scope.schemaCache.forget(scope.tenantId)
  return discoverRequest(scope, request, input.signal)
}

/** Asks the worker only about nodes whose sources have not been looked at lately. */
export async function discoverRequest(
  scope: Scope,
  request: EngineRequest,
  signal?: AbortSignal,
): Promise<DiscoveredSchemas> {
  const keyed = request.pipeline.nodes
    .map((node) => ({ node, key: keyOf(request, node) }))
    .filter((it): it is { node: PipelineNode; key: string } => it.key !== undefined)
  const missing = keyed.filter(({ key }) => !scope.schemaCache.get(scope.tenantId, key))
  if (missing.length > 0) {
    const nodes = missing.map(({ node }) => node)
    const pipeline = { ...request.pipeline, nodes, edges: [] }
    const found = await scope.tools.discover({ ...request, pipeline }, signal)
    for (const { node, key } of missing)
      scope.schemaCache.set(scope.tenantId, key, of(node, found, request))
  }
  const parts = keyed.map(({ node, key }) => {
    const part = scope.schemaCache.get(scope.tenantId, key) ?? { schemas: {}, issues: [] }
    return { ...part, issues: part.issues.map((it) => ({ ...it, node: node.id })) }
  })
  return {
    schemas: Object.assign({}, ...parts.map((it) => it.schemas)),
    issues: parts.flatMap((it) => it.issues),
  }
}

const sourcesOfNode = ({ pipeline, parameters }: EngineRequest, node: PipelineNode) =>
  sourcesOf({ ...pipeline, nodes: [node], edges: [] }, { registry, parameters })

function keyOf(request: EngineRequest, node: PipelineNode): string | undefined {
  const sources = sourcesOfNode(request, node)
  return sources.length === 0 ? undefined : JSON.stringify([request.options.baseDir, sources])
}

/** The part of an answer that is about one node. */
function of(
  node: PipelineNode,
  found: DiscoveredSchemas,
  request: EngineRequest,
): DiscoveredSchemas {
  const keys = sourcesOfNode(request, node).map((it) => sourceKey(it))
  const schemas = keys.flatMap((key) => {
    const schema = found.schemas[key]
    return schema ? [[key, schema] as const] : []
  })
  return {
    schemas: Object.fromEntries(schemas),
    issues: found.issues.filter((it) => it.node === node.id),
  }
}
