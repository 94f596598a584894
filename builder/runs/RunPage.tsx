import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowLeft } from 'lucide-react'
import { useParams } from 'react-router'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { useFormats } from '../app/format.ts'
import { Page } from '../app/Page.tsx'
import { QueryView } from '../app/QueryView.tsx'
import { LinkButton } from '../ui/Button.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { RunActions } from './RunActions.tsx'
import { RunProgress } from './RunProgress.tsx'
import { RunReportView } from './RunReportView.tsx'
import { statusOf } from './RunsPage.tsx'
import { useRun } from './use-run.ts'

/** One run: how it goes, and its report when it is over. */
export function RunPage() {
  const { id = '' } = useParams()
  const { t } = useLingui()
  const formats = useFormats()
  const { run, view, goesOn, streamError } = useRun(id)
  const detail = run.data
  const name = detail?.pipelineName ?? t`Run`
  return (
    <Page
      title={detail ? t`Run of ${name}` : name}
      heading={
        detail && (
          <span className="row">
            <span dir="auto">{name}</span>
            <StatusBadge status={goesOn ? view.state : statusOf(detail)} />
          </span>
        )
      }
      summary={
        detail && (
          <>
            <Trans>
              Version {detail.pipelineVersion}, started {formats.date(detail.createdAt)}
            </Trans>
            {' · '}
            <span className="code">{detail.id.slice(0, 8)}</span>
          </>
        )
      }
      above={
        <LinkButton
          href="/runs"
          variant="quiet"
          size="s"
          icon={ArrowLeft}
          mirrored
          className="way-back"
        >
          <Trans>All runs</Trans>
        </LinkButton>
      }
      actions={detail && <RunActions run={detail} goesOn={goesOn} />}
    >
      <QueryView query={run}>
        {({ document, report, error }) => (
          <>
            {streamError !== null && <ErrorNote error={streamError} />}
            {goesOn && <RunProgress view={view} document={document} />}
            {report && <RunReportView runId={id} document={document} report={report} />}
            {!goesOn && !report && error && <ErrorNote error={error} />}
            {!goesOn && !report && !error && (
              <ProblemNote tone="info" title={<Trans>This run left no report.</Trans>} />
            )}
          </>
        )}
      </QueryView>
    </Page>
  )
}
