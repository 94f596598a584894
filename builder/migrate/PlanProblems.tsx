import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { MigrationPlan, PlanProblem } from '../../runtime/migration-report.ts'
import { useErrorText } from '../app/translate.ts'
import { Button } from '../ui/Button.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { withTables } from './choice.ts'
import './migrate.css'
import { isBlocking, tableOf } from './plan-problems.ts'
import type { MigrationSettings } from './wizard-store.ts'
import { changeSettings, changeWizard, useWizard } from './wizard-store.ts'

/** What stands in the way, with the ways out of it. */
export function PlanProblems({ plan }: { readonly plan: MigrationPlan }) {
  const { t } = useLingui()
  const blocking = plan.problems.filter(isBlocking)
  const others = plan.problems.filter((it) => !isBlocking(it))
  const leaveOut = (problems: readonly PlanProblem[]) => {
    const tables = problems.flatMap((it) => tableOf(plan, it)?.source ?? [])
    changeWizard({ choice: withTables(useWizard.getState().choice, tables, false) })
  }
  const policy = (existing: MigrationSettings['existing'], title: string) => (
    <Button size="s" onPress={() => changeSettings({ existing })}>
      {title}
    </Button>
  )
  const exist = blocking.some((it) => it.code === 'TABLE_EXISTS')
  return (
    <>
      {blocking.length > 0 && (
        <ProblemNote
          announce
          title={
            <Plural
              value={blocking.length}
              one="# table of the target stands in the way."
              other="# tables of the target stand in the way."
            />
          }
          actions={
            <>
              {exist && policy('append', t`Add rows`)}
              {exist && policy('replace', t`Replace their rows`)}
              {exist && policy('merge', t`Merge by key`)}
              <Button size="s" onPress={() => leaveOut(blocking)}>
                <Trans>Leave these tables out</Trans>
              </Button>
            </>
          }
        >
          <ProblemList problems={blocking} />
        </ProblemNote>
      )}
      {others.length > 0 && (
        <ProblemNote
          tone="warning"
          announce
          title={
            <Plural
              value={others.length}
              one="# table cannot be read as things stand; the others can."
              other="# tables cannot be read as things stand; the others can."
            />
          }
          actions={
            <Button size="s" onPress={() => leaveOut(others)}>
              <Trans>Leave these tables out</Trans>
            </Button>
          }
        >
          <ProblemList problems={others} />
        </ProblemNote>
      )}
    </>
  )
}

const most = 20

/** Tables that are only in the way by being there need no sentence each. */
function ProblemList({ problems }: { readonly problems: readonly PlanProblem[] }) {
  const textOf = useErrorText()
  const existing = problems.filter((it) => it.code === 'TABLE_EXISTS')
  const others = problems.filter((it) => it.code !== 'TABLE_EXISTS')
  return (
    <>
      {existing.length > 0 && (
        <p>
          <Trans>There already:</Trans>{' '}
          <span className="code">
            {existing
              .slice(0, most)
              .map((it) => it.table)
              .join(', ')}
          </span>
          {existing.length > most && (
            <>
              {' '}
              <Plural value={existing.length - most} one="and # more" other="and # more" />
            </>
          )}
        </p>
      )}
      {others.length > 0 && (
        <ul className="plan-problems">
          {others.slice(0, most).map((problem) => {
            const { text, hint, detail } = textOf(problem)
            return (
              <li key={`${problem.code} ${problem.table} ${problem.message}`}>
                {problem.table && <strong className="code">{problem.table}</strong>}{' '}
                <span dir="auto">{text}</span> <span className="muted">{hint}</span>
                {detail && (
                  <span className="muted" lang="en" dir="ltr">
                    {' '}
                    {detail}
                  </span>
                )}
              </li>
            )
          })}
          {others.length > most && (
            <li>
              <Plural value={others.length - most} one="and # more" other="and # more" />
            </li>
          )}
        </ul>
      )}
    </>
  )
}
