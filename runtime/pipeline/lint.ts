import type { Registry } from '../../nodes/index.ts'
import type { NodeDefinition, Port } from '../../nodes/kit/define-node.ts'
import { didYouMean } from '../../nodes/kit/did-you-mean.ts'
import type { Issue } from '../../nodes/kit/issue.ts'
import { issue } from '../../nodes/kit/issue.ts'
import { topologicalOrder } from './graph.ts'
import type { Pipeline, PipelineEdge, PipelineNode } from './schema.ts'

/** Problems of the graph itself: types, ports, edges, cycles. Configs are the planner's part. */
export function lintGraph(pipeline: Pipeline, registry: Registry): Issue[] {
  const definitions = new Map(pipeline.nodes.map((n) => [n.id, registry.get(n.type)]))
  return [
    ...pipeline.nodes.flatMap((node) => lintType(node, registry)),
    ...pipeline.edges.flatMap((edge, index) => lintEdge(edge, index, definitions)),
    ...pipeline.nodes.flatMap((node) => lintPorts(node, pipeline, registry.get(node.type))),
    ...lintCycles(pipeline),
    ...lintSinks(pipeline),
  ]
}

function lintType(node: PipelineNode, registry: Registry): Issue[] {
  const definition = registry.get(node.type)
  if (!definition) {
    const suggestion = didYouMean(node.type, registry.keys()) ?? ''
    return [issue('UNKNOWN_NODE_TYPE', [], { type: node.type, suggestion }, { node: node.id })]
  }
  if (node.version <= definition.version) return []
  const values = { type: node.type, version: node.version, known: definition.version }
  return [issue('NODE_TYPE_TOO_NEW', [], values, { node: node.id })]
}

function lintEdge(
  edge: PipelineEdge,
  index: number,
  definitions: ReadonlyMap<string, NodeDefinition | undefined>,
): Issue[] {
  const end = (id: string, port: string, side: 'inputs' | 'outputs', key: string): Issue[] => {
    if (!definitions.has(id)) return [issue('DANGLING_EDGE', ['edges', index, key], { id })]
    const ports = definitions.get(id)?.[side]
    if (!ports || ports.some((p) => p.name === port)) return []
    const names = ports.map((p) => p.name).join(', ') || '–'
    return [issue('UNKNOWN_PORT', ['edges', index, `${key}Port`], { port, ports: names })]
  }
  return [
    ...end(edge.source, edge.sourcePort, 'outputs', 'source'),
    ...end(edge.target, edge.targetPort, 'inputs', 'target'),
  ]
}

function lintPorts(
  node: PipelineNode,
  { edges }: Pipeline,
  definition: NodeDefinition | undefined,
): Issue[] {
  if (!definition) return []
  const count = (port: Port) =>
    edges.filter((e) => e.target === node.id && e.targetPort === port.name).length
  return definition.inputs.flatMap((port) => {
    const wires = count(port)
    if (wires === 0 && !port.optional)
      return [issue('MISSING_INPUT', [], { port: port.name }, { node: node.id })]
    if (wires > 1 && !port.many)
      return [issue('PORT_TAKEN', [], { port: port.name }, { node: node.id })]
    return []
  })
}

function lintCycles(pipeline: Pipeline): Issue[] {
  const { cyclic } = topologicalOrder(pipeline)
  if (cyclic.length === 0) return []
  const names = cyclic.slice(0, 8).map((n) => n.label ?? n.id)
  return [issue('CYCLE', [], { nodes: names.join(' → ') })]
}

function lintSinks({ nodes }: Pipeline): Issue[] {
  return nodes.some((n) => n.type.startsWith('sink.')) ? [] : [issue('NO_SINK')]
}
