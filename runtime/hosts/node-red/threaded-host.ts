import { Worker } from 'node:worker_threads'
import type { FlowHost } from '../../engine/flow-host.ts'
import { MigrateError, toMigrateError } from '../../error.ts'
import type { Plan } from '../../plan/plan.ts'
import type { FlowPlan } from './compile-flow.ts'
import { makeUserDir } from './runtime.ts'

export type ToThread =
  | { readonly kind: 'run'; readonly run: number; readonly plan: FlowPlan }
  | { readonly kind: 'executed'; readonly call: number; readonly failed: boolean }
  | { readonly kind: 'stop'; readonly run: number }

export type FromThread =
  | {
      readonly kind: 'execute'
      readonly run: number
      readonly call: number
      readonly node: string
    }
  | { readonly kind: 'ended'; readonly run: number; readonly error?: unknown }

interface Run {
  execute(node: string): Promise<void>
  end(error?: unknown): void
}

/**
 * Node-RED in a thread, which begins to load it at once: for a process that has one run to do
 * and would wait longer for Node-RED than for the databases. Only ids and the shape of the
 * flow cross over; nodes are executed in this thread.
 */
export function startThreadedHost(): FlowHost {
  const thread = new Worker(new URL('./node-red-thread.js', import.meta.url), {
    workerData: { userDir: makeUserDir() },
  })
  const runs = new Map<number, Run>()
  const send = (message: ToThread) => thread.postMessage(message)
  let begun = 0
  let lost: MigrateError | undefined
  const lose = (how: string) => {
    lost ??= new MigrateError('INTERNAL', `The thread of Node-RED has ended: ${how}.`)
    for (const run of runs.values()) run.end(lost)
  }
  thread.on('error', (error) => lose(error.message))
  thread.on('exit', (code) => lose(`exit code ${code}`))
  thread.on('message', (message: FromThread) => {
    const run = runs.get(message.run)
    if (message.kind === 'ended') return run?.end(message.error)
    const { call } = message
    void run?.execute(message.node).then(
      () => send({ kind: 'executed', call, failed: false }),
      () => send({ kind: 'executed', call, failed: true }),
    )
  })
  // It keeps the process alive only while it runs something; listening has taken hold of it.
  thread.unref()
  return {
    async run(plan, execute, signal) {
      if (lost) throw lost
      const id = begun++
      const stop = () => send({ kind: 'stop', run: id })
      thread.ref()
      try {
        await new Promise<void>((resolve, reject) => {
          runs.set(id, oneRun(plan, execute, signal, { resolve, reject }))
          signal.addEventListener('abort', stop, { once: true })
          send({ kind: 'run', run: id, plan: flowPlanOf(plan) })
          if (signal.aborted) stop()
        })
      } finally {
        signal.removeEventListener('abort', stop)
        runs.delete(id)
        if (runs.size === 0) thread.unref()
      }
    },
  }
}

/** Keeps the first failure: an error of ours would arrive from the thread as another one. */
function oneRun(
  plan: Plan,
  execute: Parameters<FlowHost['run']>[1],
  signal: AbortSignal,
  { resolve, reject }: { resolve(): void; reject(error: unknown): void },
): Run {
  const nodes = new Map(plan.nodes.map((n) => [n.node.id, n]))
  let failure: { readonly error: unknown } | undefined
  return {
    async execute(id) {
      const node = nodes.get(id)
      try {
        if (node) await execute(node, signal)
      } catch (error) {
        failure ??= { error }
        throw error
      }
    },
    end(error) {
      if (failure) reject(failure.error)
      else if (signal.aborted) reject(new MigrateError('CANCELLED', 'The run was cancelled.'))
      else if (error !== undefined) reject(toMigrateError(error))
      else resolve()
    },
  }
}

const flowPlanOf = ({ nodes, pipeline }: Plan): FlowPlan => ({
  nodes: nodes.map(({ node: { id, type }, definition: { outputs } }) => ({
    node: { id, type },
    definition: { outputs: outputs.map(({ name }) => ({ name })) },
  })),
  pipeline: {
    name: pipeline.name,
    edges: pipeline.edges.map(({ id, source, sourcePort, target }) => ({
      id,
      source,
      sourcePort,
      target,
    })),
  },
})
