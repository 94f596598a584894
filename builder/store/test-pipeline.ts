import { z } from 'zod'
import type { NodeDefinition, Port } from '../../nodes/kit/define-node.ts'
import type { Pipeline, PipelineEdge, PipelineNode } from '../../runtime/pipeline/schema.ts'
import type { Definitions } from './connection.ts'

/** Small documents and node types for tests. */
export const pipeline = (
  nodes: readonly PipelineNode[] = [],
  edges: readonly PipelineEdge[] = [],
): Pipeline => ({
  schemaVersion: 1,
  name: 'Test',
  description: '',
  parameters: [],
  nodes: [...nodes],
  edges: [...edges],
})

export const node = (id: string, type = 'transform.filter', x = 0, y = 0): PipelineNode => ({
  id,
  type,
  version: 1,
  position: { x, y },
  config: {},
})

export const edge = (
  source: string,
  target: string,
  sourcePort = 'out',
  targetPort = 'in',
): PipelineEdge => ({ id: `${source}-${target}`, source, sourcePort, target, targetPort })

const text = (message: string) => ({ id: message, message })
const port = (name: string, extra: Partial<Port> = {}): Port => ({
  name,
  title: text(name),
  ...extra,
})

const define = (
  type: NodeDefinition['type'],
  inputs: readonly Port[],
  outputs: readonly Port[],
): [string, NodeDefinition] => [
  type,
  {
    type,
    version: 1,
    title: text(type),
    summary: text(type),
    keywords: text(''),
    inputs,
    outputs,
    config: z.strictObject({}),
    initial: {},
    compile: () => ({ outputs: {}, issues: [] }),
  },
]

export const definitions: Definitions = new Map([
  define('source.file', [], [port('out')]),
  define('transform.filter', [port('in')], [port('out'), port('reject', { reject: true })]),
  define('transform.join', [port('left'), port('right')], [port('out')]),
  define('transform.union', [port('in', { many: true })], [port('out')]),
  define('sink.file', [port('in')], []),
])
