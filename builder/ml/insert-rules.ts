import { i18n } from '@lingui/core'
import { msg, plural } from '@lingui/core/macro'
import type { Rule } from '../../nodes/validate/rules/config.ts'
import { newNode, titleOf } from '../canvas/node-types.ts'
import { freePlace, middleOfView } from '../canvas/viewport.ts'
import type { Command } from '../store/command.ts'
import { edgeIds, freshEdgeId } from '../store/ids.ts'
import type { Session } from '../store/session.tsx'
import type { PortPlace } from './use-inspection.ts'

/** A validation with these rules right behind a port: what read from the port reads what passes. */
export function insertRules(session: Session, from: PortPlace, rules: readonly Rule[]): void {
  const { history, execute, select, setCurrent, announce } = session.editor.getState()
  const at = freePlace(history.document, middleOfView(), from.node)
  const node = newNode(history.document, 'validate.rules', at)
  node.config = { ...node.config, rules: structuredClone([...rules]) }
  execute(insertBehind(node, from))
  select([node.id])
  setCurrent(node.id)
  session.ui.setState({ inspected: node.id })
  const title = titleOf(i18n, node)
  const count = rules.length
  announce(msg`${title} added with ${plural(count, { one: '# rule', other: '# rules' })}.`, true)
}

const insertBehind = (
  node: ReturnType<typeof newNode>,
  { node: source, port: sourcePort }: PortPlace,
): Command => ({
  label: msg`Add proposed rules`,
  change: (draft) => {
    draft.nodes.push(structuredClone(node))
    for (const edge of draft.edges)
      if (edge.source === source && edge.sourcePort === sourcePort) {
        edge.source = node.id
        edge.sourcePort = 'pass'
      }
    const id = freshEdgeId(edgeIds(draft))
    draft.edges.push({ id, source, sourcePort, target: node.id, targetPort: 'in' })
  },
})
