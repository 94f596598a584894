import type { Plan, PlannedNode } from '../plan/plan.ts'

/**
 * Drives the nodes of a plan: each once, after all nodes it reads from, independent
 * branches side by side. The engine knows how to do one node, the host when.
 */
export interface FlowHost {
  /** Starts whatever `run` will need, while the engine still looks at the sources. */
  warm?(): Promise<unknown>
  /**
   * Resolves when every node has been executed. After the first failure no further node
   * starts; the call rejects with that failure when the nodes under way have ended.
   */
  run(
    plan: Plan,
    execute: (node: PlannedNode, signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>
}
