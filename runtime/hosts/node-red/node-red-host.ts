import { randomUUID } from 'node:crypto'
import { registry } from '../../../nodes/index.ts'
import type { FlowHost } from '../../engine/flow-host.ts'
import { MigrateError } from '../../error.ts'
import type { FlowNode } from './compile-flow.ts'
import { compileFlow, flowNodeId, flowType } from './compile-flow.ts'
import type { Handle } from './flow-run.ts'
import { FlowRun } from './flow-run.ts'
import type { NodeRed, RuntimeNode } from './runtime.ts'
import { startNodeRed } from './runtime.ts'

/** Flows deployed in this process; Node-RED takes them all in each deployment. */
const flows = new Map<string, { readonly nodes: FlowNode[]; readonly run: FlowRun }>()
let deploying: Promise<void> = Promise.resolve()
let host: Promise<NodeRed> | undefined

/** Runs plans as flows of an embedded Node-RED: the one adapter for every node type. */
export const nodeRedHost: FlowHost = {
  warm: () => warmNodeRed(),

  async run(plan, execute, signal) {
    const red = await warmNodeRed()
    // One unknown type would silently stop every flow of the process.
    for (const { node } of plan.nodes)
      if (!registry.has(node.type))
        throw new MigrateError('INVALID_PIPELINE', `There is no node type “${node.type}”.`)
    const flow = randomUUID()
    const run = new FlowRun(plan, execute, signal)
    flows.set(flow, { nodes: compileFlow(flow, plan), run })
    const stop = () => run.stop(new MigrateError('CANCELLED', 'The run was cancelled.'))
    signal.addEventListener('abort', stop, { once: true })
    try {
      await deploy(red)
      if (signal.aborted) stop()
      for (const id of run.starts) red.getNode(flowNodeId(flow, id))?.receive({})
      await run.finished
    } finally {
      signal.removeEventListener('abort', stop)
      flows.delete(flow)
      await deploy(red)
    }
  },
}

/** Starts Node-RED ahead of the first run, so that the run does not wait for it. */
export function warmNodeRed(): Promise<NodeRed> {
  host ??= startNodeRed().then((red) => {
    for (const type of registry.keys()) registerNodeType(red, flowType(type))
    return red
  })
  return host
}

/** One deployment after the other: two at once would not know whose nodes came up. */
function deploy(red: NodeRed): Promise<void> {
  deploying = deploying.then(() => red.deploy([...flows.values()].flatMap((f) => f.nodes)))
  return deploying
}

function registerNodeType(red: NodeRed, type: string): void {
  red.registerType(type, function (this: RuntimeNode, config: FlowNode) {
    red.createNode(this, config)
    const flow = config.z ?? ''
    const id = config.id.slice(flow.length + 1)
    this.on('input', (message, send, done) => {
      const run = flows.get(flow)?.run
      if (!run) return done()
      const { handle } = message as { handle?: Handle }
      void run.arrive(id, handle, send, done)
    })
  })
}
