import { registry } from '../../../nodes/index.ts'
import type { Connection } from '../../connectors/connector.ts'
import { connectors } from '../../connectors/registry.ts'
import type { ConnectionSource, EngineInput } from '../../engine/index.ts'
import { discoverSchemas, previewPort, profilePort, runPipeline } from '../../engine/index.ts'
import { planMigration } from '../../engine/migrate/index.ts'
import { migrationOptions } from '../../engine/migrate-stage.ts'
import { MigrateError, toMigrateError } from '../../error.ts'
import { nodeRedHost } from '../node-red/node-red-host.ts'
import { findMatches, findRules, findTypes } from './inspect-port.ts'
import type { WorkerAnswer, WorkerRequest } from './protocol.ts'
import { requestSchema } from './protocol.ts'

/** The child process that touches data: it answers requests over IPC and ends with its parent. */
const running = new Map<string, AbortController>()

const answer = (message: WorkerAnswer): void => {
  if (process.connected) process.send?.(message)
}

process.on('message', (message) => {
  const read = requestSchema.safeParse(message)
  if (read.success) void serve(read.data)
  else answer({ id: String((message as { id?: unknown } | null)?.id), error: mismatch.toData() })
})
// Without a parent nobody hears the result: stop what runs, then go.
process.on('disconnect', () => {
  for (const controller of running.values()) controller.abort()
  setTimeout(() => process.exit(1), 2000).unref()
  if (running.size === 0) process.exit(0)
})
// Ctrl+C in a terminal reaches the whole group; the parent decides when to stop.
process.on('SIGINT', () => undefined)
answer({ ready: true })

const mismatch = new MigrateError('INTERNAL', 'The worker does not understand its parent.', {
  hint: 'Build again: npm run build.',
})

async function serve(request: WorkerRequest): Promise<void> {
  const { id } = request
  if (request.kind === 'cancel') {
    running.get(request.target)?.abort()
    return answer({ id, result: null })
  }
  const controller = new AbortController()
  running.set(id, controller)
  try {
    answer({ id, result: await carryOut(request, controller.signal) })
  } catch (error) {
    answer({ id, error: toMigrateError(error).toData() })
  } finally {
    running.delete(id)
    if (!process.connected && running.size === 0) process.exit(0)
  }
}

async function carryOut(
  request: Exclude<WorkerRequest, { kind: 'cancel' }>,
  signal: AbortSignal,
): Promise<unknown> {
  const event = (value: unknown) => answer({ id: request.id, event: value })
  switch (request.kind) {
    case 'run': {
      const input = engineInput(request)
      const options = { ...input.options, ...request.run }
      return runPipeline({ ...input, options }, event, signal, nodeRedHost)
    }
    case 'preview':
      return previewPort(engineInput(request), request.node, request.port, request.limit, signal)
    case 'profile':
      return profilePort(engineInput(request), request.node, request.port, signal)
    case 'quality':
      return findRules(engineInput(request), request, signal)
    case 'types':
      return findTypes(engineInput(request), request, signal)
    case 'match':
      return findMatches(engineInput(request), request, request.target, request.decided, signal)
    case 'discover':
      return discoverSchemas(engineInput(request), signal)
    case 'plan-migration': {
      const { source, target } = request
      const connections = sourceOf(request.connections)
      const options = migrationOptions(source, target)
      const [from, to] = [source.connection, target.connection]
      return planMigration(
        { source: from, target: to, connections, options, resume: false },
        signal,
      )
    }
    case 'catalog': {
      const { connector, settings } = connectorOf(request.connection)
      const session = await connector.open(settings, signal)
      signal.addEventListener('abort', () => void session.cancel(), { once: true })
      return await session.catalog().finally(() => session.close())
    }
    case 'test-connection': {
      const { connector, settings } = connectorOf(request.connection)
      for await (const step of connector.test(settings, signal)) event(step)
      return null
    }
  }
}

function engineInput(request: Extract<WorkerRequest, { pipeline: unknown }>): EngineInput {
  const { pipeline, parameters, options } = request
  return { pipeline, parameters, options, registry, connections: sourceOf(request.connections) }
}

const sourceOf = (connections: readonly Connection[]): ConnectionSource => ({
  async get(name) {
    const found = connections.find((c) => c.name === name)
    if (found) return found
    throw new MigrateError('UNKNOWN_CONNECTION', `There is no connection “${name}”.`, {
      hint: 'Define it under Connections.',
    })
  },
})

function connectorOf(connection: Connection) {
  const connector = connectors.get(connection.system)
  if (connector) return { connector, settings: connection.settings }
  throw new MigrateError('INVALID_CONNECTION', `There is no system “${connection.system}”.`)
}
