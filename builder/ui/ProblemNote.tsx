import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Tone } from './Badge.tsx'
import { classNames } from './class-names.ts'
import './feedback.css'

const icons = {
  neutral: Info,
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleX,
} as const

export interface ProblemNoteProps {
  readonly tone?: Tone
  /** What is wrong. */
  readonly title: ReactNode
  /** What to do about it. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** Read out when it appears. */
  readonly announce?: boolean
}

/** A problem and what to do about it, in the place it belongs to. */
export function ProblemNote(props: ProblemNoteProps) {
  const { tone = 'danger', title, children, actions, announce } = props
  const Icon = icons[tone]
  return (
    <div
      className={classNames('note', `tone-${tone}`)}
      {...(announce && { role: tone === 'danger' ? 'alert' : 'status' })}
    >
      <Icon aria-hidden className="note-icon" />
      <div className="note-body">
        <p className="note-title" dir="auto">
          {title}
        </p>
        {children && <div className="note-text">{children}</div>}
        {actions && <div className="note-actions">{actions}</div>}
      </div>
    </div>
  )
}
