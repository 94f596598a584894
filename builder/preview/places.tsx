import { useLingui as useRuntimeLingui } from '@lingui/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { Table2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { registry } from '../../nodes/index.ts'
import { titleOf } from '../canvas/node-types.ts'
import { graphOf } from '../store/graph.ts'
import { useDocument, useEditor, useSession, useUi } from '../store/session.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Select } from '../ui/Select.tsx'

export interface Place {
  /** Side and port, as the choice shows it. */
  readonly id: string
  readonly label: string
  /** Whose output it is: an input shows the rows of the output it is connected to. */
  readonly node: string
  readonly port: string
}

/** A port of the node in hand and the choice of another; a sentence where there is none. */
export function AtPort(props: {
  readonly children: (place: Place, choice: ReactNode) => ReactNode
}) {
  const { t } = useLingui()
  const { ui } = useSession()
  const id = useNodeInHand()
  const places = usePlaces(id)
  const chosen = useUi((s) => s.previewed)
  const place =
    places.find((p) => chosen && chosen.node === id && p.id === chosen.port) ?? places[0]
  if (!id || !place)
    return (
      <EmptyState icon={Table2} title={id ? t`Nothing to show yet` : t`Choose a node`}>
        {id ? (
          <Trans>Connect the input of this node to see its rows.</Trans>
        ) : (
          <Trans>The first rows at its output are shown here, and those at its inputs.</Trans>
        )}
      </EmptyState>
    )
  return props.children(
    place,
    <Select
      label={t`Port`}
      hideLabel
      size="s"
      value={place.id}
      onChange={(port) => ui.setState({ previewed: { node: id, port } })}
      options={places.map((p) => ({ id: p.id, label: p.label }))}
    />,
  )
}

/** The node whose settings are open, else the one selected. */
function useNodeInHand(): string | undefined {
  const inspected = useUi((s) => s.inspected)
  const selected = useEditor((s) => (s.nodes.size === 1 ? [...s.nodes][0] : undefined))
  return inspected ?? selected
}

function usePlaces(id: string | undefined): readonly Place[] {
  const { t } = useLingui()
  const { i18n } = useRuntimeLingui()
  const graph = graphOf(useDocument())
  const node = id === undefined ? undefined : graph.nodes.get(id)
  const definition = registry.get(node?.type ?? '')
  if (!node || !definition) return []
  const outputs = definition.outputs.map((port): Place => {
    const title = i18n._(port.title)
    return { id: `out:${port.name}`, label: t`Output: ${title}`, node: node.id, port: port.name }
  })
  const inputs = (graph.incoming.get(node.id) ?? []).flatMap((edge): Place[] => {
    const source = graph.nodes.get(edge.source)
    if (!source) return []
    const from = titleOf(i18n, source)
    return [
      {
        id: `in:${edge.id}`,
        label: t`Input from ${from}`,
        node: edge.source,
        port: edge.sourcePort,
      },
    ]
  })
  return [...outputs, ...inputs]
}
