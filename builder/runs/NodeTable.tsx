import { Trans, useLingui } from '@lingui/react/macro'
import type { Pipeline, PipelineNode } from '../../runtime/pipeline/schema.ts'
import type { NodeCounts, NodeState } from '../../runtime/report.ts'
import { useFormats } from '../app/format.ts'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { Table } from '../ui/Table.tsx'
import { useNodeNames } from './node-names.ts'

interface NodeLine {
  readonly state: NodeState
  readonly counts?: NodeCounts | undefined
  readonly seconds?: number | undefined
}

export interface NodeTableProps {
  readonly document: Pipeline
  readonly nodes: Readonly<Record<string, NodeLine>>
}

/** Rows in, out and rejected, node by node. */
export function NodeTable({ document, nodes }: NodeTableProps) {
  const { t } = useLingui()
  const { number, duration } = useFormats()
  const nameOf = useNodeNames(document)
  const count = (key: keyof NodeCounts) => (node: PipelineNode) => {
    const value = nodes[node.id]?.counts?.[key]
    return value === undefined ? '–' : number(value)
  }
  const timed = Object.values(nodes).some(({ seconds }) => seconds !== undefined)
  const columns: readonly TableColumn<PipelineNode>[] = [
    {
      id: 'node',
      title: t`Node`,
      isRowHeader: true,
      cell: (node) => (
        <span className="two-lines">
          <bdi>{nameOf(node.id)}</bdi>
          <span className="muted code">{node.type}</span>
        </span>
      ),
    },
    {
      id: 'state',
      title: t`State`,
      cell: (node) => <StatusBadge status={nodes[node.id]?.state ?? 'waiting'} />,
    },
    { id: 'in', title: t`In`, align: 'end', cell: count('in') },
    { id: 'out', title: t`Out`, align: 'end', cell: count('out') },
    { id: 'rejected', title: t`Rejected`, align: 'end', cell: count('rejected') },
  ]
  const time: TableColumn<PipelineNode> = {
    id: 'time',
    title: t`Time`,
    align: 'end',
    cell: (node) => {
      const seconds = nodes[node.id]?.seconds
      return seconds === undefined ? '–' : duration(seconds)
    },
  }
  return (
    <section className="section">
      <h2>
        <Trans>Nodes</Trans>
      </h2>
      <Table
        label={t`Nodes`}
        columns={timed ? [...columns, time] : columns}
        rows={document.nodes}
        rowKey={({ id }) => id}
      />
    </section>
  )
}
