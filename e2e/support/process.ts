import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'

export interface Running {
  stop(): Promise<void>
}

/** A database the tests may use, or the sentence that says why there is none. */
export type Service = { url: string; missing?: never } | { url?: never; missing: string }

export function which(...names: string[]): string | undefined {
  for (const name of names) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: 'pipe' }).trim()
    } catch {}
  }
  return undefined
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })
}

/** What stands before a command whose files shall not be longer: in bytes, as a full disk would. */
export const limitedTo = (bytes: number): string[] => [
  'sh',
  '-c',
  `ulimit -f ${Math.trunc(bytes / 512)} && exec "$0" "$@"`,
]

/** Starts a server that lives in the folder `home`, and waits until it has said `ready` on stderr. */
export async function startServer(
  command: string,
  args: string[],
  options: {
    home: string
    ready: string
    stop: NodeJS.Signals
    ids?: { uid: number; gid: number }
    env?: NodeJS.ProcessEnv
  },
): Promise<Running> {
  const child = spawn(command, args, {
    ...options.ids,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  watch(child, options.home)
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}:\n${said}`)))
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk).slice(-20_000)
      if (said.includes(options.ready)) resolve()
    })
  })
  return {
    async stop() {
      await end(child, options.stop)
      rmSync(options.home, { recursive: true, force: true })
    },
  }
}

/** Takes the server and its folder along when this process ends in any way, `kill -9` included. */
function watch(child: ChildProcess, home: string): void {
  const script = 'cat >/dev/null; kill -9 "$1"; sleep 1; rm -rf "$2"'
  const args = ['-c', script, 'watchdog', String(child.pid), home]
  const watchdog = spawn('sh', args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  child.once('exit', () => watchdog.kill('SIGKILL'))
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(impatient)
}
