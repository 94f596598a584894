import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { graphOf, reachable } from '../store/graph.ts'

/** All that the rows at a port depend on; what happens elsewhere in the pipeline changes nothing. */
export function previewKey(pipeline: Pipeline, node: string): string {
  const above = reachable(graphOf(pipeline), [node], 'up')
  above.add(node)
  return JSON.stringify([
    pipeline.nodes.filter((n) => above.has(n.id)).map((n) => [n.id, n.type, n.version, n.config]),
    pipeline.edges
      .filter((e) => above.has(e.target))
      .map((e) => [e.source, e.sourcePort, e.target, e.targetPort]),
    pipeline.parameters,
  ])
}
