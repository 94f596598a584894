import { STATUS_CODES } from 'node:http'
import type { Middleware } from 'koa'
import type { Logger } from 'pino'

/** A refusal of the HTTP layer, told as `application/problem+json`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

/** Turns what is thrown, and what nobody answers, into problem documents (RFC 9457). */
export function problems(log: Logger): Middleware {
  return async (ctx, next) => {
    try {
      await next()
      if (ctx.status === 404 && ctx.body == null)
        throw new ProblemError(404, 'There is nothing at this address.')
    } catch (error) {
      const known = error instanceof ProblemError || isExposed(error)
      const status = known ? error.status : 500
      if (!known) log.error({ err: error, request: ctx.state.requestId }, 'request failed')
      ctx.status = status
      ctx.body = JSON.stringify({
        type: 'about:blank',
        title: STATUS_CODES[status] ?? 'Error',
        status,
        detail: known ? error.message : 'The server failed.',
        requestId: ctx.state.requestId,
      })
      ctx.type = 'application/problem+json'
    }
  }
}

/** Errors of Koa's own middleware that are meant for the client. */
const isExposed = (error: unknown): error is Error & { status: number } =>
  error instanceof Error && 'expose' in error && error.expose === true && 'status' in error
