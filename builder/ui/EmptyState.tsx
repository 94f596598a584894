import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import './feedback.css'

export interface EmptyStateProps {
  readonly icon: LucideIcon
  readonly title: string
  /** What would be here, and why to put something here. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** Stands where a list has nothing to show yet. */
export function EmptyState({ icon: Icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <span className="empty-icon">
        <Icon aria-hidden />
      </span>
      <h2>{title}</h2>
      {children && <p className="muted">{children}</p>}
      {actions && <div className="empty-actions">{actions}</div>}
    </div>
  )
}
