import { randomUUID } from 'node:crypto'
import type { FlowHost } from '../../engine/flow-host.ts'
import { MigrateError } from '../../error.ts'
import type { FlowNode, FlowPlan, FlowStep } from './compile-flow.ts'
import { compileFlow, flowNodeId, flowType } from './compile-flow.ts'
import type { Execute, Handle } from './flow-run.ts'
import { FlowRun } from './flow-run.ts'
import type { NodeRed, RuntimeNode } from './runtime.ts'
import { startNodeRed } from './runtime.ts'

/** Flows deployed in this process; Node-RED takes them all in each deployment. */
const flows = new Map<
  string,
  { readonly nodes: FlowNode[]; readonly run: Pick<FlowRun, 'arrive'> }
>()
let deploying: Promise<void> = Promise.resolve()

/** Runs plans as flows of an embedded Node-RED: the one adapter for every node type. */
export const nodeRedHost: FlowHost = { warm: () => startNodeRed(), run: runFlow }

/** The same for a plan that comes from another thread. */
export async function runFlow<Planned extends FlowStep>(
  plan: FlowPlan<Planned>,
  execute: Execute<Planned>,
  signal: AbortSignal,
): Promise<void> {
  const red = await startNodeRed()
  // One type that is not known would silently stop every flow.
  for (const { node } of plan.nodes) registerNodeType(red, flowType(node.type))
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
}

/** One deployment after the other: two at once would not know whose nodes came up. */
function deploy(red: NodeRed): Promise<void> {
  deploying = deploying.then(() => red.deploy([...flows.values()].flatMap((f) => f.nodes)))
  return deploying
}

const registered = new Set<string>()

function registerNodeType(red: NodeRed, type: string): void {
  if (registered.has(type)) return
  registered.add(type)
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
