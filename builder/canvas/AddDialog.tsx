import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { registry } from '../../nodes/index.ts'
import { graphOf } from '../store/graph.ts'
import { useDocument, useEditor, useSession } from '../store/session.tsx'
import type { EditorDialog } from '../store/ui-store.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { addNodeOfType } from './add-node.ts'
import { focusNode } from './focus-node.ts'
import { NodeTypeList } from './NodeTypeList.tsx'
import { titleOf } from './node-types.ts'
import { searchNodes } from './search-nodes.ts'
import type { NodeTypeItem } from './use-node-types.ts'
import { useNodeTypes } from './use-node-types.ts'

type AddRequest = Extract<EditorDialog, { kind: 'add' }>

/** Adds a node found by typing; behind an open edge only what fits there. */
export function AddDialog({ request }: { readonly request: AddRequest }) {
  const { t, i18n } = useLingui()
  const session = useSession()
  const document = useDocument()
  const selected = useEditor((s) => s.nodes)
  const [query, setQuery] = useState('')
  const items = useNodeTypes().filter((item) => fits(item, request))
  const [only] = selected
  const behind = request.from?.node ?? (selected.size === 1 ? only : undefined)
  const node = behind === undefined ? undefined : graphOf(document).nodes.get(behind)
  const name = node && titleOf(i18n, node)
  const close = () => session.ui.setState({ dialog: undefined })
  const choose = (type: string) => {
    close()
    const id = addNodeOfType(session, type, { at: request.at, from: request.from })
    focusNode(id)
  }
  const title =
    name === undefined
      ? t`Add a node`
      : request.from?.side === 'input'
        ? t`Add a node before ${name}`
        : t`Add a node behind ${name}`
  return (
    <Dialog title={title} isOpen onClose={close}>
      <div className="add-dialog">
        <SearchField
          label={t`Search nodes`}
          value={query}
          onChange={setQuery}
          autoFocus
          onSubmit={(text) => {
            const [best] = searchNodes(items, text)
            if (best) choose(best.type)
          }}
        />
        <NodeTypeList label={t`Node types`} items={items} query={query} onChoose={choose} />
      </div>
    </Dialog>
  )
}

/** Can the open end be linked to a node of this type? */
function fits({ type }: NodeTypeItem, { from }: AddRequest): boolean {
  const definition = registry.get(type)
  if (!from) return true
  return (from.side === 'output' ? definition?.inputs : definition?.outputs)?.length !== 0
}
