import { useLingui as useRuntimeLingui } from '@lingui/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { MousePointerClick, X } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { registry } from '../../nodes/index.ts'
import type { Issue } from '../../nodes/kit/issue.ts'
import { focusNode } from '../canvas/focus-node.ts'
import { NodeIcon } from '../canvas/NodeIcon.tsx'
import { titleOf } from '../canvas/node-types.ts'
import { LanesTab } from '../migrate/LanesTab.tsx'
import { isDatabaseNode } from '../migrate/use-lanes.ts'
import { annotateNode, relabelNode } from '../store/commands.ts'
import { useNode, usePlan, useSession, useUi } from '../store/session.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { TextArea, TextField } from '../ui/TextField.tsx'
import { ColumnsTab } from './ColumnsTab.tsx'
import { ConfigForm } from './ConfigForm.tsx'
import { FormProvider } from './form-context.ts'
import { HelpTab } from './HelpTab.tsx'
import './inspector.css'
import { NodeTools } from './NodeTools.tsx'
import { useWantedField } from './use-wanted-field.ts'

const none: readonly Issue[] = []

/** The settings of the node that is open. */
export function Inspector() {
  const { t } = useLingui()
  const id = useUi((s) => s.inspected)
  const node = useNode(id)
  if (!node)
    return (
      <EmptyState icon={MousePointerClick} title={t`No node is open`}>
        <Trans>Choose a node to see its settings, its columns and its help.</Trans>
      </EmptyState>
    )
  return <NodeInspector key={node.id} id={node.id} />
}

function NodeInspector({ id }: { readonly id: string }) {
  const { t } = useLingui()
  const { i18n } = useRuntimeLingui()
  const session = useSession()
  const node = useNode(id)
  const issues = usePlan((s) => s.byNode.get(id) ?? none)
  const frame = useRef<HTMLDivElement>(null)
  const [tab, setTab] = useState('settings')
  useWantedField(id, frame, () => setTab('settings'))
  const definition = registry.get(node?.type ?? '')
  const form = useMemo(
    () => (node && definition ? { node, definition, issues } : undefined),
    [node, definition, issues],
  )
  if (!node) return null
  const close = () => {
    session.ui.setState({ inspected: undefined })
    focusNode(id)
  }
  const { execute } = session.editor.getState()
  const typeTitle = definition ? i18n._(definition.title) : node.type
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape anywhere in the form closes it
    <div
      className="inspector"
      ref={frame}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close()
      }}
    >
      <header className="inspector-head">
        <NodeIcon type={node.type} />
        <div className="inspector-title">
          <h2>
            <bdi>{titleOf(i18n, node)}</bdi>
          </h2>
          <span className="muted">{definition ? i18n._(definition.summary) : typeTitle}</span>
        </div>
        <IconButton label={t`Close the settings`} icon={X} size="s" onPress={close} />
      </header>
      {!form && (
        <ProblemNote title={t`There is no node type “${node.type}” in this version.`}>
          <Trans>Its settings are kept as they are.</Trans>
        </ProblemNote>
      )}
      {form && (
        <FormProvider value={form}>
          <Tabs
            label={t`Node`}
            selected={tab}
            onSelect={setTab}
            tabs={[
              {
                id: 'settings',
                title: t`Settings`,
                content: (
                  <div className="inspector-form">
                    <NodeTools />
                    <ConfigForm />
                    <div className="inspector-about">
                      <TextField
                        label={t`Name of the node`}
                        value={node.label ?? ''}
                        placeholder={typeTitle}
                        maxLength={200}
                        onChange={(label) => execute(relabelNode(id, label))}
                      />
                      <TextArea
                        label={t`Note`}
                        value={node.note ?? ''}
                        rows={2}
                        maxLength={10_000}
                        onChange={(note) => execute(annotateNode(id, note))}
                      />
                    </div>
                  </div>
                ),
              },
              ...(isDatabaseNode(node)
                ? [{ id: 'lanes', title: t`Tables`, content: <LanesTab node={node} /> }]
                : []),
              { id: 'columns', title: t`Columns`, content: <ColumnsTab /> },
              { id: 'help', title: t`Help`, content: <HelpTab type={node.type} /> },
            ]}
          />
        </FormProvider>
      )}
    </div>
  )
}
