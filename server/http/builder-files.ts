import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Middleware } from 'koa'
import send from 'koa-send'
import { ProblemError } from './problem.ts'

/** The builder's files; every other address of the page is its index, where its router takes over. */
export function builderFiles(root: string): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next()
    const isPage = extname(ctx.path) === ''
    if (isPage && !existsSync(join(root, 'index.html')))
      throw new ProblemError(404, 'The builder has not been built: run `npm run build`.')
    const path = await send(ctx, isPage ? 'index.html' : ctx.path, { root })
    const { size, mtimeMs } = await stat(path)
    ctx.etag = `W/"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`
    // Names of assets hold a hash of their content; everything else must be asked for again.
    const isHashed = ctx.path.startsWith('/assets/')
    ctx.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
  }
}
