import type { Connection, Edge, FinalConnectionState, HandleType } from '@xyflow/react'
import { useReactFlow } from '@xyflow/react'
import { useCallback, useMemo } from 'react'
import { registry } from '../../nodes/index.ts'
import { connect } from '../store/commands.ts'
import type { Wire } from '../store/connection.ts'
import { refusalOf } from '../store/connection.ts'
import type { Session } from '../store/session.tsx'
import { useSession } from '../store/session.tsx'

/** Connecting by hand: what fits is connected, what does not is refused with the reason. */
export function useConnecting() {
  const session = useSession()
  const flow = useReactFlow()
  const isValidConnection = useCallback(
    (connection: Connection | Edge) =>
      refusalOf(session.editor.getState().history.document, registry, wireOf(connection)) ===
      undefined,
    [session],
  )
  const onConnect = useCallback(
    (connection: Connection) => tryConnect(session, wireOf(connection)),
    [session],
  )
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { fromHandle, toHandle, toNode, isValid } = state
      if (isValid || !fromHandle || fromHandle.id == null) return
      const from = { node: fromHandle.nodeId, port: fromHandle.id, side: fromHandle.type }
      if (toHandle?.id != null) {
        if (toHandle.nodeId === from.node && toHandle.id === from.port) return
        const to = { node: toHandle.nodeId, port: toHandle.id, side: toHandle.type }
        tryConnect(session, between(from, to))
      } else if (toNode) connectToNode(session, from, toNode.id)
      else {
        const point = 'changedTouches' in event ? event.changedTouches[0] : event
        if (!point) return
        session.ui.setState({
          dialog: {
            kind: 'add',
            from: { ...from, side: from.side === 'source' ? 'output' : 'input' },
            at: flow.screenToFlowPosition({ x: point.clientX, y: point.clientY }),
          },
        })
      }
    },
    [session, flow],
  )
  return useMemo(
    () => ({ isValidConnection, onConnect, onConnectEnd }),
    [isValidConnection, onConnect, onConnectEnd],
  )
}

const wireOf = (connection: {
  readonly source: string
  readonly target: string
  readonly sourceHandle?: string | null
  readonly targetHandle?: string | null
}): Wire => ({
  source: connection.source,
  sourcePort: connection.sourceHandle ?? 'out',
  target: connection.target,
  targetPort: connection.targetHandle ?? 'in',
})

interface End {
  readonly node: string
  readonly port: string
  readonly side: HandleType
}

const between = (from: End, to: End): Wire => {
  const [source, target] = from.side === 'source' ? [from, to] : [to, from]
  return {
    source: source.node,
    sourcePort: source.port,
    target: target.node,
    targetPort: target.port,
  }
}

/** Dropped on a node and not on a port: the first port that takes it. */
function connectToNode(session: Session, from: End, id: string): void {
  const { document } = session.editor.getState().history
  const definition = registry.get(document.nodes.find((n) => n.id === id)?.type ?? '')
  const ports = (from.side === 'source' ? definition?.inputs : definition?.outputs) ?? []
  const side = from.side === 'source' ? 'target' : 'source'
  const wires = ports.map((p) => between(from, { node: id, port: p.name, side }))
  const free = wires.find((w) => refusalOf(document, registry, w) === undefined)
  tryConnect(session, free ?? wires[0] ?? between(from, { node: id, port: '', side }))
}

/** Connects, or says why not; true where it connected. */
export function tryConnect(session: Session, wire: Wire): boolean {
  const { execute, announce, history } = session.editor.getState()
  const refusal = refusalOf(history.document, registry, wire)
  if (refusal) announce(refusal, true)
  else execute(connect(wire, registry))
  return refusal === undefined
}
