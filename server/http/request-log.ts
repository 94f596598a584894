import { randomUUID } from 'node:crypto'
import type { Middleware } from 'koa'
import type { Logger } from 'pino'

/** Gives each request an id and one line in the log. Queries and bodies never go there. */
export function requestLog(log: Logger): Middleware {
  return async (ctx, next) => {
    const started = performance.now()
    const request = randomUUID()
    ctx.state.requestId = request
    ctx.set('X-Request-Id', request)
    ctx.res.once('close', () => {
      const { method, path, status } = ctx
      const milliseconds = Math.round(performance.now() - started)
      const level =
        status >= 500 ? 'warn' : path === '/health' || path === '/ready' ? 'debug' : 'info'
      log[level]({ request, method, path, status, milliseconds }, 'request')
    })
    await next()
  }
}
