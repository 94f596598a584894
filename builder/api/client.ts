import { QueryClient } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { AppRouter } from '../../server/trpc/router.ts'
import { isTransient } from './errors.ts'

export type ApiInputs = inferRouterInputs<AppRouter>
export type ApiOutputs = inferRouterOutputs<AppRouter>

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && isTransient(error),
    },
  },
})

const url = '/trpc'

/** Plain calls: `await client.pipelines.get.query({ id })`; subscriptions resume after a break. */
export const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url }),
      // A pipeline in a query's input is longer than an address may be.
      false: httpBatchLink({ url, methodOverride: 'POST' }),
    }),
  ],
})

/** Options for TanStack Query: `useQuery(trpc.pipelines.list.queryOptions())`. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient })
