import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useSession } from '../store/session.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { addNodeOfType } from './add-node.ts'
import { NodeTypeList } from './NodeTypeList.tsx'
import { searchNodes } from './search-nodes.ts'
import { useNodeTypes } from './use-node-types.ts'

/** The node types, to be dragged to the canvas or added by Enter. */
export function Palette() {
  const { t } = useLingui()
  const session = useSession()
  const items = useNodeTypes()
  const [query, setQuery] = useState('')
  const choose = (type: string) => void addNodeOfType(session, type)
  return (
    <div className="palette-pane">
      <SearchField
        label={t`Search nodes`}
        value={query}
        onChange={setQuery}
        onSubmit={(text) => {
          const [best] = searchNodes(items, text)
          if (best && text.trim() !== '') choose(best.type)
        }}
      />
      <NodeTypeList label={t`Node types`} items={items} query={query} onChoose={choose} draggable />
      <p className="pane-hint">
        <Trans>Drag to the canvas, or press Enter to add behind the selected node.</Trans>
      </p>
    </div>
  )
}
