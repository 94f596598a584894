import { useLingui } from '@lingui/react/macro'
import { Check } from 'lucide-react'
import { Link } from 'react-router'
import './migrate.css'
import type { WizardStep } from './wizard-store.ts'
import { wizardSteps } from './wizard-store.ts'

export type ShownStep = WizardStep | 'run' | 'result'

const all: readonly ShownStep[] = [...wizardSteps, 'run', 'result']

export interface StepListProps {
  readonly current: ShownStep
  /** The last step one may go to; the run and its result are never gone to. */
  readonly furthest: WizardStep | undefined
}

/** Where one is on the way from two databases to a finished migration. */
export function StepList({ current, furthest }: StepListProps) {
  const { t } = useLingui()
  const titles: Readonly<Record<ShownStep, string>> = {
    connections: t`Databases`,
    tables: t`Tables and options`,
    review: t`Review`,
    run: t({ message: 'Run', context: 'step' }),
    result: t`Result`,
  }
  const at = all.indexOf(current)
  const reach = furthest === undefined ? -1 : all.indexOf(furthest)
  return (
    <nav aria-label={t`Steps`}>
      <ol className="wizard-steps">
        {all.map((step, i) => (
          <li
            key={step}
            className="wizard-step"
            data-state={i < at ? 'done' : i === at ? 'current' : 'ahead'}
            aria-current={i === at ? 'step' : undefined}
          >
            <span className="wizard-step-mark" aria-hidden>
              {i < at ? <Check /> : i + 1}
            </span>
            {i !== at && i <= reach ? (
              <Link to={`/migrate?step=${step}`}>{titles[step]}</Link>
            ) : (
              <span>{titles[step]}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
