import { useLingui as useRuntimeLingui } from '@lingui/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { formatType } from '../../nodes/kit/data-type.ts'
import type { Port } from '../../nodes/kit/define-node.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import { inputColumns, outputColumns } from '../store/planning.ts'
import { usePlan } from '../store/session.tsx'
import { Table } from '../ui/Table.tsx'
import { useForm } from './form-context.ts'

/** Columns that come in and go out, by port. */
export function ColumnsTab() {
  const { definition } = useForm()
  return (
    <div className="inspector-form">
      {definition.outputs.map((port) => (
        <PortColumns key={`out-${port.name}`} port={port} side="output" />
      ))}
      {definition.inputs.map((port) => (
        <PortColumns key={`in-${port.name}`} port={port} side="input" />
      ))}
    </div>
  )
}

function PortColumns({ port, side }: { readonly port: Port; readonly side: 'input' | 'output' }) {
  const { i18n } = useRuntimeLingui()
  const { node } = useForm()
  const columns = usePlan((s) =>
    side === 'input' ? inputColumns(s, node.id, port.name) : outputColumns(s, node.id, port.name),
  )
  const title = i18n._(port.title)
  return (
    <section className="stack">
      <h3>{side === 'input' ? <Trans>Input: {title}</Trans> : <Trans>Output: {title}</Trans>}</h3>
      {columns ? (
        <ColumnTable title={title} columns={columns} />
      ) : (
        <p className="muted">
          <Trans>Not known yet.</Trans>
        </p>
      )}
    </section>
  )
}

function ColumnTable({ title, columns }: { readonly title: string; readonly columns: Schema }) {
  const { t } = useLingui()
  return (
    <Table
      label={t`Columns of ${title}`}
      narrow="scroll"
      rows={columns}
      rowKey={(c) => c.name}
      columns={[
        { id: 'name', title: t`Name`, isRowHeader: true, cell: (c) => <bdi>{c.name}</bdi> },
        { id: 'type', title: t`Type`, cell: (c) => <code>{formatType(c.type)}</code> },
        {
          id: 'nullable',
          title: t`May be empty`,
          cell: (c) => (c.nullable ? t`Yes` : t`No`),
        },
      ]}
    />
  )
}
