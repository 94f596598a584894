import type { Duplex, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { cancelled } from '../network-errors.ts'
import { CopyMessages, isError } from './copy-messages.ts'

/** The driver's connection, as much of it as is used. */
interface Wire {
  readonly stream: Duplex
  query(sql: string): void
}

type Listener = (chunk: Buffer) => void

/**
 * Sends COPY … TO STDOUT and writes its rows to `output`, which it ends. Resolves with their
 * number once the output has taken them all. After a failure the connection is of no use.
 */
export async function copyOut(
  client: pg.Client,
  sql: string,
  output: Writable,
  signal: AbortSignal,
): Promise<number> {
  const stop = new AbortController()
  const taken = finished(output, { readable: false, signal: stop.signal })
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => reject(cancelled())
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { signal: stop.signal })
  })
  try {
    const done = Promise.all([copyRows(client, sql, output), taken])
    const [rows] = await Promise.race([done, aborted])
    return rows
  } finally {
    stop.abort()
  }
}

/** Stands in for the driver's parser, which would make an object of every row. */
function copyRows(client: pg.Client, sql: string, output: Writable): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    const messages = new CopyMessages()
    let rows = 0
    let release: () => void = () => undefined
    client.query({
      submit(wire: Wire) {
        release = listen(wire.stream, messages, output)
        wire.query(sql)
      },
      handleCommandComplete({ text }: { text: string }) {
        rows = Number(/COPY (\d+)/.exec(text)?.[1] ?? 0)
      },
      handleReadyForQuery: () => resolve(rows),
      handleError(error: Error) {
        release()
        reject(error)
      },
    } as pg.Submittable)
  })
}

/** @returns what gives the socket back to the driver. */
function listen(stream: Duplex, messages: CopyMessages, output: Writable): () => void {
  const [driver] = stream.listeners('data') as Listener[]
  const resume = () => void stream.resume()
  const release = () => {
    stream.off('data', take)
    output.off('drain', resume)
    if (driver && !stream.listeners('data').includes(driver)) stream.on('data', driver)
    stream.resume()
  }
  const take = (chunk: Buffer) => {
    const found = messages.take(chunk)
    if (found.length > 0 && !output.write(found)) stream.pause()
    if (!messages.rest) return
    release()
    // What an error has cut off is no end.
    if (!isError(messages.rest)) output.end()
    driver?.(messages.rest)
  }
  if (driver) stream.off('data', driver)
  output.on('drain', resume)
  stream.on('data', take)
  return release
}
