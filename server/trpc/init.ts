import { initTRPC } from '@trpc/server'
import { z } from 'zod'
import type { Scope } from '../scope.ts'
import { extrasOf, toTrpcError } from './errors.ts'

const t = initTRPC.context<Scope>().create({
  sse: {
    // Proxies and browsers drop a silent stream; the client reconnects with its last event id.
    ping: { enabled: true, intervalMs: 10_000 },
    client: { reconnectAfterInactivityMs: 30_000 },
  },
  errorFormatter({ shape, error }) {
    const known = toTrpcError(error)
    const { stack: _, ...data } = shape.data
    return {
      ...shape,
      message: known.message,
      data: { ...data, code: known.code, ...extrasOf(known) },
    }
  },
})

export const router = t.router
export const createCallerFactory = t.createCallerFactory

export const procedure = t.procedure.use(async ({ next }) => {
  const result = await next()
  if (!result.ok) throw toTrpcError(result.error)
  return result
})

export const id = z.uuid()
export const name = z.string().trim().min(1).max(200)
/** Values of a pipeline's parameters by name. */
export const parameters = z.record(z.string().max(64), z.string().max(100_000)).default({})
/** Of a table, an expression, a node: what a document calls by name. */
export const label = z.string().min(1).max(200)
