import { lookup } from 'node:dns/promises'
import type { NetConnectOpts } from 'node:net'
import { connect } from 'node:net'
import { MigrateError, toMigrateError } from '../error.ts'
import type { TestStep } from './connector.ts'
import { networkError } from './network-errors.ts'
import type { NetworkSettings } from './network-settings.ts'
import { describeNetwork, isSocketPath, tlsMode } from './network-settings.ts'

type StepName = TestStep['step']

/** Runs one step and says how it went; an error is data, never thrown. */
export async function runStep(step: StepName, work: () => Promise<string>): Promise<TestStep> {
  const started = performance.now()
  const milliseconds = () => Math.round(performance.now() - started)
  try {
    return { step, ok: true, detail: await work(), milliseconds: milliseconds() }
  } catch (thrown) {
    const error = toMigrateError(thrown).toData()
    const detail = error.hint ? `${error.message} ${error.hint}` : error.message
    return { step, ok: false, detail, error, milliseconds: milliseconds() }
  }
}

/** A server's session as far as the test needs it. */
export interface Probe {
  /** Protocol and cipher, or what stands in for them. */
  readonly tls: string
  readonly login: string
  privileges(): Promise<string>
  read(): Promise<string>
  close(): Promise<void>
}

/**
 * The steps of a database server: name, socket, then one login that fails either at TLS
 * or at the credentials, then what the login may do.
 */
export async function* testServer(
  settings: NetworkSettings,
  signal: AbortSignal,
  endpoint: NetConnectOpts,
  login: () => Promise<Probe>,
): AsyncGenerator<TestStep> {
  const where = describeNetwork(settings)
  if (!isSocketPath(settings.host)) {
    const resolved = await runStep('resolve', () => resolveHost(settings.host, where))
    yield resolved
    if (!resolved.ok || signal.aborted) return
  }
  const connected = await runStep('connect', () => touch(endpoint, settings, where, signal))
  yield connected
  if (!connected.ok || signal.aborted) return

  let probe: Probe | undefined
  const opened = await runStep('login', async () => {
    probe = await login()
    return probe.login
  })
  const tlsFailed = opened.error?.code === 'TLS_FAILED'
  if (tlsFailed) {
    yield { ...opened, step: 'tls' }
    return
  }
  const plain = tlsMode(settings) === 'off'
  yield {
    step: 'tls',
    ok: true,
    milliseconds: 0,
    detail: plain ? 'Plain connection, as set.' : (probe?.tls ?? 'Encrypted.'),
  }
  yield opened
  if (!probe) return
  try {
    const session = probe
    for (const step of ['privileges', 'read'] as const) {
      if (signal.aborted) return
      const result = await runStep(step, () => session[step]())
      yield result
      if (!result.ok) return
    }
  } finally {
    await probe.close()
  }
}

async function resolveHost(host: string, where: string): Promise<string> {
  try {
    const found = await lookup(host, { all: true })
    return found.map((a) => a.address).join(', ')
  } catch (error) {
    throw networkError(error, where) ?? error
  }
}

function touch(
  endpoint: NetConnectOpts,
  settings: NetworkSettings,
  where: string,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(endpoint)
    const stop = (error?: unknown) => {
      socket.destroy()
      signal.removeEventListener('abort', abort)
      if (error) reject(networkError(error, where) ?? error)
    }
    const abort = () => stop(new MigrateError('CANCELLED', 'Stopped on request.'))
    signal.addEventListener('abort', abort)
    socket.setTimeout(settings.connectTimeout * 1000, () =>
      stop(Object.assign(new Error('connect timed out'), { code: 'ETIMEDOUT' })),
    )
    socket.once('error', stop)
    socket.once('connect', () => {
      const peer = socket.remoteAddress
      stop()
      resolve(peer ? `Connected to ${peer}, port ${socket.remotePort}.` : 'Connected.')
    })
  })
}
