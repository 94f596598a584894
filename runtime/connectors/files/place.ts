import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { MigrateError } from '../../error.ts'
import { quoteLiteral } from '../../sql/quote.ts'

/** Where the paths of a pipeline begin. */
export interface FilePlace {
  readonly baseDir: string
  readonly uploadsDir?: string | undefined
}

/** Asks DuckDB; every value comes as text or null. */
export type Query = (sql: string) => Promise<(string | null)[][]>

/** The file or pattern a pipeline's path stands for, as an absolute path. */
export function resolvePath(path: string, place: FilePlace): string {
  if (path.startsWith('upload:')) return resolveUpload(path, place)
  return resolve(place.baseDir, path)
}

function resolveUpload(path: string, { uploadsDir }: FilePlace): string {
  const id = /^upload:([\w-]{1,100})(?:\/[^/\\]*)?$/.exec(path)?.[1]
  if (!id) throw notFound(path, 'Upload ids consist of letters, digits and dashes.')
  if (!uploadsDir)
    throw notFound(path, 'Uploads are known to the server only. Give a path instead.')
  return join(uploadsDir, id)
}

/** The files of a path or glob, in the order of their names. */
export async function findFiles(path: string, place: FilePlace, query: Query): Promise<string[]> {
  const absolute = resolvePath(path, place)
  const found = await stat(absolute).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES') throw unreadable(path)
    return undefined
  })
  if (found?.isFile() || found?.isFIFO()) return [absolute]
  if (found?.isDirectory())
    throw new MigrateError('FILE_UNREADABLE', `“${path}” is a folder.`, {
      hint: 'Name its files by a pattern, e.g. folder/*.csv.',
    })
  const rows = await query(
    `SELECT file FROM glob(${quoteLiteral(absolute, 'duckdb')}) ORDER BY file`,
  )
  const files = rows.map(([file]) => file ?? '')
  if (files.length > 0) return files
  throw notFound(path, 'Check the path; relative paths start at the folder of the pipeline.')
}

const notFound = (path: string, hint: string) =>
  new MigrateError('FILE_NOT_FOUND', `There is no file “${path}”.`, { hint, details: { path } })

const unreadable = (path: string) =>
  new MigrateError('FILE_UNREADABLE', `The file “${path}” may not be read.`, {
    hint: 'Check the permissions of the file and its folder.',
    details: { path },
  })
