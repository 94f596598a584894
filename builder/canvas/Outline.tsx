import { useLingui as useRuntimeLingui } from '@lingui/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Cable, CircleX, Plus, Settings2, Trash2, TriangleAlert, Workflow } from 'lucide-react'
import { GridList, GridListItem } from 'react-aria-components/GridList'
import { removeNodes } from '../store/commands.ts'
import { graphOf } from '../store/graph.ts'
import { useDocument, useEditor, useSession } from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { NodeIcon } from './NodeIcon.tsx'
import { NodeStatus } from './NodeStatus.tsx'
import { titleOf } from './node-types.ts'
import './outline.css'
import { useNodeFacts, useNodeName } from './use-node-facts.ts'

/** The pipeline as a list in its order: a second, full editor that needs no pointer and no sight. */
export function Outline() {
  const { t } = useLingui()
  const { editor, ui } = useSession()
  const document = useDocument()
  const selected = useEditor((s) => s.nodes)
  const { order } = graphOf(document)
  const add = () => ui.setState({ dialog: { kind: 'add' } })
  if (order.length === 0)
    return (
      <EmptyState
        icon={Workflow}
        title={t`No nodes yet`}
        actions={
          <Button icon={Plus} variant="primary" onPress={add}>
            <Trans>Add a source</Trans>
          </Button>
        }
      >
        <Trans>The steps of the pipeline are listed here in their order.</Trans>
      </EmptyState>
    )
  return (
    <div className="outline" data-action-scope="graph" id="outline">
      <GridList
        aria-label={t`Outline of the pipeline`}
        className="outline-list"
        selectionMode="multiple"
        selectionBehavior="replace"
        selectedKeys={selected}
        onSelectionChange={(keys) => {
          const ids = keys === 'all' ? order : [...keys].map(String)
          editor.getState().select(ids)
          if (ids.length === 1) editor.getState().setCurrent(ids[0])
        }}
        onAction={(key) => ui.setState({ inspected: String(key) })}
      >
        {order.map((id) => (
          <OutlineLine key={id} id={id} />
        ))}
      </GridList>
      <Button icon={Plus} size="s" onPress={add}>
        <Trans>Add a node</Trans>
      </Button>
    </div>
  )
}

function OutlineLine({ id }: { readonly id: string }) {
  const { t } = useLingui()
  const { editor, ui } = useSession()
  const facts = useNodeFacts(id)
  const name = useNodeName(facts)
  if (!facts) return null
  const { node, title, definition, errors, warnings, run, columns } = facts
  return (
    <GridListItem id={id} textValue={name} className="outline-line" data-outline-node={id}>
      <NodeIcon type={node.type} size="s" />
      <span className="outline-text">
        <span className="node-title">
          <bdi>{title}</bdi>
        </span>
        <span className="outline-facts">
          {errors > 0 && (
            <span className="tone-danger outline-problem">
              <CircleX aria-hidden />
              <Plural value={errors} one="# error" other="# errors" />
            </span>
          )}
          {errors === 0 && warnings > 0 && (
            <span className="tone-warning outline-problem">
              <TriangleAlert aria-hidden />
              <Plural value={warnings} one="# warning" other="# warnings" />
            </span>
          )}
          {run ? (
            <NodeStatus run={run} />
          ) : (
            columns !== undefined && <Plural value={columns} one="# column" other="# columns" />
          )}
        </span>
        <Sources id={id} />
      </span>
      <span className="outline-actions">
        <IconButton
          label={t`Settings of ${title}`}
          icon={Settings2}
          size="s"
          onPress={() => ui.setState({ inspected: id })}
        />
        {(definition?.outputs.length ?? 0) > 0 && (
          <IconButton
            label={t`Connect ${title} to…`}
            icon={Cable}
            size="s"
            onPress={() => ui.setState({ dialog: { kind: 'connect', from: id } })}
          />
        )}
        <IconButton
          label={t`Delete ${title}`}
          icon={Trash2}
          size="s"
          onPress={() => editor.getState().execute(removeNodes([id]))}
        />
      </span>
    </GridListItem>
  )
}

/** Where the rows of a node come from. */
function Sources({ id }: { readonly id: string }) {
  const { i18n } = useRuntimeLingui()
  const document = useDocument()
  const graph = graphOf(document)
  const names = (graph.incoming.get(id) ?? []).flatMap((edge) => {
    const source = graph.nodes.get(edge.source)
    return source ? [titleOf(i18n, source)] : []
  })
  if (names.length === 0) return null
  const list = new Intl.ListFormat(i18n.locale === 'pseudo' ? 'en' : i18n.locale).format(names)
  return (
    <span className="outline-sources">
      <Trans>
        from <bdi>{list}</bdi>
      </Trans>
    </span>
  )
}
