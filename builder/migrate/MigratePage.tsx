import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowLeft, ArrowRight, RotateCcw } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { Page } from '../app/Page.tsx'
import { Button, LinkButton } from '../ui/Button.tsx'
import { ConnectionsStep } from './ConnectionsStep.tsx'
import './migrate.css'
import { ReviewStep } from './ReviewStep.tsx'
import { StepList } from './StepList.tsx'
import { TablesStep } from './TablesStep.tsx'
import type { WizardStep } from './wizard-store.ts'
import { emptyWizard, furthestStep, startOver, useWizard, wizardSteps } from './wizard-store.ts'

/** From two databases to a plan; the run has an address of its own. */
export function MigratePage() {
  const { t } = useLingui()
  const wizard = useWizard()
  const navigate = useNavigate()
  const [parameters] = useSearchParams()
  const furthest = furthestStep(wizard)
  const at = Math.min(indexOf(parameters.get('step')), indexOf(furthest))
  const step = wizardSteps[at] ?? 'connections'
  const heading = useFocusOnChange(step)
  const go = (to: WizardStep | undefined) => void navigate(`/migrate?step=${to}`)
  const restart = () => {
    startOver()
    go('connections')
  }
  return (
    <Page
      title={t`Migrate a database`}
      summary={t`Tables, rows, keys, indexes and views of a whole database, into another one. What will not arrive as it is, you see before anything is written.`}
      actions={
        wizard !== emptyWizard && (
          <Button variant="quiet" icon={RotateCcw} onPress={restart}>
            <Trans>Start over</Trans>
          </Button>
        )
      }
    >
      <StepList current={step} furthest={furthest} />
      <section className="wizard-body" aria-labelledby="wizard-heading">
        <h2 id="wizard-heading" ref={heading} tabIndex={-1} className="wizard-heading">
          {step === 'connections' && <Trans>Which databases?</Trans>}
          {step === 'tables' && <Trans>Which tables, and how?</Trans>}
          {step === 'review' && <Trans>What will happen</Trans>}
        </h2>
        {step === 'connections' && <ConnectionsStep />}
        {step === 'tables' && <TablesStep />}
        {step === 'review' && <ReviewStep />}
      </section>
      {step !== 'review' && (
        <div className="wizard-footer">
          {at > 0 && (
            <LinkButton href={`/migrate?step=${wizardSteps[at - 1]}`} icon={ArrowLeft} mirrored>
              <Trans>Back</Trans>
            </LinkButton>
          )}
          <Button
            variant="primary"
            icon={ArrowRight}
            className="wizard-next"
            isDisabled={furthest === step}
            onPress={() => go(wizardSteps[at + 1])}
          >
            <Trans>Continue</Trans>
          </Button>
        </div>
      )}
    </Page>
  )
}

const indexOf = (step: string | null) => Math.max(0, wizardSteps.indexOf(step as WizardStep))

/** A new step begins at its heading, for eyes and for screen readers. */
export function useFocusOnChange(step: string) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    heading.current?.focus({ preventScroll: true })
    window.scrollTo({ top: 0 })
  }, [step])
  return heading
}
