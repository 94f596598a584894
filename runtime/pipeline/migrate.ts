import type { Registry } from '../../nodes/index.ts'
import type { Pipeline, PipelineNode } from './schema.ts'

/** Brings every node's config to the version this program knows; unknown types stay as they are. */
export function migratePipeline(pipeline: Pipeline, registry: Registry): Pipeline {
  return { ...pipeline, nodes: pipeline.nodes.map((node) => migrateNode(node, registry)) }
}

function migrateNode(node: PipelineNode, registry: Registry): PipelineNode {
  const definition = registry.get(node.type)
  if (!definition || node.version >= definition.version) return node
  let config: unknown = node.config
  for (let version = node.version; version < definition.version; version++)
    config = definition.migrations?.[version]?.(config) ?? config
  return { ...node, version: definition.version, config: config as PipelineNode['config'] }
}
