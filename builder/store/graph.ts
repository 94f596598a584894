import type { Pipeline, PipelineEdge, PipelineNode } from '../../runtime/pipeline/schema.ts'

/** Neighbours and order of a pipeline's nodes; computed once per document. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, PipelineNode>
  /** Edges by the node they leave, and by the node they enter, in document order. */
  readonly outgoing: ReadonlyMap<string, readonly PipelineEdge[]>
  readonly incoming: ReadonlyMap<string, readonly PipelineEdge[]>
  /** Every node after those it reads from; among equals the upper, then the left one first. */
  readonly order: readonly string[]
  /** Place in `order`, from 0. */
  readonly rank: ReadonlyMap<string, number>
}

const cache = new WeakMap<Pipeline, Graph>()

export function graphOf(pipeline: Pipeline): Graph {
  const known = cache.get(pipeline)
  if (known) return known
  const nodes = new Map(pipeline.nodes.map((n) => [n.id, n]))
  const edges = pipeline.edges.filter((e) => nodes.has(e.source) && nodes.has(e.target))
  const outgoing = groupBy(edges, (e) => e.source)
  const incoming = groupBy(edges, (e) => e.target)
  const order = orderOf(pipeline.nodes, outgoing, incoming)
  const rank = new Map(order.map((id, i) => [id, i]))
  const graph = { nodes, outgoing, incoming, order, rank }
  cache.set(pipeline, graph)
  return graph
}

function groupBy(edges: readonly PipelineEdge[], key: (edge: PipelineEdge) => string) {
  const groups = new Map<string, PipelineEdge[]>()
  for (const edge of edges) {
    const group = groups.get(key(edge))
    if (group) group.push(edge)
    else groups.set(key(edge), [edge])
  }
  return groups
}

/** Kahn's algorithm, depth first, so that a branch stays together. Nodes of a circle come last. */
function orderOf(
  nodes: readonly PipelineNode[],
  outgoing: Graph['outgoing'],
  incoming: Graph['incoming'],
): string[] {
  const waiting = new Map(nodes.map((n) => [n.id, incoming.get(n.id)?.length ?? 0]))
  const byPlace = [...nodes].sort(
    (a, b) => a.position.y - b.position.y || a.position.x - b.position.x,
  )
  const order: string[] = []
  const visit = (id: string) => {
    order.push(id)
    waiting.delete(id)
    for (const { target } of outgoing.get(id) ?? []) {
      const left = (waiting.get(target) ?? 0) - 1
      if (!waiting.has(target)) continue
      waiting.set(target, left)
      if (left === 0) visit(target)
    }
  }
  for (const { id } of byPlace) if (waiting.get(id) === 0) visit(id)
  for (const { id } of byPlace) if (waiting.has(id)) order.push(id)
  return order
}

/** The nodes reachable from `ids` against (`up`) or along (`down`) the edges, without `ids`. */
export function reachable(
  graph: Graph,
  ids: readonly string[],
  direction: 'up' | 'down',
): Set<string> {
  const found = new Set<string>()
  const queue = [...ids]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const edges = (direction === 'up' ? graph.incoming : graph.outgoing).get(id) ?? []
    for (const edge of edges) {
      const next = direction === 'up' ? edge.source : edge.target
      if (!found.has(next)) {
        found.add(next)
        queue.push(next)
      }
    }
  }
  for (const id of ids) found.delete(id)
  return found
}
