import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { graphOf } from '../store/graph.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

/**
 * Where an arrow key leads: left and right along the edges, up and down to the nearest node that
 * way; without an edge, the nearest node to that side. Undefined at the rim.
 */
export function navigate(
  pipeline: Pipeline,
  from: string,
  direction: Direction,
): string | undefined {
  const graph = graphOf(pipeline)
  const start = graph.nodes.get(from)
  if (!start) return graph.order[0]
  if (direction === 'right' || direction === 'left') {
    const edges = direction === 'right' ? graph.outgoing.get(from) : graph.incoming.get(from)
    const next = edges?.[0]
    if (next) return direction === 'right' ? next.target : next.source
  }
  const sign = direction === 'right' || direction === 'down' ? 1 : -1
  const across = direction === 'up' || direction === 'down'
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const { id, position } of graph.nodes.values()) {
    const dx = position.x - start.position.x
    const dy = position.y - start.position.y
    const along = sign * (across ? dy : dx)
    if (id === from || along <= 0) continue
    // A node straight ahead is nearer than one as far away but off to the side.
    const distance = along + 2 * Math.abs(across ? dx : dy)
    if (distance < bestDistance) {
      best = id
      bestDistance = distance
    }
  }
  return best
}
