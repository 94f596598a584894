import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Issue } from '../../../nodes/kit/issue.ts'
import { hasErrors } from '../../../nodes/kit/issue.ts'
import { MigrateError } from '../../error.ts'
import { parsePipeline } from '../../pipeline/parse.ts'
import type { Pipeline } from '../../pipeline/schema.ts'

/** Thrown with the problems that keep a pipeline from running; printed one a line. */
export class IssuesError extends Error {
  override readonly name = 'IssuesError'
  readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[]) {
    super('The pipeline has problems.')
    this.issues = issues
  }
}

/** Reads a pipeline file (`-`: standard input). Relative paths in it start at its folder. */
export async function loadPipeline(file: string): Promise<{ pipeline: Pipeline; baseDir: string }> {
  const text = file === '-' ? await readStandardInput() : await readText(file)
  const { pipeline, issues } = parsePipeline(text)
  if (!pipeline) throw new IssuesError(issues)
  return { pipeline, baseDir: file === '-' ? process.cwd() : dirname(resolve(file)) }
}

export function refuseErrors(issues: readonly Issue[]): void {
  if (hasErrors(issues)) throw new IssuesError(issues)
}

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`
    throw new MigrateError('INVALID_USAGE', `The file ${file} ${reason}.`, {
      hint: 'Check the path.',
      cause: error,
    })
  }
}

async function readStandardInput(): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
