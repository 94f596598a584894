import type { Connection, Session } from '../connectors/connector.ts'
import { connectors } from '../connectors/registry.ts'
import { MigrateError, toMigrateError } from '../error.ts'
import type { ConnectionSource } from './input.ts'

/** The open endpoints of a run, by connection name; each opened once. */
export class Sessions {
  readonly #source: ConnectionSource
  readonly #signal: AbortSignal | undefined
  readonly #open = new Map<string, Promise<Session>>()

  constructor(source: ConnectionSource, signal?: AbortSignal) {
    this.#source = source
    this.#signal = signal
  }

  get(name: string): Promise<Session> {
    const known = this.#open.get(name)
    if (known) return known
    const opening = this.#source.get(name).then((c) => openSession(c, this.#signal))
    // A connection that could not be opened may be tried again.
    opening.catch(() => this.#open.delete(name))
    this.#open.set(name, opening)
    return opening
  }

  /** Stops whatever runs, on the servers too. */
  async cancel(): Promise<void> {
    await this.#each((session) => session.cancel())
  }

  async close(): Promise<void> {
    await this.#each((session) => session.close())
    this.#open.clear()
  }

  async #each(work: (session: Session) => Promise<void>): Promise<void> {
    const sessions = await Promise.allSettled(this.#open.values())
    await Promise.allSettled(
      sessions.flatMap((s) => (s.status === 'fulfilled' ? [work(s.value)] : [])),
    )
  }
}

async function openSession(connection: Connection, signal?: AbortSignal): Promise<Session> {
  const connector = connectors.get(connection.system)
  if (!connector)
    throw new MigrateError('INVALID_CONNECTION', `There is no connector “${connection.system}”.`, {
      hint: `Use one of: ${[...connectors.keys()].join(', ')}.`,
    })
  try {
    return await connector.open(connection.settings, signal)
  } catch (error) {
    throw toMigrateError(error)
  }
}
