import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download, History, Play, Plus, Square, Workflow } from 'lucide-react'
import { useNavigate, useParams } from 'react-router'
import type { MigrationReport } from '../../runtime/migration-report.ts'
import type { RunDetail } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { downloadText, fileNameOf } from '../app/download.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { Page } from '../app/Page.tsx'
import { QueryView } from '../app/QueryView.tsx'
import { useRun } from '../runs/use-run.ts'
import type { RunView } from '../store/run-state.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { useFocusOnChange } from './MigratePage.tsx'
import './migrate.css'
import { MigrationProgress } from './MigrationProgress.tsx'
import { MigrationReportView } from './MigrationReportView.tsx'
import { StepList } from './StepList.tsx'
import { usePlannedTables } from './use-planned-tables.ts'
import { startOver } from './wizard-store.ts'

/** The run of the wizard, and when it is over, its result beside what was foreseen. */
export function MigrationRunPage() {
  const { id = '' } = useParams()
  const { t } = useLingui()
  const { run, view, goesOn, streamError } = useRun(id)
  const name = run.data?.pipelineName ?? ''
  const step = run.data && !goesOn ? 'result' : 'run'
  const heading = useFocusOnChange(step)
  return (
    <Page title={t`Migrate a database`} summary={<bdi>{name}</bdi>}>
      <StepList current={step} furthest={undefined} />
      <section className="wizard-body" aria-labelledby="wizard-heading">
        <h2 id="wizard-heading" ref={heading} tabIndex={-1} className="wizard-heading">
          {step === 'run' ? <Trans>On its way</Trans> : <Trans>Result</Trans>}
        </h2>
        <QueryView query={run}>
          {(detail) => (
            <>
              {streamError !== null && <ErrorNote error={streamError} />}
              {goesOn ? <Going view={view} detail={detail} /> : <Result detail={detail} />}
              <Footer detail={detail} goesOn={goesOn} />
            </>
          )}
        </QueryView>
      </section>
    </Page>
  )
}

function Going({ view, detail }: { readonly view: RunView; readonly detail: RunDetail }) {
  const planned = usePlannedTables(detail)
  const [node = 'target'] = Object.keys(view.migrations)
  const run = view.migrations[node] ?? { steps: [], tables: {} }
  return (
    <>
      <MigrationProgress run={run} node={view.nodes[node]} planned={planned} />
      {view.problems.map((problem) => (
        <ErrorNote key={`${problem.code} ${problem.table} ${problem.message}`} error={problem} />
      ))}
    </>
  )
}

function Result({ detail }: { readonly detail: RunDetail }) {
  const { report, error } = detail
  const migrations = Object.entries(report?.migrations ?? {})
  const [first] = migrations
  const failure = error ?? report?.error
  return (
    <>
      {first ? <Outcome report={first[1]} /> : null}
      {failure && failure.code !== 'MIGRATION_INCOMPLETE' && <ErrorNote error={failure} />}
      {migrations.map(([node, migration]) => (
        <MigrationReportView key={node} report={migration} />
      ))}
      {!report && !error && (
        <ProblemNote tone="info" title={<Trans>This run left no report.</Trans>} />
      )}
    </>
  )
}

function Outcome({ report }: { readonly report: MigrationReport }) {
  const { state } = report
  if (state === 'done')
    return (
      <ProblemNote tone="success" announce title={<Trans>Everything has arrived.</Trans>}>
        <Trans>Rows were counted on both sides after the run.</Trans>
      </ProblemNote>
    )
  if (state === 'partial')
    return (
      <ProblemNote tone="warning" announce title={<Trans>Not everything has arrived.</Trans>}>
        <Trans>What is there is right. The tables and objects below did not make it.</Trans>
      </ProblemNote>
    )
  return null
}

function Footer({ detail, goesOn }: { readonly detail: RunDetail; readonly goesOn: boolean }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { id, pipelineId, pipelineName, report, resumable } = detail
  const refresh = () => queries.invalidateQueries(trpc.runs.pathFilter())
  const cancel = useMutation(trpc.runs.cancel.mutationOptions({ onSuccess: refresh }))
  const resume = useMutation(
    trpc.runs.resume.mutationOptions({
      async onSuccess({ runId }) {
        await refresh()
        await navigate(`/migrate/${runId}`)
      },
    }),
  )
  const failure = cancel.error ?? resume.error
  return (
    <>
      {failure && <ErrorNote error={failure} />}
      <div className="wizard-footer">
        {goesOn ? (
          <Button icon={Square} isPending={cancel.isPending} onPress={() => cancel.mutate({ id })}>
            <Trans>Cancel</Trans>
          </Button>
        ) : (
          <Button
            variant="quiet"
            icon={Plus}
            onPress={() => {
              startOver()
              void navigate('/migrate')
            }}
          >
            <Trans>Another migration</Trans>
          </Button>
        )}
        <span className="wizard-next row">
          <LinkButton href={`/runs/${id}`} icon={History}>
            <Trans>Open the run</Trans>
          </LinkButton>
          {report && (
            <Button
              icon={Download}
              onPress={() =>
                downloadText(
                  fileNameOf(`${pipelineName}-${id.slice(0, 8)}-report`, 'json'),
                  `${JSON.stringify(report, null, 2)}\n`,
                )
              }
            >
              <Trans>Report as JSON</Trans>
            </Button>
          )}
          <LinkButton
            href={`/p/${pipelineId}`}
            icon={Workflow}
            {...(!goesOn && !resumable && { variant: 'primary' })}
          >
            <Trans>Open as pipeline</Trans>
          </LinkButton>
          {resumable && !goesOn && (
            <Button
              variant="primary"
              icon={Play}
              isPending={resume.isPending}
              onPress={() => resume.mutate({ id })}
            >
              <Trans>Resume</Trans>
            </Button>
          )}
        </span>
      </div>
    </>
  )
}
