import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface Measured {
  readonly seconds: number
  /**
   * Resident memory of the process and all its descendants, each at its own highest: rather more
   * than they ever had together.
   */
  readonly peakBytes: number
  readonly stdout: string
}

/** Milliseconds. Looking through all processes takes several of them, from those who are measured. */
const sampleEvery = 200

/** Runs a command to its end and measures it from outside; a failure throws with its output. */
export async function measure(
  command: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string } = {},
): Promise<Measured> {
  const [program = '', ...args] = command
  const started = performance.now()
  const child = spawn(program, args, {
    env: { ...process.env, ...options.env },
    cwd: options.cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(options.input ?? '')
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk))
  child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk).slice(-4000)))
  let peakBytes = 0
  const sample = setInterval(() => {
    if (child.pid) peakBytes = Math.max(peakBytes, treeBytes(child.pid))
  }, sampleEvery)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  clearInterval(sample)
  const seconds = (performance.now() - started) / 1000
  if (code !== 0) throw new Error(`${command.join(' ')} exited with ${code}\n${stdout}\n${stderr}`)
  return { seconds, peakBytes, stdout }
}

/** A pipeline of the shell, e.g. `psql … | psql …`; fails when any part fails. */
export const measureShell = (script: string, env: NodeJS.ProcessEnv = {}): Promise<Measured> =>
  measure(['bash', '-c', `set -euo pipefail; ${script}`], { env })

function treeBytes(root: number): number {
  const parents = new Map<number, number>()
  const bytes = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0))
      bytes.set(Number(name), Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024)
    } catch {
      // The process ended between the two calls.
    }
  }
  let sum = 0
  for (const [pid, size] of bytes) {
    for (let at: number | undefined = pid; at; at = parents.get(at))
      if (at === root) {
        sum += size
        break
      }
  }
  return sum
}
