import type { MessageDescriptor } from '@lingui/core'
import { msg, plural } from '@lingui/core/macro'
import type { Pipeline, PipelineNode } from '../../runtime/pipeline/schema.ts'

export interface Difference {
  readonly key: string
  readonly text: MessageDescriptor
}

const nameOf = (node: PipelineNode): string => node.label ?? node.id

/** What a person would say differs between a stored pipeline and another one; places do not count. */
export function differences(stored: Pipeline, other: Pipeline): Difference[] {
  const found: Difference[] = []
  const before = new Map(stored.nodes.map((n) => [n.id, n]))
  const after = new Map(other.nodes.map((n) => [n.id, n]))
  const was = stored.name
  const is = other.name
  if (was !== is) found.push({ key: 'name', text: msg`The name is “${is}” instead of “${was}”.` })
  for (const [id, node] of after) {
    const name = nameOf(node)
    const old = before.get(id)
    if (!old) found.push({ key: `+${id}`, text: msg`“${name}” is added.` })
    else if (!sameStep(old, node)) found.push({ key: `~${id}`, text: msg`“${name}” is changed.` })
  }
  for (const [id, node] of before) {
    const name = nameOf(node)
    if (!after.has(id)) found.push({ key: `-${id}`, text: msg`“${name}” is deleted.` })
  }
  const added = countMissing(other, stored)
  const removed = countMissing(stored, other)
  if (added > 0)
    found.push({
      key: 'edges+',
      text: msg`${plural(added, { one: '# edge is added.', other: '# edges are added.' })}`,
    })
  if (removed > 0)
    found.push({
      key: 'edges-',
      text: msg`${plural(removed, { one: '# edge is deleted.', other: '# edges are deleted.' })}`,
    })
  if (JSON.stringify(stored.parameters) !== JSON.stringify(other.parameters))
    found.push({ key: 'parameters', text: msg`The parameters are changed.` })
  return found
}

const sameStep = ({ position: _, ...a }: PipelineNode, { position: __, ...b }: PipelineNode) =>
  JSON.stringify(a) === JSON.stringify(b)

const wires = (pipeline: Pipeline): Set<string> =>
  new Set(
    pipeline.edges.map((e) => JSON.stringify([e.source, e.sourcePort, e.target, e.targetPort])),
  )

/** Edges of `a` that `b` does not have, whatever their ids. */
function countMissing(a: Pipeline, b: Pipeline): number {
  const there = wires(b)
  return [...wires(a)].filter((wire) => !there.has(wire)).length
}
