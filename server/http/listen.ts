import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MigrateError } from '../../runtime/error.ts'
import type { Config } from '../config.ts'

export interface Door {
  readonly url: string
  close(): Promise<void>
}

/** An upload may take its time; a header may not. */
const requestTimeout = 60 * 60 * 1000

export async function listen(
  callback: RequestListener,
  { host, port }: Pick<Config, 'host' | 'port'>,
): Promise<Door> {
  const server = createServer({ requestTimeout, headersTimeout: 30_000 }, callback)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(refused(host, port, cause)))
    server.listen(port, host, resolve)
  })
  const { port: actual } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        // Answers that are on their way get a moment; nobody's open page holds us back for longer.
        setTimeout(() => server.closeAllConnections(), 1000).unref()
      }),
  }
}

const refused = (host: string, port: number, cause: NodeJS.ErrnoException) =>
  new MigrateError('INVALID_USAGE', `Cannot listen on ${host}:${port}: ${reason(cause)}.`, {
    hint: 'Choose another port with --port, or 0 for any free one.',
    cause,
  })

const reason = ({ code, message }: NodeJS.ErrnoException) =>
  code === 'EADDRINUSE' ? 'another program is using it' : message
