import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import multer from '@koa/multer'
import type { Context, Middleware } from 'koa'
import { formatBytes } from '../config-types.ts'
import type { Scope, Services } from '../scope.ts'
import { uploadsDir } from '../store/folders.ts'
import { add } from '../store/uploads.ts'
import { ProblemError } from './problem.ts'

/** `POST /uploads` (multipart, field `file`): straight to disk, under an id made here. */
export function uploads(services: Services, scopeOf: (ctx: Context) => Scope): Middleware {
  const limit = services.config.uploadLimit
  return async (ctx, next) => {
    if (ctx.path !== '/uploads') return next()
    if (ctx.method !== 'POST') throw new ProblemError(405, 'Files are sent by POST.')
    const scope = scopeOf(ctx)
    const file = await receive(ctx, uploadsDir(scope), limit)
    try {
      ctx.status = 201
      ctx.body = await add(scope, { id: file.filename, name: nameOf(file), size: file.size })
    } catch (error) {
      await rm(file.path, { force: true })
      throw error
    }
  }
}

async function receive(ctx: Context, folder: string, limit: number): Promise<multer.File> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const options: multer.Options & { defParamCharset: string } = {
    storage: multer.diskStorage({
      destination: folder,
      filename: (_request, _file, done) => done(null, randomUUID()),
    }),
    limits: { fileSize: limit, files: 1, fields: 0, parts: 1, headerPairs: 20 },
    defParamCharset: 'utf8',
  }
  try {
    await multer(options).single('file')(ctx, async () => undefined)
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'LIMIT_FILE_SIZE')
      throw new ProblemError(413, `The file is larger than ${formatBytes(limit)}, the limit.`)
    throw new ProblemError(400, 'The body is not one file in the multipart field “file”.')
  }
  if (!ctx.file) throw new ProblemError(400, 'The multipart field “file” is missing.')
  return ctx.file
}

/** For people only. Browsers on Windows once sent whole paths. */
function nameOf({ originalname }: multer.File): string {
  const name = basename(originalname.replaceAll('\\', '/')).replace(/\p{C}/gu, '').trim()
  return name.slice(0, 200) || 'file'
}
