import { parentPort, workerData } from 'node:worker_threads'
import { runFlow } from './node-red-host.ts'
import { startNodeRed } from './runtime.ts'
import type { FromThread, ToThread } from './threaded-host.ts'

/** Node-RED in a thread of its own: it says whose turn it is, the main thread does the work. */
const port = parentPort
const waiting = new Map<number, { resolve(): void; reject(error: Error): void }>()
const stops = new Map<number, AbortController>()
let calls = 0

const tell = (message: FromThread) => port?.postMessage(message)

async function run({ run, plan }: Extract<ToThread, { kind: 'run' }>): Promise<void> {
  const stop = new AbortController()
  stops.set(run, stop)
  try {
    await runFlow(plan, ({ node }) => ask(run, node.id), stop.signal)
    tell({ kind: 'ended', run })
  } catch (error) {
    tell({ kind: 'ended', run, error })
  } finally {
    stops.delete(run)
  }
}

function ask(run: number, node: string): Promise<void> {
  const call = calls++
  return new Promise<void>((resolve, reject) => {
    waiting.set(call, { resolve, reject })
    tell({ kind: 'execute', run, call, node })
  })
}

port?.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'run':
      void run(message)
      return
    case 'executed': {
      const turn = waiting.get(message.call)
      waiting.delete(message.call)
      // The main thread keeps the error itself.
      if (message.failed) turn?.reject(new Error('a node has failed'))
      else turn?.resolve()
      return
    }
    case 'stop':
      stops.get(message.run)?.abort()
  }
})

void startNodeRed((workerData as { userDir: string }).userDir)
