import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { registry } from '../../nodes/index.ts'
import { validTargets } from '../store/connection.ts'
import { graphOf } from '../store/graph.ts'
import { useDocument, useSession } from '../store/session.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Select } from '../ui/Select.tsx'
import { focusNode } from './focus-node.ts'
import { NodeIcon } from './NodeIcon.tsx'
import { titleOf } from './node-types.ts'
import { tryConnect } from './use-connecting.ts'

/** Connects without a pointer: every input that would take the edge, and no other. */
export function ConnectDialog({ from }: { readonly from: string }) {
  const { t, i18n } = useLingui()
  const session = useSession()
  const document = useDocument()
  const graph = graphOf(document)
  const source = graph.nodes.get(from)
  const outputs = registry.get(source?.type ?? '')?.outputs ?? []
  const [port, setPort] = useState(outputs[0]?.name ?? 'out')
  const targets = validTargets(document, registry, from, port)
  const name = source ? titleOf(i18n, source) : from
  const close = () => session.ui.setState({ dialog: undefined })
  const choose = (key: string) => {
    const target = targets.find((it) => `${it.node}.${it.port.name}` === key)
    if (!target) return
    close()
    const wire = {
      source: from,
      sourcePort: port,
      target: target.node,
      targetPort: target.port.name,
    }
    const node = graph.nodes.get(target.node)
    const to = node ? titleOf(i18n, node) : target.node
    if (tryConnect(session, wire))
      session.editor.getState().announce(msg`${name} connected to ${to}.`)
    focusNode(from)
  }
  return (
    <Dialog title={t`Connect ${name} to`} isOpen onClose={close}>
      <div className="add-dialog">
        {outputs.length > 1 && (
          <Select
            label={t`Output`}
            value={port}
            onChange={setPort}
            options={outputs.map((o) => ({ id: o.name, label: i18n._(o.title) }))}
          />
        )}
        <ListBox
          autoFocus
          aria-label={t`Inputs that take the edge`}
          className="node-types"
          onAction={(key) => choose(String(key))}
          renderEmptyState={() => (
            <p className="list-empty">
              {outputs.length === 0
                ? t`This node has no output: it ends a pipeline.`
                : t`No free input. Add a node first, or delete an edge.`}
            </p>
          )}
        >
          {targets.map(({ node, port: input }) => {
            const target = graph.nodes.get(node)
            const title = target ? titleOf(i18n, target) : node
            const inputTitle = i18n._(input.title)
            return (
              <ListBoxItem
                key={`${node}.${input.name}`}
                id={`${node}.${input.name}`}
                textValue={title}
                className="node-type"
              >
                <span className="node-type-line">
                  <NodeIcon type={target?.type ?? ''} size="s" />
                  <span className="node-type-title" dir="auto">
                    {title}
                  </span>
                  <span className="node-type-summary" dir="auto">
                    {t`Input: ${inputTitle}`}
                  </span>
                </span>
              </ListBoxItem>
            )
          })}
        </ListBox>
      </div>
    </Dialog>
  )
}
