import { Trans, useLingui } from '@lingui/react/macro'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { useFormats } from '../app/format.ts'
import { MigrationProgress } from '../migrate/MigrationProgress.tsx'
import type { NodeRun, RunView } from '../store/run-state.ts'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import { Loading } from '../ui/Spinner.tsx'
import { NodeTable } from './NodeTable.tsx'
import { useNodeNames } from './node-names.ts'
import './runs.css'

export interface RunProgressProps {
  readonly view: RunView
  readonly document: Pipeline
}

/** A run that goes on: what is at work, how far it is, and the counts so far. */
export function RunProgress({ view, document }: RunProgressProps) {
  const { t } = useLingui()
  const nameOf = useNodeNames(document)
  const running = Object.entries(view.nodes).filter(
    ([id, { state }]) => state === 'running' && view.migrations[id] === undefined,
  )
  const isQuiet = running.length === 0 && Object.keys(view.migrations).length === 0
  return (
    <div className="stack">
      {(isQuiet || running.length > 0) && (
        <section className="panel stack" aria-label={t`Progress`}>
          {isQuiet && (
            <Loading>
              {view.state === 'queued' ? (
                <Trans>Waiting for its turn…</Trans>
              ) : (
                <Trans>Getting ready…</Trans>
              )}
            </Loading>
          )}
          {running.map(([id, node]) => (
            <NodeProgress key={id} name={nameOf(id)} node={node} />
          ))}
        </section>
      )}
      {Object.entries(view.migrations).map(([id, migration]) => (
        <MigrationProgress key={id} run={migration} node={view.nodes[id]} />
      ))}
      {view.problems.map((problem) => (
        <ErrorNote key={`${problem.code} ${problem.node} ${problem.message}`} error={problem} />
      ))}
      <NodeTable document={document} nodes={view.nodes} />
    </div>
  )
}

function NodeProgress({ name, node }: { readonly name: string; readonly node: NodeRun }) {
  const { t } = useLingui()
  const { number, compact, duration } = useFormats()
  const { rows, rowsPerSecond, fraction, secondsLeft } = node
  const detail = [
    rows !== undefined && t`${number(rows)} rows`,
    rowsPerSecond !== undefined && t`${compact(rowsPerSecond)} rows/s`,
    secondsLeft !== undefined && t`${duration(secondsLeft)} left`,
  ].filter((it) => it !== false)
  return <ProgressBar label={name} fraction={fraction} detail={detail.join(' · ')} />
}
