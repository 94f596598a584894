import { execFile } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const { O_RDONLY, O_WRONLY, O_RDWR, O_NONBLOCK } = constants
const execute = promisify(execFile)

/**
 * Named pipes between streams and DuckDB. All opens are non-blocking and reads and writes
 * go through sockets, so that no pipe ever occupies one of Node's few file threads.
 */
export class Pipes {
  readonly folder: string
  #free: string[] = []
  #made = 0

  private constructor(folder: string) {
    this.folder = folder
  }

  static async open(tempDir: string = tmpdir()): Promise<Pipes> {
    return new Pipes(await mkdtemp(join(tempDir, 'migrateiq-')))
  }

  /** The path of a pipe nobody uses; made four at a time. */
  async take(): Promise<string> {
    if (this.#free.length === 0) {
      const paths = Array.from({ length: 4 }, () => join(this.folder, `pipe-${this.#made++}`))
      await execute('mkfifo', ['-m', '600', ...paths])
      this.#free.push(...paths)
    }
    return this.#free.pop() as string
  }

  giveBack(path: string): void {
    this.#free.push(path)
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** Waits until somebody opens the pipe for reading, then returns its writing end. */
export async function openWriter(path: string, signal: AbortSignal): Promise<Socket> {
  for (let wait = 1; ; wait = Math.min(wait * 2, 20)) {
    signal.throwIfAborted()
    try {
      const fd = openSync(path, O_WRONLY | O_NONBLOCK)
      return new Socket({ fd, readable: false, writable: true })
    } catch (error) {
      // No reader yet.
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error
    }
    await sleep(wait, undefined, { signal })
  }
}

/**
 * The reading end. Its stream ends only after `allow()`: while the pipe is held open, a
 * writer that has broken down cannot be mistaken for the end of the rows.
 */
export function openReader(path: string): { stream: Socket; allowEnd: () => void } {
  const fd = openSync(path, O_RDONLY | O_NONBLOCK)
  const hold = openSync(path, O_RDWR | O_NONBLOCK)
  let held = true
  const allowEnd = () => {
    if (held) closeSync(hold)
    held = false
  }
  const stream = new Socket({ fd, readable: true, writable: false })
  return { stream, allowEnd }
}

/** Lets a thread go that waits in `open` of a pipe whose other end will never come. */
export function release(path: string): void {
  try {
    closeSync(openSync(path, O_RDWR | O_NONBLOCK))
  } catch {
    // The pipe is gone, and with it whoever waited.
  }
}

/** The other side has closed the pipe before the end: what a LIMIT does to its source. */
export const isClosedPipe = (error: unknown): boolean =>
  ['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'].includes(
    (error as NodeJS.ErrnoException | undefined)?.code ?? '',
  )
