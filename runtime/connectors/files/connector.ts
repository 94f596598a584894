import { constants } from 'node:fs'
import { access, readdir, stat } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { field } from '../../../nodes/kit/field.ts'
import { MigrateError } from '../../error.ts'
import type { Session, TestStep } from '../connector.ts'
import { defineConnector } from '../define-connector.ts'

const settings = z.strictObject({
  root: z
    .string()
    .min(1)
    .max(4096)
    .refine(isAbsolute, 'must be an absolute path')
    .meta(field({ title: msg`Folder`, help: msg`A folder of files to read and write.` })),
})

/**
 * A folder. File nodes read and write files by their paths, through DuckDB; a connection
 * of this kind names a folder and says whether it can be used.
 */
export const filesConnector = defineConnector({
  system: 'files',
  title: 'Files',
  settings,
  schemes: ['file:'],
  parseUrl: (url) => ({ root: fileURLToPath(new URL(pathToFileURL(resolve(url.pathname)))) }),
  describe: ({ root }) => root,
  load: async () => ({
    test: ({ root }) => testFolder(root),
    open: ({ root }) => openFolder(root),
  }),
})

async function* testFolder(root: string): AsyncIterable<TestStep> {
  const steps: readonly [TestStep['step'], () => Promise<string>][] = [
    ['connect', () => folderExists(root)],
    ['privileges', () => access(root, constants.R_OK | constants.X_OK).then(() => 'May be read.')],
    ['read', () => readdir(root).then((names) => `${names.length} entries.`)],
  ]
  for (const [step, work] of steps) {
    const start = performance.now()
    const since = () => Math.round(performance.now() - start)
    try {
      yield { step, ok: true, detail: await work(), milliseconds: since() }
    } catch (error) {
      const failure = folderError(root, error)
      const detail = `${failure.message} ${failure.data.hint ?? ''}`.trim()
      yield { step, ok: false, detail, milliseconds: since(), error: failure.toData() }
      return
    }
  }
}

async function folderExists(root: string): Promise<string> {
  const found = await stat(root)
  if (!found.isDirectory())
    throw new MigrateError('FILE_UNREADABLE', `“${root}” is a file, not a folder.`, {
      hint: 'Give the folder it is in.',
    })
  return 'The folder exists.'
}

function folderError(root: string, error: unknown): MigrateError {
  if (error instanceof MigrateError) return error
  const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
  return missing
    ? new MigrateError('FILE_NOT_FOUND', `There is no folder “${root}”.`, {
        hint: 'Create it, or correct the path.',
        cause: error,
      })
    : new MigrateError('FILE_UNREADABLE', `The folder “${root}” cannot be used.`, {
        hint: 'Check its permissions.',
        cause: error,
      })
}

async function openFolder(root: string): Promise<Session> {
  await folderExists(root).catch((error: unknown) => {
    throw folderError(root, error)
  })
  const noTables = async () => {
    throw new MigrateError('INVALID_CONNECTION', `“${root}” is a folder, not a database.`, {
      hint: 'Use a File node with the path of a file.',
    })
  }
  return {
    system: 'files',
    catalog: async () => [],
    schemaOf: noTables,
    reader: noTables,
    sink: noTables,
    cancel: async () => undefined,
    close: async () => undefined,
  }
}
