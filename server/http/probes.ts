import type { Middleware } from 'koa'
import type { Services } from '../scope.ts'

/** `/health`: the process answers. `/ready`: it can do its work. */
export function probes(services: Services, isDraining: () => boolean): Middleware {
  return async (ctx, next) => {
    if (ctx.path === '/health') {
      ctx.body = { status: 'ok', version: services.version }
    } else if (ctx.path === '/ready') {
      const database = await services.db.isReady()
      const worker = services.tools.isReady()
      const ready = database && worker && !isDraining()
      ctx.status = ready ? 200 : 503
      ctx.body = { status: ready ? 'ready' : 'not ready', database, worker, draining: isDraining() }
    } else await next()
  }
}
