import type { Middleware } from 'koa'
import { ProblemError } from './problem.ts'

/**
 * Keeps other people's web pages out of a server that trusts everybody who can reach it:
 * the Host must be one of ours (DNS rebinding), and a page must come from the same origin (CSRF).
 */
export function guard(allowedHosts: readonly string[]): Middleware {
  const allowed = new Set(allowedHosts.map((it) => it.toLowerCase()))
  return async (ctx, next) => {
    const host = ctx.get('host').toLowerCase()
    const name = host.replace(/:\d+$/, '')
    if (!isLoopbackName(name) && !allowed.has(host) && !allowed.has(name))
      throw new ProblemError(
        421,
        'This server does not answer to that host name. Add it to MIGRATEIQ_ALLOWED_HOSTS if it should.',
      )
    if (!isSameOrigin(ctx.get('origin'), host) || !isSameSite(ctx.get('sec-fetch-site'), ctx.path))
      throw new ProblemError(403, 'Requests from pages of another origin are refused.')
    await next()
  }
}

/** `127.0.0.1`, any other address of 127/8, `::1`, `localhost`. */
export const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)

function isSameOrigin(origin: string, host: string): boolean {
  if (origin === '') return true
  return URL.canParse(origin) && new URL(origin).host === host
}

/** Images and scripts of other pages send no Origin; only links may lead here from elsewhere. */
const isSameSite = (site: string, path: string): boolean =>
  site === '' || site === 'same-origin' || site === 'none' || !/^\/(trpc|uploads)/.test(path)
