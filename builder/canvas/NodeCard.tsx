import { useLingui } from '@lingui/react'
import { Plural, Trans, useLingui as useMacro } from '@lingui/react/macro'
import type { NodeProps } from '@xyflow/react'
import { Handle, Position } from '@xyflow/react'
import { CircleX, StickyNote, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import type { Port } from '../../nodes/kit/define-node.ts'
import type { PipelineNode } from '../../runtime/pipeline/schema.ts'
import { DatabaseSubtitle } from '../migrate/DatabaseSubtitle.tsx'
import { isDatabaseNode } from '../migrate/use-lanes.ts'
import { useUi } from '../store/session.tsx'
import type { StepNode } from './flow-elements.ts'
import { nodeNameId } from './flow-elements.ts'
import './node-card.css'
import { NodeIcon } from './NodeIcon.tsx'
import { NodeStatus } from './NodeStatus.tsx'
import { kindOf } from './node-types.ts'
import type { NodeFacts } from './use-node-facts.ts'
import { useNodeFacts, useNodeName } from './use-node-facts.ts'

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
          <span className="node-title" title={title}>
            <bdi>{title}</bdi>
          </span>
          <NodeSubtitle facts={facts} />
        </span>
        {node.note && <NoteMark note={node.note} />}
        {severity && <ProblemMark severity={severity} count={errors || warnings} />}
        <PlainPort ports={inputs} side="input" />
        <PlainPort ports={outputs} side="output" />
      </div>
      {(inputs.length > 1 || outputs.length > 1) && (
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
  if (isDatabaseNode(node))
    return (
      <span className="node-subtitle">
        <DatabaseSubtitle node={node} />
      </span>
    )
  const type = node.label === undefined ? undefined : typeTitle
  const first = definition ? (type ?? placeOf(node.config)) : t`Unknown type`
  return (
    <span className="node-subtitle">
      {first && <span>{first}</span>}
      {columns !== undefined && (
        <span>
          {first && '· '}
          <bdi>
            <ColumnCount count={columns} />
          </bdi>
        </span>
      )}
      {!first && columns === undefined && <span>{t`Not set up yet`}</span>}
    </span>
  )
}

/** The table or file that an unnamed node reads or writes. */
function placeOf({ table, path }: PipelineNode['config']): string | undefined {
  const name = (table as { name?: unknown } | undefined)?.name
  if (typeof name === 'string' && name !== '') return name
  return typeof path === 'string' && path !== '' && !path.startsWith('upload:') ? path : undefined
}

const ColumnCount = ({ count }: { readonly count: number }) => (
  <Plural value={count} one="# column" other="# columns" />
)

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

interface PortsProps {
  readonly ports: readonly Port[]
  readonly side: 'input' | 'output'
}

/** The only port of a side needs no words: it stands at the middle of the head. */
function PlainPort({ ports, side }: PortsProps) {
  const [only, ...others] = ports
  return only && others.length === 0 ? <PortHandle port={only} side={side} /> : null
}

function PortColumn({ ports, side }: PortsProps) {
  const { i18n } = useLingui()
  if (ports.length < 2) return null
  return (
    <span className="node-port-column" data-side={side}>
      {ports.map((port) => (
        <span key={port.name} className="node-port" data-reject={port.reject || undefined}>
          <PortHandle port={port} side={side} />
          <span className="node-port-title" title={i18n._(port.title)}>
            {i18n._(port.title)}
          </span>
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
