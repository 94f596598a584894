import { Graph, layout } from '@dagrejs/dagre'

export interface Box {
  readonly id: string
  readonly width: number
  readonly height: number
}

export interface ArrangeRequest {
  readonly boxes: readonly Box[]
  readonly edges: readonly { readonly source: string; readonly target: string }[]
  /** Where the upper left corner of the result goes. */
  readonly origin: { readonly x: number; readonly y: number }
}

export type Arranged = Record<string, { x: number; y: number }>

export const grid = 16
export const snap = (n: number): number => Math.round(n / grid) * grid

/** Places boxes from left to right along their edges, without overlap, on the grid. */
export function arrange({ boxes, edges, origin }: ArrangeRequest): Arranged {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 32, ranksep: 96 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height })
  const inside = new Set(boxes.map((b) => b.id))
  edges.forEach(({ source, target }, i) => {
    if (inside.has(source) && inside.has(target)) graph.setEdge(source, target, {}, String(i))
  })
  layout(graph)
  const corners = boxes.map((box) => {
    const at = graph.node(box.id) as { x: number; y: number }
    return { id: box.id, x: at.x - box.width / 2, y: at.y - box.height / 2 }
  })
  const left = Math.min(...corners.map((c) => c.x))
  const top = Math.min(...corners.map((c) => c.y))
  return Object.fromEntries(
    corners.map((c) => [c.id, { x: snap(origin.x + c.x - left), y: snap(origin.y + c.y - top) }]),
  )
}
