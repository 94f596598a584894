import { Trans } from '@lingui/react/macro'
import { ShieldCheck, ShieldX } from 'lucide-react'
import type { GateReport } from '../../runtime/report.ts'
import { Badge } from '../ui/Badge.tsx'

export interface GateListProps {
  readonly gates: readonly GateReport[]
  readonly nameOf: (id: string) => string
}

/** What had to hold, and whether it did. */
export function GateList({ gates, nameOf }: GateListProps) {
  return (
    <section className="section">
      <h2>
        <Trans>Quality gates</Trans>
      </h2>
      <ul className="gates">
        {gates.map(({ node, name, holds, detail }) => (
          <li key={`${node} ${name}`} className="gate">
            {holds ? (
              <Badge tone="success" icon={ShieldCheck}>
                <Trans>Holds</Trans>
              </Badge>
            ) : (
              <Badge tone="danger" icon={ShieldX}>
                <Trans>Does not hold</Trans>
              </Badge>
            )}
            <span className="two-lines">
              <bdi>{name}</bdi>
              <span className="muted">
                {nameOf(node)} · {detail}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
