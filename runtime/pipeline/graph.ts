import type { Pipeline, PipelineEdge, PipelineNode } from './schema.ts'

/** Edges by the node they leave and by the node they enter, in document order. */
export interface EdgeIndex {
  readonly from: ReadonlyMap<string, readonly PipelineEdge[]>
  readonly to: ReadonlyMap<string, readonly PipelineEdge[]>
}

export function indexEdges(pipeline: Pipeline): EdgeIndex {
  const from = new Map<string, PipelineEdge[]>()
  const to = new Map<string, PipelineEdge[]>()
  const add = (map: Map<string, PipelineEdge[]>, key: string, edge: PipelineEdge) => {
    const known = map.get(key)
    if (known) known.push(edge)
    else map.set(key, [edge])
  }
  for (const edge of pipeline.edges) {
    add(from, edge.source, edge)
    add(to, edge.target, edge)
  }
  return { from, to }
}

export interface Ordered {
  /** Every node after all nodes it reads from; document order among equals. */
  readonly order: readonly PipelineNode[]
  /** Nodes on or behind a cycle, which have no place in the order. */
  readonly cyclic: readonly PipelineNode[]
}

/** Kahn's algorithm. Edges to unknown nodes are ignored. */
export function topologicalOrder(pipeline: Pipeline): Ordered {
  const byId = new Map(pipeline.nodes.map((n) => [n.id, n]))
  const edges = pipeline.edges.filter((e) => byId.has(e.source) && byId.has(e.target))
  const waiting = new Map(pipeline.nodes.map((n) => [n.id, 0]))
  const { from } = indexEdges({ ...pipeline, edges })
  for (const { target } of edges) waiting.set(target, (waiting.get(target) ?? 0) + 1)
  const order = pipeline.nodes.filter((n) => waiting.get(n.id) === 0)
  for (let i = 0; i < order.length; i++) {
    for (const { target } of from.get(order[i]?.id ?? '') ?? []) {
      const left = (waiting.get(target) ?? 0) - 1
      waiting.set(target, left)
      const node = byId.get(target)
      if (left === 0 && node) order.push(node)
    }
  }
  return { order, cyclic: pipeline.nodes.filter((n) => (waiting.get(n.id) ?? 0) > 0) }
}

/** Would an edge from `source` to `target` close a circle? */
export function closesCycle(pipeline: Pipeline, source: string, target: string): boolean {
  const { from } = indexEdges(pipeline)
  const seen = new Set<string>()
  const open = [target]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === source) return true
    if (seen.has(id)) continue
    seen.add(id)
    for (const edge of from.get(id) ?? []) open.push(edge.target)
  }
  return false
}
