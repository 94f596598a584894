import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { CircleCheck, CircleX } from 'lucide-react'
import type { Message } from '../../nodes/kit/message.ts'
import type { TestStep } from '../../server/shapes.ts'
import { useFormats } from '../app/format.ts'
import { useErrorText, useMessage } from '../app/translate.ts'
import { classNames } from '../ui/class-names.ts'
import { Spinner } from '../ui/Spinner.tsx'
import './connections.css'

const titles: Readonly<Record<TestStep['step'], Message>> = {
  resolve: msg({ message: 'Find the host' }),
  connect: msg({ message: 'Reach it' }),
  tls: msg({ message: 'Encrypt' }),
  login: msg({ message: 'Log in' }),
  privileges: msg({ message: 'Check what the user may do' }),
  read: msg({ message: 'Read a row' }),
}

export interface TestStepsProps {
  readonly steps: readonly TestStep[]
  readonly isRunning: boolean
}

/** A connection test as a list: each step with its outcome, and what to do where it failed. */
export function TestSteps({ steps, isRunning }: TestStepsProps) {
  const { t } = useLingui()
  if (steps.length === 0 && !isRunning) return null
  const works = !isRunning && steps.every((step) => step.ok)
  return (
    <div className="test" role="status">
      <ol className="test-steps" aria-label={t`Connection test`}>
        {steps.map((step) => (
          <Step key={step.step} step={step} />
        ))}
        {isRunning && (
          <li className="test-step">
            <Spinner />
            {t`Testing…`}
          </li>
        )}
      </ol>
      {works && <p className="test-verdict">{t`The connection works.`}</p>}
    </div>
  )
}

function Step({ step }: { readonly step: TestStep }) {
  const { t } = useLingui()
  const message = useMessage()
  const textOf = useErrorText()
  const { duration } = useFormats()
  const problem = step.error && textOf(step.error)
  const Icon = step.ok ? CircleCheck : CircleX
  return (
    <li className={classNames('test-step', step.ok ? 'tone-success' : 'tone-danger')}>
      <Icon aria-label={step.ok ? t`Succeeded` : t`Failed`} className="test-icon" role="img" />
      <div className="two-lines">
        <span>
          {message(titles[step.step])}{' '}
          <span className="muted">{duration(step.milliseconds / 1000)}</span>
        </span>
        {problem ? (
          <>
            <span dir="auto">{problem.text}</span>
            {problem.hint && <strong dir="auto">{problem.hint}</strong>}
            {problem.detail && (
              <span className="muted" lang="en" dir="ltr">
                {step.detail}
              </span>
            )}
          </>
        ) : (
          <span className="muted" lang="en" dir="auto">
            {step.detail}
          </span>
        )}
      </div>
    </li>
  )
}
