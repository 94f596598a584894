import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { limitedTo } from './process.ts'

/** As built: `requireBuilt` comes before, so that no command of a test builds by itself. */
const program = join(import.meta.dirname, '../../dist/node/cli.js')

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface CommandOptions {
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv
  readonly input?: string
  /** In bytes: a longer file is refused as on a full disk. */
  readonly largestFile?: number
}

/** The command line as a process of its own, under way. */
export function startCommand(
  args: readonly string[],
  { cwd, env = {}, input, largestFile }: CommandOptions,
): { child: ChildProcessWithoutNullStreams; ended: Promise<Ended> } {
  // Nothing of the test's own surroundings: no CI, no colours, no connections.
  const { PATH, HOME, TMPDIR } = process.env
  const limit = largestFile === undefined ? [] : limitedTo(largestFile)
  const [command = '', ...given] = [...limit, process.execPath, program, ...args]
  const child = spawn(command, given, {
    cwd,
    env: { PATH, HOME, TMPDIR, ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (part: Buffer) => {
    stdout += part
  })
  child.stderr.on('data', (part: Buffer) => {
    stderr += part
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(input ?? '')
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  return { child, ended }
}

export const runCommand = (args: readonly string[], options: CommandOptions): Promise<Ended> =>
  startCommand(args, options).ended
