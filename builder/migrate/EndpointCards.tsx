import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ArrowRight, Database } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Endpoint } from '../../runtime/migration-report.ts'
import { trpc } from '../api/client.ts'
import './migrate.css'

export interface EndpointCardsProps {
  readonly source: Endpoint
  readonly target: Endpoint
}

/** Where it comes from and where it goes. */
export function EndpointCards({ source, target }: EndpointCardsProps) {
  return (
    <div className="endpoint-cards">
      <Card role={<Trans>From</Trans>} endpoint={source} />
      <ArrowRight aria-hidden className="endpoints-arrow mirrored" />
      <Card role={<Trans>To</Trans>} endpoint={target} />
    </div>
  )
}

function Card({ role, endpoint }: { readonly role: ReactNode; readonly endpoint: Endpoint }) {
  const systems = useQuery(trpc.connections.systems.queryOptions(undefined, { staleTime: 600_000 }))
  const { connection, system, version } = endpoint
  const title = systems.data?.find((it) => it.system === system)?.title ?? system
  return (
    <div className="endpoint-card">
      <Database aria-hidden />
      <span className="two-lines">
        <span>
          <span className="muted">{role}</span> <bdi className="endpoint-name">{connection}</bdi>
        </span>
        <span className="muted">
          <bdi>{[title, version.split(' ')[0]].filter(Boolean).join(' ')}</bdi>
        </span>
      </span>
    </div>
  )
}
