import { i18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { registry } from '../../nodes/index.ts'
import type { PipelineEdge, PipelineNode } from '../../runtime/pipeline/schema.ts'
import { addNode } from '../store/commands.ts'
import type { Wire } from '../store/connection.ts'
import { linkTo, refusalOf } from '../store/connection.ts'
import { edgeIds, freshEdgeId } from '../store/ids.ts'
import type { Session } from '../store/session.tsx'
import type { OpenEnd, Position } from '../store/ui-store.ts'
import { newNode, titleOf } from './node-types.ts'
import { remember } from './recent-types.ts'
import { freePlace, middleOfView } from './viewport.ts'

export interface AddOptions {
  /** Upper left corner; absent: beside what it is linked to, else in the middle of the view. */
  readonly at?: Position | undefined
  /** The open end to link to; absent: the one selected node, unless `link` is false. */
  readonly from?: OpenEnd | undefined
  readonly link?: boolean
  readonly config?: PipelineNode['config']
  readonly label?: string
}

/** Adds a node of a type, linked where the types of the ports allow it. Returns its id. */
export function addNodeOfType(session: Session, type: string, options: AddOptions = {}): string {
  const { history, nodes, execute, select, setCurrent, announce } = session.editor.getState()
  const { document } = history
  const [only] = nodes
  const neighbour =
    options.from?.node ?? (options.link !== false && nodes.size === 1 ? only : undefined)
  const place = options.at
    ? freePlace(document, options.at)
    : freePlace(document, middleOfView(), neighbour)
  const node = { ...newNode(document, type, place) }
  if (options.config) node.config = { ...node.config, ...options.config }
  if (options.label !== undefined) node.label = options.label
  const wire = neighbour === undefined ? undefined : wireFor(session, node, neighbour, options.from)
  const edges: PipelineEdge[] = []
  const after = { ...document, nodes: [...document.nodes, node] }
  if (wire && !refusalOf(after, registry, wire))
    edges.push({ id: freshEdgeId(edgeIds(document)), ...wire })
  execute(addNode(node, edges))
  select([node.id])
  setCurrent(node.id)
  session.ui.setState({ inspected: node.id })
  remember(type)
  const title = titleOf(i18n, node)
  announce(edges.length > 0 ? msg`${title} added and connected.` : msg`${title} added.`)
  return node.id
}

function wireFor(
  session: Session,
  node: PipelineNode,
  neighbour: string,
  from: OpenEnd | undefined,
): Wire | undefined {
  const definition = registry.get(node.type)
  if (from?.side === 'output') {
    const input = definition?.inputs[0]
    if (!input) return undefined
    return { source: from.node, sourcePort: from.port, target: node.id, targetPort: input.name }
  }
  if (from?.side === 'input') {
    const output = definition?.outputs.find((p) => !p.reject) ?? definition?.outputs[0]
    if (!output) return undefined
    return { source: node.id, sourcePort: output.name, target: from.node, targetPort: from.port }
  }
  const { document } = session.editor.getState().history
  const ports = linkTo(document, registry, neighbour, node.type)
  return ports && { source: neighbour, target: node.id, ...ports }
}
