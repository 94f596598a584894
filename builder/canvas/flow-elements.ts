import type { Edge, Node } from '@xyflow/react'
import type { Pipeline, PipelineEdge } from '../../runtime/pipeline/schema.ts'

/** What the canvas draws for a node. Its content comes from the stores, so it never changes. */
export type StepNode = Node<{ readonly type: string }, 'step'>
export type WireEdge = Edge<{ readonly reject: boolean }, 'wire'>

export interface FlowContext {
  readonly selected: ReadonlySet<string>
  /** The one node in the tab order. */
  readonly current: string | undefined
  readonly roleDescription: string
}

export const nodeNameId = (id: string): string => `node-name-${id}`

/**
 * The nodes to draw for a document. An unchanged node stays the same object, so that only what
 * changed is drawn again; a node that is being dragged stays where the hand is.
 */
export function flowNodes(
  before: readonly StepNode[],
  document: Pipeline,
  context: FlowContext,
): StepNode[] {
  const known = new Map(before.map((n) => [n.id, n]))
  const after = document.nodes.map((node): StepNode => {
    const old = known.get(node.id)
    const selected = context.selected.has(node.id)
    const tabIndex = node.id === context.current ? 0 : -1
    const position = old?.dragging ? old.position : node.position
    if (
      old &&
      old.position.x === position.x &&
      old.position.y === position.y &&
      old.selected === selected &&
      old.data.type === node.type &&
      old.domAttributes?.tabIndex === tabIndex &&
      old.domAttributes['aria-roledescription'] === context.roleDescription
    )
      return old
    return {
      ...old,
      id: node.id,
      type: 'step',
      position,
      selected,
      data: old?.data.type === node.type ? old.data : { type: node.type },
      domAttributes: {
        tabIndex,
        'aria-labelledby': nodeNameId(node.id),
        'aria-roledescription': context.roleDescription,
      },
    }
  })
  return after.length === before.length && after.every((n, i) => n === before[i])
    ? (before as StepNode[])
    : after
}

export interface EdgeContext {
  readonly selected: ReadonlySet<string>
  readonly isReject: (edge: PipelineEdge) => boolean
  readonly nameOf: (edge: PipelineEdge) => string
}

export function flowEdges(
  before: readonly WireEdge[],
  edges: readonly PipelineEdge[],
  { selected, isReject, nameOf }: EdgeContext,
): WireEdge[] {
  const known = new Map(before.map((e) => [e.id, e]))
  return edges.map((edge) => {
    const old = known.get(edge.id)
    const next: WireEdge = {
      id: edge.id,
      type: 'wire',
      source: edge.source,
      sourceHandle: edge.sourcePort,
      target: edge.target,
      targetHandle: edge.targetPort,
      selected: selected.has(edge.id),
      ariaLabel: nameOf(edge),
      data: { reject: isReject(edge) },
    }
    return old && sameEdge(old, next) ? old : next
  })
}

const sameEdge = (a: WireEdge, b: WireEdge): boolean =>
  a.source === b.source &&
  a.target === b.target &&
  a.sourceHandle === b.sourceHandle &&
  a.targetHandle === b.targetHandle &&
  a.selected === b.selected &&
  a.ariaLabel === b.ariaLabel &&
  a.data?.reject === b.data?.reject
