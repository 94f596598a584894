import { Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import type { Issue } from '../../nodes/kit/issue.ts'
import { useIssueText } from '../app/translate.ts'
import { titleOf } from '../canvas/node-types.ts'
import { goToProblem } from '../canvas/problems.ts'
import { graphOf } from '../store/graph.ts'
import { useDocument, usePlan, useSession } from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'

const icons = { error: CircleX, warning: TriangleAlert, info: Info } as const
const tones = { error: 'danger', warning: 'warning', info: 'info' } as const

/** Everything that is wrong or worth a look, in the order of the pipeline. */
export function ProblemsPane() {
  const { t } = useLingui()
  const session = useSession()
  const issues = usePlan((s) => s.issues)
  const failure = usePlan((s) => s.failure)
  return (
    <div className="problems">
      {failure && (
        <ProblemNote
          title={t`The columns of the sources could not be read.`}
          actions={
            <Button size="s" onPress={() => session.planning.refresh()}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {failure}
        </ProblemNote>
      )}
      {issues.length === 0 ? (
        <EmptyState icon={CircleCheck} title={t`No problems`}>
          <Trans>The pipeline is ready to run.</Trans>
        </EmptyState>
      ) : (
        <ListBox
          aria-label={t`Problems`}
          className="problem-list"
          items={issues.map((issue, id) => ({ id, issue }))}
          onAction={(key) => {
            const issue = issues[Number(key)]
            if (issue) goToProblem(session, issue)
          }}
        >
          {({ id, issue }) => <Problem id={id} issue={issue} />}
        </ListBox>
      )}
    </div>
  )
}

function Problem({ id, issue }: { readonly id: number; readonly issue: Issue }) {
  const { i18n } = useLingui()
  const issueText = useIssueText()
  const node = graphOf(useDocument()).nodes.get(issue.node ?? '')
  const { text, hint } = issueText(issue)
  const Icon = icons[issue.severity]
  const where = node && titleOf(i18n, node)
  return (
    <ListBoxItem id={id} textValue={`${where ?? ''} ${text}`} className="problem">
      <Icon aria-hidden className={`problem-icon tone-${tones[issue.severity]}`} />
      <span className="problem-text">
        <span dir="auto">{text}</span> <span className="muted">{hint}</span>
      </span>
      {where && (
        <span className="problem-node muted" dir="auto">
          {where}
        </span>
      )}
    </ListBoxItem>
  )
}
