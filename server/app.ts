import type { Context } from 'koa'
import Koa from 'koa'
import compress from 'koa-compress'
import conditional from 'koa-conditional-get'
import { builderFiles } from './http/builder-files.ts'
import { commandLine } from './http/command-line.ts'
import { guard } from './http/guard.ts'
import { probes } from './http/probes.ts'
import { problems } from './http/problem.ts'
import { requestLog } from './http/request-log.ts'
import { securityHeaders } from './http/security-headers.ts'
import { trpc } from './http/trpc.ts'
import { uploads } from './http/uploads.ts'
import type { Services } from './scope.ts'

export interface AppOptions {
  readonly services: Services
  readonly builderDir: string
  readonly isDraining: () => boolean
  /** What the command line shows to be given connections. */
  readonly token: string
  /** Whose request it is. */
  readonly tenantOf: (ctx: Context) => string
}

/** The whole HTTP side, from the outside in. */
export function createApp({ services, builderDir, isDraining, token, tenantOf }: AppOptions): Koa {
  const scopeOf = (ctx: Context) => ({ ...services, tenantId: tenantOf(ctx) })
  const app = new Koa()
  app.use(requestLog(services.log))
  app.use(problems(services.log))
  app.use(securityHeaders())
  app.use(probes(services, isDraining))
  app.use(guard(services.config.allowedHosts))
  app.use(commandLine(token, scopeOf))
  // An event stream is to arrive event by event.
  app.use(compress({ filter: (type) => /json|javascript|html|css|svg|text\/(?!event)/.test(type) }))
  app.use(conditional())
  app.use(trpc(services, scopeOf))
  app.use(uploads(services, scopeOf))
  app.use(builderFiles(builderDir))
  app.on('error', (error: Error & { code?: string }) => {
    const left =
      error.code === 'EPIPE' ||
      error.code === 'ECONNRESET' ||
      /premature close|aborted/i.test(error.message)
    services.log[left ? 'debug' : 'error']({ err: error }, 'response failed')
  })
  return app
}
