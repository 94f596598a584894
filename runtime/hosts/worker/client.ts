import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ErrorCode } from '../../error.ts'
import { MigrateError } from '../../error.ts'
import type { ErrorData } from '../../report.ts'
import type {
  WorkerAnswer,
  WorkerEvents,
  WorkerKind,
  WorkerRequest,
  WorkerResults,
} from './protocol.ts'

/** A request without the id, which the client gives. */
export type RequestOf<K extends WorkerKind> = Omit<Extract<WorkerRequest, { kind: K }>, 'id'>

export interface Worker {
  /** Resolves when the process has loaded. */
  readonly ready: Promise<void>
  readonly pid: number | undefined
  isAlive(): boolean
  /** Rejects with a MigrateError; an abort stops the work, and the process where it does not obey. */
  request<K extends Exclude<WorkerKind, 'cancel'>>(
    request: RequestOf<K>,
    options?: {
      readonly signal?: AbortSignal | undefined
      readonly onEvent?: (event: K extends keyof WorkerEvents ? WorkerEvents[K] : never) => void
    },
  ): Promise<WorkerResults[K]>
  /** Ends the process at once. */
  kill(): void
}

interface Pending {
  resolve(result: unknown): void
  reject(error: Error): void
  event(event: unknown): void
}

/** How long a worker may take to stop what was cancelled. */
const patience = 1000

/** Starts a worker process. One run takes one of its own; short work may share one. */
export function startWorker(): Worker {
  const child = fork(workerFile(), [], {
    serialization: 'advanced',
    stdio: ['ignore', 2, 2, 'ipc'],
    env: workerEnvironment(),
  })
  const pending = new Map<string, Pending>()
  let alive = true
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: WorkerAnswer) => {
      if ('ready' in message) resolve()
      else settle(pending, message)
    })
    const end = (how: string) => {
      alive = false
      const error = new MigrateError('WORKER_LOST', `The worker process ended: ${how}.`, {
        hint: 'If memory ran out, lower the memory limit of the engine. A run can be resumed.',
      })
      reject(error)
      for (const request of pending.values()) request.reject(error)
      pending.clear()
    }
    child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`))
    child.once('error', (error) => end(error.message))
  })
  // Whoever waits for `ready` or for an answer hears it; nobody has to.
  ready.catch(() => undefined)
  return {
    ready,
    pid: child.pid,
    isAlive: () => alive,
    kill: () => void child.kill('SIGKILL'),
    request: (request, options = {}) =>
      ask(child, pending, request, options as AskOptions) as Promise<never>,
  }
}

interface AskOptions {
  readonly signal?: AbortSignal
  readonly onEvent?: (event: unknown) => void
}

function ask(
  child: ChildProcess,
  pending: Map<string, Pending>,
  request: object,
  { signal, onEvent }: AskOptions,
): Promise<unknown> {
  if (signal?.aborted) return Promise.reject(cancelled())
  const id = randomUUID()
  let timer: NodeJS.Timeout | undefined
  const stop = () => {
    child.send({ id: randomUUID(), kind: 'cancel', target: id })
    timer = setTimeout(() => child.kill('SIGKILL'), patience)
  }
  const answer = new Promise<unknown>((resolve, reject) => {
    pending.set(id, { resolve, reject, event: onEvent ?? (() => undefined) })
    child.send({ ...request, id }, (error) => {
      if (error) reject(new MigrateError('WORKER_LOST', 'The worker process cannot be reached.'))
    })
  })
  signal?.addEventListener('abort', stop, { once: true })
  return answer.finally(() => {
    clearTimeout(timer)
    pending.delete(id)
    signal?.removeEventListener('abort', stop)
  })
}

function settle(pending: Map<string, Pending>, message: Exclude<WorkerAnswer, { ready: true }>) {
  const request = pending.get(message.id)
  if (!request) return
  if ('event' in message) request.event(message.event)
  else if ('error' in message) request.reject(fromData(message.error))
  else request.resolve(message.result)
}

const cancelled = () => new MigrateError('CANCELLED', 'Cancelled.')

function fromData({ code, message, ...data }: ErrorData): MigrateError {
  return new MigrateError(code as ErrorCode, message, data)
}

/** A worker gets no secret of its server: only what Node.js, DuckDB and TLS look at. */
function workerEnvironment(): NodeJS.ProcessEnv {
  const wanted =
    /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SystemRoot|NODE_\w+|SSL_CERT_\w+)$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => wanted.test(name)))
}

/** Beside this module when built; in a checkout's `dist` when run from source. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./worker.js', import.meta.url))
  if (existsSync(beside)) return beside
  let folder = dirname(beside)
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder))
    folder = dirname(folder)
  return join(folder, 'dist', 'node', 'worker.js')
}
