import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, Play, RefreshCw, Square, Workflow } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import type { MigrationPlan } from '../../runtime/migration-report.ts'
import { trpc } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { useFormats } from '../app/format.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Disclosure } from '../ui/Disclosure.tsx'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import { EndpointCards } from './EndpointCards.tsx'
import { Figures } from './Figures.tsx'
import { LossLedger } from './LossLedger.tsx'
import { PlanProblems } from './PlanProblems.tsx'
import { PlanTables } from './PlanTables.tsx'
import { isBlocking } from './plan-problems.ts'
import { usePlan } from './use-plan-migration.ts'
import { useStartMigration } from './use-start-migration.ts'
import { useWizard } from './wizard-store.ts'

/** The plan and its losses; nothing has been written when it is shown. */
export function ReviewStep() {
  const plan = usePlan()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { start, open } = useStartMigration()
  const stop = async () => {
    await navigate('/migrate?step=tables')
    await queries.cancelQueries(trpc.migrate.pathFilter())
  }
  const { data } = plan
  const isBlocked = !data || plan.isFetching || data.problems.some(isBlocking)
  return (
    <>
      {plan.isFetching && <Planning onStop={() => void stop()} />}
      {!plan.isFetching && plan.error && (
        <ErrorNote
          error={plan.error}
          onRetry={() => void plan.refetch()}
          actions={
            <LinkButton size="s" href="/connections">
              <Trans>Connections</Trans>
            </LinkButton>
          }
        />
      )}
      {!plan.isFetching && data && <PlanView plan={data} />}
      {start.error && <ErrorNote error={start.error} />}
      {open.error && <ErrorNote error={open.error} />}
      <div className="wizard-footer">
        <LinkButton href="/migrate?step=tables" icon={ArrowLeft} mirrored>
          <Trans>Back</Trans>
        </LinkButton>
        {data && !plan.isFetching && (
          <Button variant="quiet" icon={RefreshCw} onPress={() => void plan.refetch()}>
            <Trans>Plan again</Trans>
          </Button>
        )}
        <span className="wizard-next row">
          <Button icon={Workflow} isPending={open.isPending} onPress={() => open.mutate()}>
            <Trans>Open as pipeline</Trans>
          </Button>
          <Button
            variant="primary"
            icon={Play}
            isDisabled={isBlocked}
            isPending={start.isPending}
            onPress={() => start.mutate()}
          >
            <Trans>Start the migration</Trans>
          </Button>
        </span>
      </div>
    </>
  )
}

/** Planning reads two catalogs and counts rows; that takes a while and can be given up. */
function Planning({ onStop }: { readonly onStop: () => void }) {
  const { t } = useLingui()
  const { duration } = useFormats()
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <section className="panel stack" aria-label={t`Planning`}>
      <p role="status" className="visually-hidden">
        <Trans>The plan is being made.</Trans>
      </p>
      <ProgressBar
        label={t`Both databases are read, and the rows that will be hurt are counted. Nothing is written.`}
        detail={seconds > 0 ? duration(seconds) : ''}
      />
      <div>
        <Button size="s" icon={Square} onPress={onStop}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </section>
  )
}

function PlanView({ plan }: { readonly plan: MigrationPlan }) {
  const { t } = useLingui()
  const { number, compact, bytes } = useFormats()
  const what = useWizard((wizard) => wizard.settings.what)
  const hurt = plan.losses.filter((it) => it.severity !== 'info').length
  const statements = Object.values(plan.ddl).flat()
  return (
    <div className="report">
      <EndpointCards source={plan.source} target={plan.target} />
      <Figures
        figures={[
          { title: t`Tables`, value: number(plan.tables.length) },
          ...(what === 'schema' || plan.estimatedRows === 0
            ? []
            : [{ title: t`Rows, about`, value: compact(plan.estimatedRows) }]),
          ...(plan.estimatedBytes === 0
            ? []
            : [{ title: t`Size, about`, value: bytes(plan.estimatedBytes) }]),
          { title: t`Not carried exactly`, value: number(hurt) },
          { title: t`Statements`, value: number(statements.length) },
        ]}
      />
      <PlanProblems plan={plan} />
      <section className="section">
        <h2>
          <Trans>What will not arrive as it is</Trans>
        </h2>
        <LossLedger entries={plan.losses} />
      </section>
      <section className="section">
        <h2>
          <Trans>Tables</Trans>
        </h2>
        <PlanTables tables={plan.tables} />
      </section>
      {statements.length > 0 && (
        <Disclosure level={2} title={<Trans>SQL that will run on the target</Trans>}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long SQL scrolls, by keys too */}
          <pre className="ddl code" tabIndex={0} dir="ltr">
            {statements.map((it) => `${it};`).join('\n\n')}
          </pre>
        </Disclosure>
      )}
    </div>
  )
}
