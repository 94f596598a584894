import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import type { MigrateError } from '../error.ts'
import { toMigrateError } from '../error.ts'
import type { DuckDbSession } from './duckdb-session.ts'
import { cancelled } from './duckdb-session.ts'
import { isClosedPipe, openReader, openWriter, release } from './pipes.ts'

/** Something that writes into a pipe DuckDB reads. */
export interface Feed {
  readonly path: string
  /** Writes all rows to `output` and ends it. */
  readonly write: (output: Writable, signal: AbortSignal) => Promise<unknown>
}

export interface Statement<T> {
  readonly sql: string
  readonly feeds: readonly Feed[]
  /** The pipe the statement writes to, and who reads it. */
  readonly output?:
    | {
        readonly path: string
        readonly read: (rows: Socket, signal: AbortSignal) => Promise<T>
      }
    | undefined
}

/**
 * Runs a statement with its feeds and its reader side by side. The reader sees the end of
 * the rows only after the statement and every feed have ended well; whatever fails stops
 * all the others, and the first failure is thrown. `written` is what DuckDB says it wrote.
 */
export async function runStatement<T = void>(
  session: DuckDbSession,
  statement: Statement<T>,
  signal: AbortSignal,
): Promise<{ written: number; result: T | undefined }> {
  if (signal.aborted) throw cancelled(signal)
  const stop = new AbortController()
  let failure: MigrateError | undefined
  const fail = (error: unknown) => {
    failure ??= toMigrateError(error)
    stop.abort(failure)
  }
  const cancel = () => fail(cancelled(signal))
  signal.addEventListener('abort', cancel, { once: true })

  const output = statement.output && openReader(statement.output.path)
  const paths = statement.feeds.map((f) => f.path)
  if (statement.output) paths.push(statement.output.path)
  stop.signal.addEventListener('abort', () => {
    output?.stream.destroy(failure)
    output?.allowEnd()
  })

  const query = session.run(statement.sql, stop.signal).catch(fail)
  const ended = new AbortController()
  void query.then(() => ended.abort())
  const feeds = statement.feeds.map((feed) => runFeed(feed, stop.signal, ended.signal).catch(fail))
  const reading = output && statement.output?.read(output.stream, stop.signal).catch(fail)
  const freeing = freeThreads(paths, stop.signal, ended.signal)

  const [written] = await Promise.all([query, freeing, ...feeds])
  output?.allowEnd()
  const result = await reading
  output?.stream.destroy()
  signal.removeEventListener('abort', cancel)
  if (failure) throw failure
  return { written: written ?? 0, result: result as T | undefined }
}

/**
 * Writes one feed. When the statement has ended without reading on (a LIMIT does that, a
 * failure too), a pipe that breaks is no failure of the feed.
 */
async function runFeed(feed: Feed, stop: AbortSignal, ended: AbortSignal): Promise<void> {
  const over = AbortSignal.any([stop, ended])
  const pipe = await openWriter(feed.path, over).catch((error: unknown) => {
    if (over.aborted) return undefined
    throw error
  })
  if (!pipe) return
  // Errors of the pipe reach the writer of the feed; nobody else needs to hear them.
  pipe.on('error', () => undefined)
  const close = () => pipe.destroy()
  over.addEventListener('abort', close, { once: true })
  try {
    const writing = feed.write(pipe, stop)
    await Promise.race([writing, patience(over)])
  } catch (error) {
    if (over.aborted) return
    if (!isClosedPipe(error) && !isClosedPipe((error as Error).cause)) throw error
    // DuckDB has closed the pipe: how the statement ends decides.
  } finally {
    over.removeEventListener('abort', close)
    pipe.destroy()
  }
}

/** Resolves a while after the abort: a server that does not answer may not hold up a cancel. */
const patience = (over: AbortSignal) =>
  new Promise<void>((resolve) => {
    const wait = () => setTimeout(resolve, 500).unref()
    if (over.aborted) wait()
    else over.addEventListener('abort', wait, { once: true })
  })

/** Threads of DuckDB that wait in `open` of a pipe do not hear an interrupt. */
async function freeThreads(
  paths: readonly string[],
  stop: AbortSignal,
  ended: AbortSignal,
): Promise<void> {
  await new Promise<void>((resolve) => {
    if (stop.aborted || ended.aborted) return resolve()
    stop.addEventListener('abort', () => resolve(), { once: true })
    ended.addEventListener('abort', () => resolve(), { once: true })
  })
  while (!ended.aborted) {
    for (const path of paths) release(path)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
