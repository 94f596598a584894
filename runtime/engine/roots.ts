import type { Relation } from '../../nodes/kit/relation.ts'
import { walkRelation } from '../../nodes/kit/relation.ts'
import type { Plan, PlannedNode } from '../plan/plan.ts'
import { chunkingOf } from './chunking.ts'
import type { Root } from './column-use.ts'

/** Output ports whose rows are kept with the run. */
export function keptPorts({
  definition,
  outputs,
}: PlannedNode): { port: string; relation: Relation }[] {
  return definition.outputs.flatMap((port) => {
    const relation = port.keep ? outputs[port.name] : undefined
    return relation ? [{ port: port.name, relation }] : []
  })
}

/** Every relation whose rows the stages of a plan ask for. */
export function rootsOf(plan: Plan): Root[] {
  return plan.nodes.flatMap((planned) => {
    const kept = keptPorts(planned).map(({ relation }) => ({ relation, typed: false }))
    return [...kept, ...stageRoots(planned, kept)]
  })
}

function stageRoots({ stage }: PlannedNode, kept: readonly Root[]): Root[] {
  switch (stage?.kind) {
    case 'write': {
      const typed = stage.target.kind === 'file' && stage.target.format !== 'csv'
      return [{ relation: stage.input, typed }]
    }
    case 'profile':
      return [{ relation: stage.input, typed: true }]
    case 'gate': {
      const expected = stage.expectations.map((e) => ({ relation: e.relation, typed: true }))
      const { rows, share } = stage.maxRejected
      const counted = rows !== undefined || share !== undefined
      // Keeping the rejects counts them, and what they were taken from.
      const known = kept.some((k) => k.relation === stage.rejected)
      return counted && !known
        ? [...expected, { relation: stage.rejected, typed: false }]
        : expected
    }
    default:
      return []
  }
}

/** True where rows pass one by one: nothing has to be gathered before the first can leave. */
export const onlyStreams = (plan: Plan): boolean =>
  rootsOf(plan).every(({ relation }) => walkRelation(relation).every((r) => streaming.has(r.kind)))

const streaming: ReadonlySet<Relation['kind']> = new Set([
  'scan',
  'values',
  'project',
  'filter',
  'union',
  'limit',
  'unnest',
])

/** Files have an order that people expect to find again, and a limit to mean the first rows. */
export function needsOrder(plan: Plan): boolean {
  return plan.nodes.some(({ stage }) => {
    if (stage?.kind !== 'write') return false
    if (stage.target.kind === 'file') return true
    const limited = walkRelation(stage.input).some((r) => r.kind === 'limit')
    return limited || chunkingOf(stage.input, new Set()).kind === 'segments'
  })
}
