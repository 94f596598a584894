import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { connectionsRouter } from './connections.ts'
import { createCallerFactory, router } from './init.ts'
import { migrateRouter } from './migrate.ts'
import { mlRouter } from './ml.ts'
import { pipelinesRouter } from './pipelines.ts'
import { previewRouter } from './preview.ts'
import { runsRouter } from './runs.ts'
import { schemasRouter } from './schemas.ts'
import { systemRouter } from './system.ts'
import { templatesRouter } from './templates.ts'
import { uploadsRouter } from './uploads.ts'

export const appRouter = router({
  pipelines: pipelinesRouter,
  schemas: schemasRouter,
  preview: previewRouter,
  ml: mlRouter,
  connections: connectionsRouter,
  runs: runsRouter,
  migrate: migrateRouter,
  templates: templatesRouter,
  uploads: uploadsRouter,
  system: systemRouter,
})

export const createCaller = createCallerFactory(appRouter)

/**
 * The type of the whole API. Queries carry documents, which do not fit in URLs, so clients
 * send them by POST.
 * @example
 * const link = splitLink({
 *   condition: (op) => op.type === 'subscription',
 *   true: httpSubscriptionLink({ url: '/trpc' }),
 *   false: httpBatchLink({ url: '/trpc', methodOverride: 'POST' }),
 * })
 */
export type AppRouter = typeof appRouter
export type RouterInputs = inferRouterInputs<AppRouter>
export type RouterOutputs = inferRouterOutputs<AppRouter>
