import { Trans } from '@lingui/react/macro'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Loading } from '../ui/Spinner.tsx'
import { ErrorNote } from './ErrorNote.tsx'

export interface QueryViewProps<Data, Failure> {
  readonly query: UseQueryResult<Data, Failure>
  readonly children: (data: Data) => ReactNode
}

/** What a query brought; until then that it is on its way, or why it failed. */
export function QueryView<Data, Failure>({ query, children }: QueryViewProps<Data, Failure>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
  return (
    <Loading>
      <Trans>Loading…</Trans>
    </Loading>
  )
}
