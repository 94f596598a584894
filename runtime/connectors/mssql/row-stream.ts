import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { closedOutput } from '../closed-output.ts'
import { cancelled } from '../network-errors.ts'
import type { Encoding } from './canonical.ts'
import { RowEncoder } from './encode.ts'
import type { Link } from './query.ts'

/**
 * Writes the rows of a query to `output` and ends it; the server waits while nobody takes
 * them. Ends with whatever ends first: the rows, the reader of the output, or the run.
 */
export async function streamRows(
  link: Link,
  sql: string,
  encodings: readonly Encoding[],
  format: 'text' | 'csv',
  output: Writable,
  signal: AbortSignal,
): Promise<{ rows: number }> {
  const stop = new AbortController()
  const closed = finished(output, { readable: false, signal: stop.signal })
  const aborted = once(signal, 'abort', { signal: stop.signal }).then(() => {
    throw cancelled()
  })
  const request = { resume: () => {} }
  const resume = () => request.resume()
  output.on('drain', resume)
  try {
    const rows = new Promise<number>((resolve, reject) => {
      const asked = new link.tedious.Request(sql, (error) => {
        if (error) return reject(error)
        encoder.flush()
        resolve(encoder.rows)
      })
      const encoder = new RowEncoder(encodings, format, (block) => {
        if (!output.write(block)) asked.pause()
      })
      request.resume = () => asked.resume()
      asked.on('row', (columns: { value: unknown }[]) => encoder.row(columns))
      link.connection.execSqlBatch(asked)
    })
    const count = await Promise.race([rows, unless(closed), aborted])
    output.end()
    await closed
    return { rows: count }
  } finally {
    stop.abort()
    output.off('drain', resume)
    resume()
    aborted.catch(() => undefined)
    closed.catch(() => undefined)
  }
}

/** An output that closes before its end has nobody behind it any more. */
async function unless(closed: Promise<void>): Promise<never> {
  await closed
  throw closedOutput()
}
