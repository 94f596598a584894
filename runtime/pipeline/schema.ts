import { z } from 'zod'

/** The newest pipeline format this program reads and the one it writes. */
export const schemaVersion = 1

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

export const parameterSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/),
  type: z.enum(['text', 'number', 'boolean', 'date']).default('text'),
  default: z.string().optional(),
  description: z.string().max(1000).optional(),
})

export const nodeSchema = z.strictObject({
  id,
  /** `<kind>.<name>`, e.g. `transform.filter`. */
  type: z.string().max(100),
  /** Version of the node type's config. */
  version: z.int().min(1).default(1),
  label: z.string().max(200).optional(),
  note: z.string().max(10_000).optional(),
  position: z.strictObject({ x: z.number(), y: z.number() }).default({ x: 0, y: 0 }),
  config: z.record(z.string(), z.json()).default({}),
})

export const edgeSchema = z.strictObject({
  id,
  source: id,
  sourcePort: z.string().max(64).default('out'),
  target: id,
  targetPort: z.string().max(64).default('in'),
})

/** The pipeline document: nodes, edges, parameters; no secrets, no rows of databases. */
export const pipelineSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  name: z.string().min(1).max(200),
  description: z.string().max(10_000).default(''),
  parameters: z.array(parameterSchema).max(100).default([]),
  nodes: z.array(nodeSchema).default([]),
  edges: z.array(edgeSchema).default([]),
})

export type Parameter = z.infer<typeof parameterSchema>
export type PipelineNode = z.infer<typeof nodeSchema>
export type PipelineEdge = z.infer<typeof edgeSchema>
export type Pipeline = z.infer<typeof pipelineSchema>
