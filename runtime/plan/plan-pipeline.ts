import type { z } from 'zod'
import type { Registry } from '../../nodes/index.ts'
import type { CompileContext, Compiled, NodeDefinition } from '../../nodes/kit/define-node.ts'
import type { Issue, IssuePath } from '../../nodes/kit/issue.ts'
import { issue } from '../../nodes/kit/issue.ts'
import type { Relation } from '../../nodes/kit/relation.ts'
import { RelationError } from '../../nodes/kit/relations.ts'
import type { Source, SourceSchemas } from '../../nodes/kit/source.ts'
import type { EdgeIndex } from '../pipeline/graph.ts'
import { indexEdges, topologicalOrder } from '../pipeline/graph.ts'
import { lintGraph } from '../pipeline/lint.ts'
import { migratePipeline } from '../pipeline/migrate.ts'
import type { ParameterValues } from '../pipeline/parameters.ts'
import { fillParameters, resolveParameters } from '../pipeline/parameters.ts'
import type { Pipeline, PipelineNode } from '../pipeline/schema.ts'
import type { Plan, PlannedNode } from './plan.ts'

export interface PlanContext {
  readonly registry: Registry
  /** Columns read beforehand; nodes whose source is missing here stay without columns. */
  readonly schemas: SourceSchemas
  readonly parameters: ParameterValues
}

/**
 * Compiles a pipeline: graph → relations. Pure, total and quick enough to run on every
 * keystroke; what cannot be compiled is told in `issues`, the rest still has its columns.
 */
export function planPipeline(document: Pipeline, context: PlanContext): Plan {
  // 1. Bring configs of older node versions up to date.
  const pipeline = migratePipeline(document, context.registry)
  // 2. Check the graph and the parameters.
  const parameters = resolveParameters(pipeline, context.parameters)
  const issues = [...lintGraph(pipeline, context.registry), ...parameters.issues]
  // 3. Compile every node after the nodes it reads from.
  const edges = indexEdges(pipeline)
  const planned = new Map<string, PlannedNode>()
  for (const node of topologicalOrder(pipeline).order) {
    const definition = context.registry.get(node.type)
    if (!definition) continue
    const read = readConfig(node, definition, pipeline, parameters.values)
    const inputs = inputsOf(node, definition, edges, planned)
    const ready = read.config !== undefined && inputs.complete
    const compiled: Compiled = ready
      ? compile(definition, read.config, { inputs: inputs.relations, schemas: context.schemas })
      : { outputs: {}, issues: [] }
    issues.push(...read.issues, ...compiled.issues.map((i) => ({ ...i, node: node.id })))
    const { outputs, stage } = compiled
    planned.set(node.id, {
      node,
      definition,
      inputs: inputs.relations,
      outputs,
      ...(stage ? { stage } : {}),
    })
  }
  return { pipeline, nodes: [...planned.values()], issues }
}

/** A relation that cannot be built is the node's problem, not the end of the whole plan. */
function compile(definition: NodeDefinition, config: unknown, context: CompileContext): Compiled {
  try {
    return definition.compile(config, context)
  } catch (error) {
    if (!(error instanceof RelationError)) throw error
    return { outputs: {}, issues: [issue('INVALID_CONFIG', [], { reason: error.message })] }
  }
}

/** Every source whose columns the host must read before `planPipeline`, each once. */
export function sourcesOf(document: Pipeline, context: Omit<PlanContext, 'schemas'>): Source[] {
  const pipeline = migratePipeline(document, context.registry)
  const { values } = resolveParameters(pipeline, context.parameters)
  const sources = new Map<string, Source>()
  for (const node of pipeline.nodes) {
    const definition = context.registry.get(node.type)
    if (!definition?.sources) continue
    const { config } = readConfig(node, definition, pipeline, values)
    if (config === undefined) continue
    for (const source of definition.sources(config)) sources.set(JSON.stringify(source), source)
  }
  return [...sources.values()]
}

function readConfig(
  node: PipelineNode,
  definition: NodeDefinition,
  pipeline: Pipeline,
  values: ReadonlyMap<string, string>,
): { config?: unknown; issues: Issue[] } {
  const declared = pipeline.parameters.map((p) => p.name)
  const filled = fillParameters(node.config, values, declared)
  const result = definition.config.safeParse(filled.config)
  const issues = filled.issues.map((i) => ({ ...i, node: node.id }))
  if (result.success) return { config: result.data, issues }
  return { issues: [...issues, ...configIssues(result.error, node.id)] }
}

const configIssues = (error: z.ZodError, node: string): Issue[] =>
  error.issues.map((i) =>
    issue('INVALID_CONFIG', i.path as IssuePath, { reason: i.message }, { node }),
  )

/** The relations at a node's inputs; incomplete while a required one has no columns yet. */
function inputsOf(
  node: PipelineNode,
  definition: NodeDefinition,
  edges: EdgeIndex,
  planned: ReadonlyMap<string, PlannedNode>,
): { relations: Record<string, readonly Relation[]>; complete: boolean } {
  let complete = true
  const relations: Record<string, readonly Relation[]> = {}
  for (const port of definition.inputs) {
    const wires = (edges.to.get(node.id) ?? []).filter((e) => e.targetPort === port.name)
    const found = wires.flatMap((e) => planned.get(e.source)?.outputs[e.sourcePort] ?? [])
    if (found.length < wires.length || (wires.length === 0 && !port.optional)) complete = false
    relations[port.name] = found
  }
  return { relations, complete }
}
