import { Trans, useLingui } from '@lingui/react/macro'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { useFormats } from '../app/format.ts'
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
  const running = Object.entries(view.nodes).filter(([, node]) => node.state === 'running')
  return (
    <div className="stack">
      <section className="panel stack" aria-label={t`Progress`}>
        {running.length === 0 && (
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
