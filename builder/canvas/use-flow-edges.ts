import { useLingui } from '@lingui/react/macro'
import { useMemo, useRef } from 'react'
import { registry } from '../../nodes/index.ts'
import type { PipelineEdge } from '../../runtime/pipeline/schema.ts'
import { useEditor } from '../store/session.tsx'
import type { WireEdge } from './flow-elements.ts'
import { flowEdges } from './flow-elements.ts'
import { portOf, titleOf } from './node-types.ts'

/** The edges React Flow shows; moving nodes does not touch them. */
export function useFlowEdges(): WireEdge[] {
  const { t, i18n } = useLingui()
  const edges = useEditor((s) => s.history.document.edges)
  const nodes = useEditor((s) => s.history.document.nodes)
  const selected = useEditor((s) => s.edges)
  const before = useRef<WireEdge[]>([])
  return useMemo(() => {
    const byId = new Map(nodes.map((n) => [n.id, n]))
    const named = (id: string) => {
      const node = byId.get(id)
      return node ? titleOf(i18n, node) : id
    }
    const nameOf = (edge: PipelineEdge) => {
      const from = named(edge.source)
      const to = named(edge.target)
      return t`Edge from ${from} to ${to}`
    }
    const isReject = (edge: PipelineEdge) =>
      portOf(registry.get(byId.get(edge.source)?.type ?? ''), 'outputs', edge.sourcePort)
        ?.reject === true
    before.current = flowEdges(before.current, edges, { selected, isReject, nameOf })
    return before.current
  }, [edges, nodes, selected, t, i18n])
}
