import { useLingui as useRuntimeLingui } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import type { DragEvent } from 'react'
import { Header } from 'react-aria-components/Header'
import { ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox'
import { NodeIcon } from './NodeIcon.tsx'
import './node-type-list.css'
import { kindOrder, kindTitles } from './node-types.ts'
import { useRecentTypes } from './recent-types.ts'
import { searchNodes } from './search-nodes.ts'
import { nodeTypeFormat } from './use-canvas-drop.ts'
import type { NodeTypeItem } from './use-node-types.ts'

export interface NodeTypeListProps {
  readonly label: string
  readonly items: readonly NodeTypeItem[]
  readonly query: string
  readonly onChoose: (type: string) => void
  /** Lines can be dragged to the canvas. */
  readonly draggable?: boolean
}

/** Node types by kind, or best first while something is searched. */
export function NodeTypeList({ label, items, query, onChoose, draggable }: NodeTypeListProps) {
  const { t } = useLingui()
  const { i18n } = useRuntimeLingui()
  const recent = useRecentTypes((s) => s.types)
  const isSearching = query.trim() !== ''
  const found = searchNodes(items, query)
  const groups = isSearching
    ? [{ id: 'found', title: t`Found`, items: found }]
    : kindOrder.map((kind) => ({
        id: kind as string,
        title: i18n._(kindTitles[kind]),
        items: items.filter((i) => i.kind === kind),
      }))
  const last = recent.flatMap((type) => items.find((i) => i.type === type) ?? [])
  if (!isSearching && last.length > 0)
    groups.unshift({ id: 'recent', title: t`Recent`, items: last })
  return (
    <ListBox
      aria-label={label}
      className="node-types"
      onAction={(key) => onChoose(String(key).replace(/^.*:/, ''))}
      renderEmptyState={() => <p className="list-empty">{t`No node type fits.`}</p>}
    >
      {groups
        .filter((g) => g.items.length > 0)
        .map((group) => (
          <ListBoxSection key={group.id} id={group.id}>
            <Header className="menu-heading">{group.title}</Header>
            {group.items.map((item) => (
              <NodeTypeLine
                key={item.type}
                id={`${group.id}:${item.type}`}
                item={item}
                draggable={draggable ?? false}
              />
            ))}
          </ListBoxSection>
        ))}
    </ListBox>
  )
}

function NodeTypeLine(props: {
  readonly id: string
  readonly item: NodeTypeItem
  readonly draggable: boolean
}) {
  const { type, title, summary } = props.item
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(nodeTypeFormat, type)
    event.dataTransfer.effectAllowed = 'copy'
  }
  return (
    <ListBoxItem id={props.id} textValue={title} className="node-type" data-type={type}>
      <span
        className="node-type-line"
        draggable={props.draggable}
        {...(props.draggable && { onDragStart })}
      >
        <NodeIcon type={type} size="s" />
        <span className="node-type-title" dir="auto">
          {title}
        </span>
        <span className="node-type-summary" dir="auto">
          {summary}
        </span>
      </span>
    </ListBoxItem>
  )
}
