import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { Context, Middleware } from 'koa'
import { formatBytes } from '../config-types.ts'
import type { Scope, Services } from '../scope.ts'
import { appRouter } from '../trpc/router.ts'
import { ProblemError } from './problem.ts'

/** tRPC under `/trpc`, through web requests and responses. */
export function trpc(services: Services, scopeOf: (ctx: Context) => Scope): Middleware {
  const { config, log } = services
  return async (ctx, next) => {
    if (ctx.path !== '/trpc' && !ctx.path.startsWith('/trpc/')) return next()
    const response = await fetchRequestHandler({
      endpoint: '/trpc',
      req: await toRequest(ctx, config.requestLimit),
      router: appRouter,
      // Documents in the inputs of queries do not fit in URLs.
      allowMethodOverride: true,
      maxBatchSize: 100,
      createContext: () => scopeOf(ctx),
      onError({ error, path }) {
        if (error.code !== 'INTERNAL_SERVER_ERROR') return
        log.error(
          { err: error.cause ?? error, path, request: ctx.state.requestId },
          'procedure failed',
        )
      },
    })
    send(ctx, response)
  }
}

async function toRequest(ctx: Context, limit: number): Promise<Request> {
  const gone = new AbortController()
  ctx.res.once('close', () => gone.abort())
  const { method, headers } = ctx.req
  const body = method === 'GET' || method === 'HEAD' ? null : await readBody(ctx, limit)
  return new Request(new URL(ctx.originalUrl, 'http://localhost'), {
    method: method ?? 'GET',
    headers: Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    ),
    signal: gone.signal,
    body,
  })
}

async function readBody(ctx: Context, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Buffer[] = []
  let size = Number(ctx.req.headers['content-length'] ?? 0)
  if (size <= limit) {
    size = 0
    // Not destroyed where we stop reading: the refusal goes out on the same socket.
    for await (const part of ctx.req.iterator({
      destroyOnReturn: false,
    }) as AsyncIterable<Buffer>) {
      size += part.length
      if (size > limit) break
      parts.push(part)
    }
  }
  if (size <= limit) return Buffer.concat(parts)
  // What is still on its way is not read, so nothing else can follow it.
  ctx.set('Connection', 'close')
  throw new ProblemError(413, `The request is larger than ${formatBytes(limit)}, the limit.`)
}

function send(ctx: Context, response: Response): void {
  ctx.status = response.status
  for (const [name, value] of response.headers) {
    if (name !== 'transfer-encoding') ctx.append(name, value)
  }
  ctx.body = response.body ? Readable.fromWeb(response.body as ReadableStream) : null
}
