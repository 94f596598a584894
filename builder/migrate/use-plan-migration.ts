import { useQuery } from '@tanstack/react-query'
import { trpc } from '../api/client.ts'
import { configsOf, useWizard } from './wizard-store.ts'

/** What the answers would do. Leaving the page stops the work; the same answers are not asked twice. */
export function usePlan() {
  const wizard = useWizard()
  return useQuery(
    trpc.migrate.plan.queryOptions(configsOf(wizard), {
      staleTime: 120_000,
      gcTime: 120_000,
      retry: false,
      trpc: { abortOnUnmount: true },
    }),
  )
}
