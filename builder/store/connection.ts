import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { NodeDefinition, Port } from '../../nodes/kit/define-node.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { graphOf, reachable } from './graph.ts'

/** Two ends of an edge to be. */
export interface Wire {
  readonly source: string
  readonly sourcePort: string
  readonly target: string
  readonly targetPort: string
}

export type Definitions = ReadonlyMap<string, NodeDefinition>

/** Why an edge may not be drawn, in words; `undefined` when it may. */
export function refusalOf(
  pipeline: Pipeline,
  definitions: Definitions,
  wire: Wire,
): MessageDescriptor | undefined {
  const graph = graphOf(pipeline)
  const source = graph.nodes.get(wire.source)
  const target = graph.nodes.get(wire.target)
  if (!source || !target) return msg`The node no longer exists.`
  if (wire.source === wire.target) return msg`A node cannot read its own output.`
  const outputs = definitions.get(source.type)?.outputs
  const inputs = definitions.get(target.type)?.inputs
  if (!inputs || inputs.length === 0) return msg`This node has no input: it starts a pipeline.`
  if (!outputs || outputs.length === 0) return msg`This node has no output: it ends a pipeline.`
  if (!outputs.some((p) => p.name === wire.sourcePort))
    return msg`An edge goes from an output to an input.`
  const port = inputs.find((p) => p.name === wire.targetPort)
  if (!port) return msg`An edge goes from an output to an input.`
  const taken = (graph.incoming.get(wire.target) ?? []).filter(
    (e) => e.targetPort === wire.targetPort,
  )
  if (taken.some((e) => e.source === wire.source && e.sourcePort === wire.sourcePort))
    return msg`These two ports are connected already.`
  if (taken.length > 0 && !port.many)
    return msg`This input is taken. Delete its edge first, or put a Union node in between.`
  if (reachable(graph, [wire.target], 'down').has(wire.source))
    return msg`This would make a circle: the rows would flow back to where they come from.`
  return undefined
}

/** Every input in the pipeline an output may be connected to, in pipeline order. */
export function validTargets(
  pipeline: Pipeline,
  definitions: Definitions,
  source: string,
  sourcePort: string,
): { node: string; port: Port }[] {
  const graph = graphOf(pipeline)
  return graph.order.flatMap((id) => {
    const ports = definitions.get(graph.nodes.get(id)?.type ?? '')?.inputs ?? []
    return ports
      .filter((port) => {
        const wire = { source, sourcePort, target: id, targetPort: port.name }
        return refusalOf(pipeline, definitions, wire) === undefined
      })
      .map((port) => ({ node: id, port }))
  })
}

/** How a new node of `type` would be wired to `from`: first main output, first input. */
export function linkTo(
  pipeline: Pipeline,
  definitions: Definitions,
  from: string,
  type: string,
): { sourcePort: string; targetPort: string } | undefined {
  const fromType = pipeline.nodes.find((n) => n.id === from)?.type ?? ''
  const outputs = definitions.get(fromType)?.outputs ?? []
  const output = outputs.find((p) => !p.reject) ?? outputs[0]
  const input = definitions.get(type)?.inputs[0]
  return output && input ? { sourcePort: output.name, targetPort: input.name } : undefined
}
