import type { FlowPlan, FlowStep } from './compile-flow.ts'
import type { Done, Send } from './runtime.ts'

/**
 * What travels along a wire: which output of which node. It stands for a relation of the
 * plan; Node-RED clones messages, so relations are looked up there and never carried.
 */
export interface Handle {
  readonly node: string
  readonly port: string
}

export type Execute<Planned> = (node: Planned, signal: AbortSignal) => Promise<void>

/** One plan under way in Node-RED: which inputs have arrived, what has ended, what failed. */
export class FlowRun<Planned extends FlowStep = FlowStep> {
  /** Settles when every node has ended, or the nodes under way after the first failure. */
  readonly finished: Promise<void>
  readonly #plan: FlowPlan
  readonly #execute: Execute<Planned>
  readonly #signal: AbortSignal
  readonly #nodes: ReadonlyMap<string, Planned>
  /** Edges that have not arrived yet, by the node they lead to. */
  readonly #waiting: ReadonlyMap<string, Set<string>>
  #left: number
  #underWay = 0
  #failure: { readonly error: unknown } | undefined
  #settle: (failure?: { readonly error: unknown }) => void = () => undefined

  constructor(plan: FlowPlan<Planned>, execute: Execute<Planned>, signal: AbortSignal) {
    this.#plan = plan
    this.#execute = execute
    this.#signal = signal
    this.#nodes = new Map(plan.nodes.map((n) => [n.node.id, n]))
    this.#left = plan.nodes.length
    const edgesTo = (id: string) => plan.pipeline.edges.filter((e) => e.target === id)
    this.#waiting = new Map(
      plan.nodes.map(({ node }) => [node.id, new Set(edgesTo(node.id).map((e) => e.id))]),
    )
    this.finished = new Promise((resolve, reject) => {
      this.#settle = (failure) => (failure ? reject(failure.error) : resolve())
    })
    if (this.#left === 0) this.#settle()
  }

  /** Nodes without inputs: the host starts them. */
  get starts(): readonly string[] {
    return [...this.#waiting].filter(([, edges]) => edges.size === 0).map(([id]) => id)
  }

  /** A handle has reached a node (or, without one, the host starts it). Never rejects. */
  async arrive(id: string, handle: Handle | undefined, send: Send, done: Done): Promise<void> {
    const node = this.#nodes.get(id)
    const waiting = this.#waiting.get(id)
    if (!node || !waiting) return done()
    if (handle)
      for (const edge of this.#plan.pipeline.edges)
        if (edge.target === id && edge.source === handle.node && edge.sourcePort === handle.port)
          waiting.delete(edge.id)
    if (waiting.size > 0 || this.#failure || this.#signal.aborted) return done()
    this.#underWay++
    try {
      await this.#execute(node, this.#signal)
      send(node.definition.outputs.map(({ name }) => ({ handle: { node: id, port: name } })))
      done()
    } catch (error) {
      this.#failure ??= { error }
      done(error instanceof Error ? error : new Error(String(error)))
    } finally {
      this.#underWay--
      this.#left--
      if (this.#left === 0 || (this.#failure && this.#underWay === 0)) this.#settle(this.#failure)
    }
  }

  /** The signal has been aborted: nothing further starts. */
  stop(error: unknown): void {
    this.#failure ??= { error }
    if (this.#underWay === 0) this.#settle(this.#failure)
  }
}
