import { LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import './feedback.css'

/** A turning circle beside a text that says what is going on. */
export function Spinner() {
  return <LoaderCircle aria-hidden className="spinner" />
}

/** Stands where content is about to appear. */
export function Loading({ children }: { readonly children: ReactNode }) {
  return (
    <div className="loading" role="status">
      <Spinner />
      <span>{children}</span>
    </div>
  )
}
