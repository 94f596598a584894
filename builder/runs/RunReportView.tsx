import { Trans, useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import type { RunReport } from '../../runtime/report.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { useFormats } from '../app/format.ts'
import { MigrationReportView } from '../migrate/MigrationReportView.tsx'
import { GateList } from './GateList.tsx'
import { NodeTable } from './NodeTable.tsx'
import { useNodeNames } from './node-names.ts'
import { ProfileView } from './ProfileView.tsx'
import { RejectedRowsView } from './RejectedRowsView.tsx'
import './runs.css'
import { SinkTable } from './SinkTable.tsx'

export interface RunReportViewProps {
  readonly runId: string
  /** The pipeline as it was when it ran. */
  readonly document: Pipeline
  readonly report: RunReport
}

/** What a run did: counts, where the rows went, gates, profiles, rejected rows. */
export function RunReportView({ runId, document, report }: RunReportViewProps) {
  const nameOf = useNodeNames(document)
  const { error } = report
  // Stages keep their times in the report; the table wants them beside the counts.
  const nodes = useMemo(
    () =>
      Object.fromEntries(
        Object.entries(report.nodes).map(([id, { state, seconds, ...counts }]) => [
          id,
          { state, seconds, counts },
        ]),
      ),
    [report.nodes],
  )
  // Tables of a whole database have a list of their own.
  const sinks = report.sinks.filter(({ node }) => report.migrations?.[node] === undefined)
  const rejects = Object.entries(report.rejects).filter(([, { rows }]) => rows > 0)
  return (
    <div className="report">
      <Figures report={report} />
      {error && (
        <ErrorNote
          error={error}
          note={
            error.node !== undefined && (
              <Trans>It happened in the node “{nameOf(error.node)}”.</Trans>
            )
          }
        />
      )}
      {report.gates.length > 0 && <GateList gates={report.gates} nameOf={nameOf} />}
      {Object.entries(report.migrations ?? {}).map(([node, migration]) => (
        <MigrationReportView key={node} report={migration} />
      ))}
      {sinks.length > 0 && <SinkTable sinks={sinks} nameOf={nameOf} />}
      <NodeTable document={document} nodes={nodes} />
      {rejects.map(([node, { rows }]) => (
        <RejectedRowsView key={node} runId={runId} node={node} name={nameOf(node)} total={rows} />
      ))}
      {Object.entries(report.profiles).map(([node, columns]) => (
        <ProfileView key={node} name={nameOf(node)} columns={columns} />
      ))}
    </div>
  )
}

function Figures({ report }: { readonly report: RunReport }) {
  const { t } = useLingui()
  const { number, duration, bytes } = useFormats()
  const { rows, seconds, peakMemoryBytes } = report
  const figures = [
    { title: t`Rows read`, value: number(rows.read) },
    { title: t`Rows written`, value: number(rows.written) },
    { title: t`Rows rejected`, value: number(rows.rejected) },
    { title: t`Duration`, value: duration(seconds) },
    { title: t`Peak memory`, value: bytes(peakMemoryBytes) },
  ]
  return (
    <dl className="figures">
      {figures.map(({ title, value }) => (
        <div key={title} className="figure">
          <dt>{title}</dt>
          <dd className="number">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
