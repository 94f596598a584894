import { Label } from 'react-aria-components/Label'
import { ProgressBar as AriaProgressBar } from 'react-aria-components/ProgressBar'
import { classNames } from './class-names.ts'
import './feedback.css'

export interface ProgressBarProps {
  readonly label: string
  /** 0 to 1; absent where the end is not known. */
  readonly fraction?: number | undefined
  /** At the line's end instead of the percentage. */
  readonly detail?: string
  readonly hideLabel?: boolean
}

export function ProgressBar({ label, fraction, detail, hideLabel }: ProgressBarProps) {
  return (
    <AriaProgressBar
      className="progress"
      value={(fraction ?? 0) * 100}
      isIndeterminate={fraction === undefined}
    >
      {({ percentage, valueText }) => (
        <>
          <span className={hideLabel ? 'visually-hidden' : 'progress-head'}>
            <Label>{label}</Label>
            <span className="number muted">{detail ?? valueText}</span>
          </span>
          <span className="progress-track">
            <span
              className={classNames(
                'progress-fill',
                percentage === undefined && 'progress-endless',
              )}
              style={{ inlineSize: `${percentage ?? 30}%` }}
            />
          </span>
        </>
      )}
    </AriaProgressBar>
  )
}
