import type { ReactNode } from 'react'
import './page.css'
import { usePageTitle } from './usePageTitle.ts'

export interface PageProps {
  readonly title: string
  /** The heading, where it is more than the title. */
  readonly heading?: ReactNode
  /** One line under the heading. */
  readonly summary?: ReactNode
  /** Above the heading, e.g. the way back. */
  readonly above?: ReactNode
  readonly actions?: ReactNode
  readonly hideTitle?: boolean
  readonly children: ReactNode
}

/** A page of the shell: heading, main actions, content. */
export function Page(props: PageProps) {
  const { title, heading, summary, above, actions, hideTitle, children } = props
  usePageTitle(title)
  return (
    <div className="page">
      {above}
      <header className={hideTitle ? 'visually-hidden' : 'page-header'}>
        <div className="page-heading">
          <h1>{heading ?? title}</h1>
          {summary && <p className="muted">{summary}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}
