import type { NodeDefinition } from '../../nodes/kit/define-node.ts'
import type { Issue } from '../../nodes/kit/issue.ts'
import type { Relation } from '../../nodes/kit/relation.ts'
import type { Stage } from '../../nodes/kit/stage.ts'
import type { Pipeline, PipelineNode } from '../pipeline/schema.ts'

export interface PlannedNode {
  readonly node: PipelineNode
  readonly definition: NodeDefinition
  /** Relations by input port, in the order of the edges. */
  readonly inputs: Readonly<Record<string, readonly Relation[]>>
  /** Relations by output port; a port is missing where issues hold it back. */
  readonly outputs: Readonly<Record<string, Relation>>
  readonly stage?: Stage
}

/** A compiled pipeline. Pure data; building it needs no database. */
export interface Plan {
  readonly pipeline: Pipeline
  /** In topological order: every node after the nodes it reads from. */
  readonly nodes: readonly PlannedNode[]
  readonly issues: readonly Issue[]
}
