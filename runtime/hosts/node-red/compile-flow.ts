/** What the control flow has to know of a plan: plain data, which may go to another thread. */
export interface FlowPlan<Planned extends FlowStep = FlowStep> {
  /** In topological order. */
  readonly nodes: readonly Planned[]
  readonly pipeline: {
    readonly name: string
    readonly edges: readonly {
      readonly id: string
      readonly source: string
      readonly sourcePort: string
      readonly target: string
    }[]
  }
}

export interface FlowStep {
  readonly node: { readonly id: string; readonly type: string }
  readonly definition: { readonly outputs: readonly { readonly name: string }[] }
}

/** A node as Node-RED deploys it. */
export interface FlowNode {
  readonly id: string
  readonly type: string
  readonly z?: string
  readonly label?: string
  /** Ids of the nodes behind each output port. */
  readonly wires?: readonly (readonly string[])[]
}

/** Node-RED's names of our types: theirs may hold no dot-separated kinds of ours by accident. */
export const flowType = (type: string): string => `migrateiq/${type}`

/** The flow node of a pipeline node; a process may hold several flows at once. */
export const flowNodeId = (flow: string, node: string): string => `${flow}/${node}`

/** A plan as one Node-RED flow: one flow node per pipeline node, one wire per edge. */
export function compileFlow(flow: string, plan: FlowPlan): FlowNode[] {
  const nodes = plan.nodes.map(({ node, definition }): FlowNode => {
    const wires = definition.outputs.map((port) => {
      const edges = plan.pipeline.edges.filter(
        (e) => e.source === node.id && e.sourcePort === port.name,
      )
      return [...new Set(edges.map((e) => flowNodeId(flow, e.target)))]
    })
    return { id: flowNodeId(flow, node.id), type: flowType(node.type), z: flow, wires }
  })
  return [{ id: flow, type: 'tab', label: plan.pipeline.name }, ...nodes]
}
