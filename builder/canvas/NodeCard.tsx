import { Handle, type NodeProps, Position } from '@xyflow/react'
import { useLingui } from '@lingui/react'
import { Plural, Trans, useLingui as useMacro } from '@lingui/react/macro'
import { CircleX, StickyNote, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import type { Port } from '../../nodes/kit/define-node.ts'
import { useUi } from '../store/session.tsx'
import { nodeNameId, type StepNode } from './flow-elements.ts'
import './node-card.css'
import { NodeIcon } from './NodeIcon.tsx'
import { NodeStatus } from './NodeStatus.tsx'
import { kindOf } from './node-types.ts'
import { type NodeFacts, useNodeFacts, useNodeName } from './use-node-facts.ts'

/** A node on the canvas. It reads the stores itself: React Flow only places it. */
export const NodeCard = memo(function NodeCard({ id, selected }: NodeProps<StepNode>) {
  const facts = useNodeFacts(id)
  const isOpen = useUi((s) => s.inspected === id)
  const name = useNodeName(facts)
  if (!facts) return null
  const { node, definition, title, errors, warnings } = facts
  const inputs = definition?.inputs ?? []
  const outputs = definition?.outputs ?? []
  const severity = errors > 0 ? 'error' : warnings > 0 ? 'warning' : undefined
  const labelled = inputs.length > 1 || outputs.length > 1
  return (
    <div
      className="node-card"
      data-kind={kindOf(node.type)}
      data-severity={severity}
      data-selected={selected || undefined}
      data-open={isOpen || undefined}
      data-run={facts.run?.state}
    >
      <span id={nodeNameId(id)} hidden>
        {name}
      </span>
      <div className="node-head">
        <NodeIcon type={node.type} />
        <span className="node-text">
          <span className="node-title" dir="auto" title={title}>
            {title}
          </span>
          <NodeSubtitle facts={facts} />
        </span>
        {node.note && <NoteMark note={node.note} />}
        {severity && <ProblemMark severity={severity} count={errors || warnings} />}
        {!labelled && <PlainPorts inputs={inputs} outputs={outputs} />}
      </div>
      {labelled && (
        <div className="node-ports">
          <PortColumn ports={inputs} side="input" />
          <PortColumn ports={outputs} side="output" />
        </div>
      )}
    </div>
  )
})

function NodeSubtitle({ facts }: { readonly facts: NodeFacts }) {
  const { t } = useMacro()
  const { run, columns, node, typeTitle, definition } = facts
  if (run && run.state !== 'waiting') return <NodeStatus run={run} />
  const type = node.label === undefined ? undefined : typeTitle
  return (
    <span className="node-subtitle">
      {!definition && t`Unknown type`}
      {type}
      {type && columns !== undefined && ' · '}
      {columns !== undefined && <ColumnCount count={columns} />}
      {!type && columns === undefined && definition && <KindWord facts={facts} />}
    </span>
  )
}

const ColumnCount = ({ count }: { readonly count: number }) => (
  <Plural value={count} one="# column" other="# columns" />
)

function KindWord({ facts }: { readonly facts: NodeFacts }) {
  const { t } = useMacro()
  const inputs = facts.definition?.inputs.length ?? 0
  return inputs > 0 ? t`No columns yet` : t`Not set up yet`
}

const NoteMark = ({ note }: { readonly note: string }) => (
  <span className="node-note" title={note}>
    <StickyNote aria-hidden />
    <span className="visually-hidden">
      <Trans>Has a note</Trans>
    </span>
  </span>
)

function ProblemMark(props: { readonly severity: 'error' | 'warning'; readonly count: number }) {
  const { i18n } = useMacro()
  const Icon = props.severity === 'error' ? CircleX : TriangleAlert
  return (
    <span className="node-problems" data-severity={props.severity}>
      <Icon aria-hidden />
      {i18n.number(props.count)}
    </span>
  )
}

/** One input and one output need no words: they stand at the middle of the sides. */
const PlainPorts = (props: {
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
}) => (
  <>
    {props.inputs.map((port) => (
      <PortHandle key={port.name} port={port} side="input" />
    ))}
    {props.outputs.map((port) => (
      <PortHandle key={port.name} port={port} side="output" />
    ))}
  </>
)

function PortColumn(props: { readonly ports: readonly Port[]; readonly side: 'input' | 'output' }) {
  const { i18n } = useLingui()
  return (
    <span className="node-port-column" data-side={props.side}>
      {props.ports.map((port) => (
        <span key={port.name} className="node-port" data-reject={port.reject || undefined}>
          <PortHandle port={port} side={props.side} />
          {i18n._(port.title)}
        </span>
      ))}
    </span>
  )
}

function PortHandle({ port, side }: { readonly port: Port; readonly side: 'input' | 'output' }) {
  return (
    <Handle
      id={port.name}
      type={side === 'input' ? 'target' : 'source'}
      position={side === 'input' ? Position.Left : Position.Right}
      className={port.reject ? 'port port-reject' : 'port'}
      data-port={port.name}
    />
  )
}
