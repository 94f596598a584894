import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { History, Play, Square } from 'lucide-react'
import { useEffect } from 'react'
import { trpc } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { useFormats } from '../app/format.ts'
import { startRun } from '../canvas/start-run.ts'
import { RunProgress } from '../runs/RunProgress.tsx'
import { RunReportView } from '../runs/RunReportView.tsx'
import type { RunView } from '../store/run-state.ts'
import { isOver } from '../store/run-state.ts'
import { useDocument, useRun, useSession } from '../store/session.tsx'
import { Button, LinkButton } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Select } from '../ui/Select.tsx'
import type { Status } from '../ui/StatusBadge.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'

/** The run on the canvas: progress, cancel, report; and the earlier ones. */
export function RunPane() {
  const { t } = useLingui()
  const session = useSession()
  const document = useDocument()
  const { view, starting, refusal } = useRun((s) => s)
  const { list, formats } = useRuns(view)
  const isRunning = starting || (view !== undefined && !isOver(view.state))
  return (
    <div className="run-pane">
      <div className="preview-bar">
        {view && <StatusBadge status={statusOf(view)} />}
        {list.length > 0 && (
          <Select
            label={t`Run`}
            hideLabel
            size="s"
            placeholder={t`Earlier runs…`}
            value={view?.id ?? null}
            onChange={(id) => session.run.show(id)}
            options={list.map((run) => ({
              id: run.id,
              label: formats.date(run.createdAt),
              description: run.rows
                ? t`${formats.number(run.rows.written)} rows written`
                : run.state,
            }))}
          />
        )}
        <span className="preview-tools">
          {view && (
            <LinkButton size="s" variant="quiet" href={`/runs/${view.id}`} icon={History}>
              {t`Open the run`}
            </LinkButton>
          )}
          {isRunning ? (
            <Button
              size="s"
              icon={Square}
              isPending={starting}
              onPress={() => void session.run.cancel()}
            >
              <Trans>Cancel</Trans>
            </Button>
          ) : (
            <Button
              size="s"
              icon={Play}
              isDisabled={document.nodes.length === 0}
              onPress={() => startRun(session)}
            >
              <Trans>Run</Trans>
            </Button>
          )}
        </span>
      </div>
      {refusal && <ErrorNote error={refusal} />}
      {!view && !refusal && (
        <EmptyState icon={Play} title={t`Not run yet`}>
          <Trans>Run it to see the counts on the canvas and the report here.</Trans>
        </EmptyState>
      )}
      {view && <RunBody view={view} />}
    </div>
  )
}

function RunBody({ view }: { readonly view: RunView }) {
  const document = useDocument()
  // The report speaks of the pipeline as it was then.
  const run = useQuery({
    ...trpc.runs.get.queryOptions({ id: view.id }),
    enabled: isOver(view.state),
  })
  if (!isOver(view.state)) return <RunProgress view={view} document={document} />
  const report = view.report ?? run.data?.report
  if (report)
    return (
      <RunReportView runId={view.id} document={run.data?.document ?? document} report={report} />
    )
  return (
    <>
      {view.problems.map((problem) => (
        <ErrorNote key={`${problem.code} ${problem.message}`} error={problem} />
      ))}
    </>
  )
}

const statusOf = (view: RunView): Status =>
  view.state === 'done' && (view.report?.rows.rejected ?? 0) > 0 ? 'warning' : view.state

/** Earlier runs; read again when one ends. The last one that still goes on is shown by itself. */
function useRuns(view: RunView | undefined) {
  const { pipelineId, run } = useSession()
  const queries = useQueryClient()
  const formats = useFormats()
  const options = trpc.runs.list.queryOptions({ pipelineId, limit: 20 })
  const query = useQuery({ ...options, staleTime: 2000 })
  const list = query.data?.items ?? []
  const over = view !== undefined && isOver(view.state)
  // biome-ignore lint/correctness/useExhaustiveDependencies: when a run begins and when it ends
  useEffect(() => {
    if (view) void queries.invalidateQueries({ queryKey: options.queryKey })
  }, [view?.id, over])
  const [newest] = list
  const goesOn = newest && !isOver(newest.state) ? newest.id : undefined
  useEffect(() => {
    if (goesOn !== undefined && run.state.getState().view === undefined) run.show(goesOn)
  }, [goesOn, run])
  return { list, formats }
}
