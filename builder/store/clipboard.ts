import { z } from 'zod'
import type { Pipeline, PipelineEdge, PipelineNode } from '../../runtime/pipeline/schema.ts'
import { edgeSchema, nodeSchema, pipelineSchema } from '../../runtime/pipeline/schema.ts'
import type { Definitions } from './connection.ts'
import { refusalOf } from './connection.ts'
import { edgeIds, freshEdgeId, freshId, nodeIds } from './ids.ts'

/** What travels through the system clipboard: between tabs, pipelines and people. */
const clipSchema = z.strictObject({
  migrateiq: z.literal('nodes'),
  version: z.literal(1),
  nodes: z.array(nodeSchema).min(1).max(2000),
  /** Edges between the nodes, and those that enter them from outside. */
  edges: z.array(edgeSchema).max(10_000),
})

export type Clip = z.infer<typeof clipSchema>

export function copyNodes(pipeline: Pipeline, ids: readonly string[]): Clip {
  return {
    migrateiq: 'nodes',
    version: 1,
    nodes: pipeline.nodes.filter((n) => ids.includes(n.id)),
    edges: pipeline.edges.filter((e) => ids.includes(e.target)),
  }
}

/** Reads copied nodes, or a whole pipeline document; `undefined` for any other text. */
export function parseClip(text: string): Clip | undefined {
  if (text.length > 5_000_000 || !text.trimStart().startsWith('{')) return undefined
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  const clip = clipSchema.safeParse(json)
  if (clip.success) return clip.data
  const pipeline = pipelineSchema.safeParse(json)
  if (!pipeline.success || pipeline.data.nodes.length === 0) return undefined
  const { nodes, edges } = pipeline.data
  return { migrateiq: 'nodes', version: 1, nodes, edges }
}

export interface PasteOptions {
  /** Keep the edges that come from nodes outside the clip, where they still exist. */
  readonly links?: boolean
  /** Where the upper left corner goes; absent: a little beside the original. */
  readonly at?: { readonly x: number; readonly y: number }
}

/** The clip under fresh ids, ready for `insertNodes`. */
export function prepareClip(
  clip: Clip,
  pipeline: Pipeline,
  definitions: Definitions,
  options: PasteOptions = {},
): { nodes: PipelineNode[]; edges: PipelineEdge[] } {
  const taken = nodeIds(pipeline)
  const renamed = new Map(clip.nodes.map((n) => [n.id, freshId(n.id, taken)]))
  const left = Math.min(...clip.nodes.map((n) => n.position.x))
  const top = Math.min(...clip.nodes.map((n) => n.position.y))
  const dx = options.at ? options.at.x - left : 48
  const dy = options.at ? options.at.y - top : 48
  const nodes = clip.nodes.map((n) => ({
    ...n,
    id: renamed.get(n.id) ?? n.id,
    position: { x: n.position.x + dx, y: n.position.y + dy },
  }))
  const takenEdges = edgeIds(pipeline)
  const edges: PipelineEdge[] = []
  // Checked against the document as it will be, so that a paste cannot break a rule.
  const after: Pipeline = { ...pipeline, nodes: [...pipeline.nodes, ...nodes] }
  for (const { sourcePort, targetPort, ...edge } of clip.edges) {
    const target = renamed.get(edge.target)
    const source = renamed.get(edge.source) ?? (options.links ? edge.source : undefined)
    if (target === undefined || source === undefined) continue
    const wire = { source, sourcePort, target, targetPort }
    const sofar = { ...after, edges: [...pipeline.edges, ...edges] }
    if (!refusalOf(sofar, definitions, wire)) edges.push({ id: freshEdgeId(takenEdges), ...wire })
  }
  return { nodes, edges }
}
