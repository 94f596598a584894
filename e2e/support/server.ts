import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { vi } from 'vitest'
import type { ServerOptions } from '../../server/main.ts'
import { startServer } from '../../server/main.ts'
import type { AppRouter } from '../../server/trpc/router.ts'
import { requireBuilt } from './built.ts'
import { freshDatabase } from './services.ts'

// Here rather than in a hook: a build may take longer than hooks may.
requireBuilt()
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

export type Dialect = 'sqlite' | 'postgres'
export type TestServer = Awaited<ReturnType<typeof startTestServer>>

/** A real server on a free port, with a data folder that `stop` removes. */
export async function startTestServer(
  options: ServerOptions & { dialect?: Dialect; dataDir?: string; databaseUrl?: string } = {},
) {
  const { dialect = 'sqlite', dataDir = mkdtempSync(join(tmpdir(), 'migrateiq-server-')) } = options
  const databaseUrl =
    options.databaseUrl ?? (dialect === 'postgres' ? await freshDatabase('postgres') : undefined)
  const log: string[] = []
  const logTo = new PassThrough().on('data', (line: Buffer) => log.push(line.toString()))
  const server = await startServer({
    ...options,
    flags: { port: 0, dataDir, ...options.flags },
    env: { ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}), ...options.env },
    logTo: options.logTo ?? logTo,
  })
  /** Every response body that any client here has received. */
  const received: string[] = []
  const listening = async (input: string | URL | Request, init?: RequestInit) => {
    const response = await fetch(input, init)
    if (!/event-stream/.test(response.headers.get('content-type') ?? ''))
      received.push(await response.clone().text())
    return response
  }
  const client = createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${server.url}/trpc`,
        methodOverride: 'POST',
        fetch: toFetch(listening),
      }),
    ],
  })
  return {
    ...server,
    client,
    dataDir,
    databaseUrl,
    received,
    log,
    fetch: (path: string, init?: RequestInit) => listening(`${server.url}${path}`, init),
    /** The events of a subscription as they come. */
    subscribe: (path: string, input: unknown, signal?: AbortSignal) =>
      readEvents(server.url, path, input, received, signal),
    /** All that a subscription has said when it is over; fails when it did not end in order. */
    async collect(path: string, input: unknown): Promise<unknown[]> {
      const items: unknown[] = []
      for await (const { event, data } of readEvents(server.url, path, input, received)) {
        if (event === 'return') return items
        if (event !== 'message') throw new Error(`${event}: ${JSON.stringify(data)}`)
        items.push(data)
      }
      throw new Error('The stream broke off.')
    },
    async stop() {
      await server.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** tRPC's own narrower type of `fetch`. */
const toFetch =
  (ask: (url: string, init: RequestInit) => Promise<Response>) =>
  (url: RequestInfo | URL | string, init?: object) =>
    ask(String(url), init as RequestInit)

export interface ServerEvent {
  readonly event: string
  readonly id: string | undefined
  readonly data: unknown
}

async function* readEvents(
  url: string,
  path: string,
  input: unknown,
  received: string[],
  signal?: AbortSignal,
): AsyncGenerator<ServerEvent> {
  const query = new URLSearchParams({ input: JSON.stringify(input) })
  const headers = { accept: 'text/event-stream' }
  const response = await fetch(`${url}/trpc/${path}?${query}`, { headers, signal: signal ?? null })
  if (!response.body) throw new Error('no body')
  let rest = ''
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    received.push(part)
    const blocks = (rest + part).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = parseEvent(block)
      if (event.event !== 'connected' && event.event !== 'ping') yield event
      if (event.event === 'return') return
    }
  }
}

function parseEvent(block: string): ServerEvent {
  const fields = new Map<string, string>()
  for (const line of block.trim().split('\n')) {
    const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? []
    if (name !== undefined) fields.set(name, value ?? '')
  }
  const data = fields.get('data')
  return {
    event: fields.get('event') ?? 'message',
    id: fields.get('id'),
    data: data ? JSON.parse(data) : undefined,
  }
}
