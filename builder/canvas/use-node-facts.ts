import { msg, plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { registry } from '../../nodes/index.ts'
import type { NodeDefinition } from '../../nodes/kit/define-node.ts'
import type { Issue } from '../../nodes/kit/issue.ts'
import type { PipelineNode } from '../../runtime/pipeline/schema.ts'
import { graphOf } from '../store/graph.ts'
import type { NodeRun } from '../store/run-state.ts'
import { useEditor, usePlan, useRun } from '../store/session.tsx'
import { statusLooks } from '../ui/StatusBadge.tsx'
import { kindNames, kindOf, titleOf } from './node-types.ts'

export interface NodeFacts {
  readonly node: PipelineNode
  readonly definition: NodeDefinition | undefined
  /** Label, else the title of its type. */
  readonly title: string
  readonly typeTitle: string
  /** Columns of its main output, where they are known. */
  readonly columns: number | undefined
  readonly errors: number
  readonly warnings: number
  readonly run: NodeRun | undefined
}

const noIssues: readonly Issue[] = []

/** What is to be said about one node, from all stores; undefined once it is gone. */
export function useNodeFacts(id: string): NodeFacts | undefined {
  const { i18n } = useLingui()
  const node = useEditor((s) => graphOf(s.history.document).nodes.get(id))
  const issues = usePlan((s) => s.byNode.get(id) ?? noIssues)
  const definition = registry.get(node?.type ?? '')
  const port = definition?.outputs[0]?.name ?? 'out'
  const columns = usePlan((s) => s.nodes.get(id)?.outputs[port]?.schema.length)
  const run = useRun((s) => s.view?.nodes[id])
  if (!node) return undefined
  return {
    node,
    definition,
    title: titleOf(i18n, node),
    typeTitle: definition ? i18n._(definition.title) : node.type,
    columns,
    errors: issues.filter((i) => i.severity === 'error').length,
    warnings: issues.filter((i) => i.severity === 'warning').length,
    run,
  }
}

/**
 * The name a screen reader says: what it is, where it stands, what it reads, how it is.
 * “Filter, transform, step 3 of 5, 1 input from Customers, error: 2 problems”
 */
export function useNodeName(facts: NodeFacts | undefined): string {
  const { i18n } = useLingui()
  const document = useEditor((s) => s.history.document)
  if (!facts) return ''
  const { node, title, errors, warnings, run } = facts
  const graph = graphOf(document)
  const step = (graph.rank.get(node.id) ?? 0) + 1
  const total = graph.order.length
  const kind = i18n._(kindNames[kindOf(node.type)])
  const sources = (graph.incoming.get(node.id) ?? []).flatMap((e) => {
    const source = graph.nodes.get(e.source)
    return source ? [titleOf(i18n, source)] : []
  })
  const count = sources.length
  const names = new Intl.ListFormat(i18n.locale === 'pseudo' ? 'en' : i18n.locale).format(sources)
  const parts = [title]
  if (node.label !== undefined) parts.push(facts.typeTitle)
  parts.push(kind, i18n._(msg`step ${step} of ${total}`))
  if (count > 0)
    parts.push(
      i18n._(
        msg`${plural(count, { one: `# input from ${names}`, other: `# inputs from ${names}` })}`,
      ),
    )
  if (errors > 0)
    parts.push(
      i18n._(msg`${plural(errors, { one: 'error: # problem', other: 'error: # problems' })}`),
    )
  else if (warnings > 0)
    parts.push(
      i18n._(msg`${plural(warnings, { one: 'warning: # problem', other: 'warning: # problems' })}`),
    )
  if (run) parts.push(i18n._(statusLooks[run.state].title))
  return parts.join(', ')
}
