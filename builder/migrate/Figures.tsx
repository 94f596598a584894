import type { ReactNode } from 'react'
import '../runs/runs.css'

export interface FiguresProps {
  readonly figures: readonly { readonly title: string; readonly value: ReactNode }[]
}

/** The numbers that matter, side by side. */
export function Figures({ figures }: FiguresProps) {
  return (
    <dl className="figures">
      {figures.map(({ title, value }) => (
        <div key={title} className="figure">
          <dt>{title}</dt>
          <dd className="number">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
