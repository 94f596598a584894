import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import './feedback.css'

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

export interface BadgeProps {
  readonly tone?: Tone
  readonly icon?: LucideIcon
  /** The icon turns. */
  readonly busy?: boolean
  readonly children: ReactNode
}

/** A short label; its tone never says more than its words. */
export function Badge({ tone = 'neutral', icon: Icon, busy, children }: BadgeProps) {
  return (
    <span className={classNames('badge', `tone-${tone}`)}>
      {Icon && <Icon aria-hidden className={classNames('badge-icon', busy && 'spinner')} />}
      {children}
    </span>
  )
}
