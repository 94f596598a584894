import type { TestStep } from '../../runtime/connectors/connector.ts'
import { MigrateError } from '../../runtime/error.ts'
import type { RequestOf, Worker } from '../../runtime/hosts/worker/client.ts'
import { startWorker } from '../../runtime/hosts/worker/client.ts'
import type { WorkerResults } from '../../runtime/hosts/worker/protocol.ts'
import { collect } from './collect.ts'
import type { InspectKind, Tools } from './tools.ts'

type Short = 'plan-migration' | 'discover' | 'preview' | 'catalog' | InspectKind

/** The builder's short work, all in one warm worker process; a new one when it is gone. */
export function createTools(): Tools {
  let worker = startWorker()
  let ready = false
  let closed = false

  const watch = (started: Worker) => {
    const here = () => {
      ready = started === worker
    }
    started.ready.then(here, () => undefined)
    return started
  }
  watch(worker)

  function current(): Worker {
    if (closed) throw new MigrateError('SERVER_STOPPED', 'The server is shutting down.')
    if (worker.isAlive()) return worker
    ready = false
    worker = startWorker()
    return watch(worker)
  }

  /** Reading may be done twice: what a neighbour's crash took down is asked again, once. */
  async function ask<K extends Short>(
    request: RequestOf<K>,
    signal: AbortSignal | undefined,
  ): Promise<WorkerResults[K]> {
    try {
      return await current().request<K>(request, { signal })
    } catch (error) {
      const lost = error instanceof MigrateError && error.code === 'WORKER_LOST'
      if (!lost || signal?.aborted) throw error
      return current().request<K>(request, { signal })
    }
  }

  return {
    async discover(request, signal) {
      const { schemas, issues } = await ask<'discover'>({ ...request, kind: 'discover' }, signal)
      return { schemas: Object.fromEntries(schemas), issues }
    },
    preview: (request, { node, port, limit }, signal) =>
      ask<'preview'>({ ...request, kind: 'preview', node, port, limit }, signal),
    inspect: (request, signal) => ask(request, signal),
    plan: (request, signal) =>
      ask<'plan-migration'>({ ...request, kind: 'plan-migration' }, signal),
    catalog: (connection, signal) => ask<'catalog'>({ kind: 'catalog', connection }, signal),
    test: (connection, signal) =>
      collect<TestStep>((onEvent, gone) => {
        const stop = signal ? AbortSignal.any([signal, gone]) : gone
        const request = { kind: 'test-connection', connection } as const
        return current().request<'test-connection'>(request, { signal: stop, onEvent })
      }),
    isReady: () => !closed && ready && current().isAlive(),
    async close() {
      closed = true
      worker.kill()
      await worker.ready.catch(() => undefined)
    },
  }
}
