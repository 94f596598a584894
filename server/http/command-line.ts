import { randomBytes, timingSafeEqual } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context, Middleware } from 'koa'
import { MigrateError } from '../../runtime/error.ts'
import type { Scope } from '../scope.ts'
import { list, resolve } from '../store/connections.ts'
import { isLoopbackName } from './guard.ts'
import { ProblemError } from './problem.ts'

const route = '/command-line/connections'

/** A new one for every start. */
export const makeToken = (): string => randomBytes(32).toString('base64url')

/**
 * Tells who may read the data folder how to ask this server for connections. They could
 * read the secrets there anyway: the key lies beside the database.
 * @returns what takes it back
 */
export function publishToken(dataDir: string, url: string, token: string): () => void {
  const file = join(dataDir, 'server.json')
  const draft = `${file}.${process.pid}`
  // A new file: one that is there keeps its own mode.
  rmSync(draft, { force: true })
  writeFileSync(draft, `${JSON.stringify({ url, token })}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(draft, file)
  return () => rmSync(file, { force: true })
}

/**
 * Connections with their secrets, for the command line of this machine: names at `route`, one
 * at `route/<name>`. No page may ask, whatever it knows.
 */
export function commandLine(token: string, scopeOf: (ctx: Context) => Scope): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== route && !ctx.path.startsWith(`${route}/`)) return next()
    ctx.set('Cache-Control', 'no-store')
    if (ctx.method !== 'GET') throw new ProblemError(405, 'Connections are read by GET.')
    const address = (ctx.req.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
    const fromPage = ctx.get('origin') !== '' || ctx.get('sec-fetch-site') !== ''
    if (fromPage || !isLoopbackName(address))
      throw new ProblemError(403, 'Only the command line of this machine may ask for that.')
    if (!isEqual(ctx.get('authorization'), `Bearer ${token}`))
      throw new ProblemError(401, 'The token is that of another start of the server.')
    ctx.body = await answer(scopeOf(ctx), ctx.path.slice(route.length + 1))
  }
}

async function answer(scope: Scope, encoded: string): Promise<object> {
  if (encoded === '') return { names: (await list(scope)).map((c) => c.name) }
  try {
    const { name, system, settings } = await resolve(scope, decodeURIComponent(encoded))
    // Relative paths of a setting start where the server runs.
    return { name, system, settings, folder: process.cwd() }
  } catch (error) {
    if (error instanceof URIError) throw new ProblemError(400, 'The name is not well encoded.')
    if (error instanceof MigrateError && error.code === 'UNKNOWN_CONNECTION')
      throw new ProblemError(404, error.message)
    throw error
  }
}

function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
