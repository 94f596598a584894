import { useLingui } from '@lingui/react/macro'
import { ChevronDown, ChevronUp } from 'lucide-react'
import type { ComponentType } from 'react'
import { lazy, Suspense, useEffect } from 'react'
import { Group, Panel, Separator, useDefaultLayout, usePanelRef } from 'react-resizable-panels'
import { ProblemsPane } from '../preview/ProblemsPane.tsx'
import { usePlan, useSession, useUi } from '../store/session.tsx'
import type { BottomTab, SideTab } from '../store/ui-store.ts'
import { Badge } from '../ui/Badge.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { Canvas } from './Canvas.tsx'
import './editor.css'
import { Outline } from './Outline.tsx'
import { Palette } from './Palette.tsx'
import { Toolbar } from './Toolbar.tsx'
import { useNarrow } from './use-narrow.ts'

/** Not needed to see the pipeline, so they come after it. */
const later = (load: () => Promise<ComponentType>) => {
  const Part = lazy(async () => ({ default: await load() }))
  return () => (
    <Suspense>
      <Part />
    </Suspense>
  )
}
const Inspector = later(async () => (await import('../inspector/Inspector.tsx')).Inspector)
const PreviewPane = later(async () => (await import('../preview/PreviewPane.tsx')).PreviewPane)
const ProfilePane = later(async () => (await import('../preview/ProfilePane.tsx')).ProfilePane)
const RunPane = later(async () => (await import('../preview/RunPane.tsx')).RunPane)

/** The parts of the editor: palette and outline, canvas, rows and problems, settings. */
export function EditorLayout() {
  return useNarrow() ? <NarrowLayout /> : <WideLayout />
}

function WideLayout() {
  const { t } = useLingui()
  const isInspecting = useUi((s) => s.inspected !== undefined)
  const columns = useDefaultLayout({ id: 'migrateiq:editor-columns' })
  const rows = useDefaultLayout({ id: 'migrateiq:editor-rows' })
  return (
    <div className="editor">
      <a className="editor-skip" href="#outline-pane">{t`Skip to the outline of the pipeline`}</a>
      <Toolbar />
      <Group className="editor-columns" {...columns}>
        <Panel
          id="side"
          defaultSize="260px"
          minSize="180px"
          maxSize="420px"
          groupResizeBehavior="preserve-pixel-size"
        >
          <Side />
        </Panel>
        <Separator className="editor-separator" aria-label={t`Width of the palette`} />
        <Panel id="middle" minSize="30%">
          <Group orientation="vertical" className="editor-rows" {...rows}>
            <Panel id="canvas" minSize="25%">
              <section className="editor-canvas" data-region="canvas" aria-label={t`Canvas`}>
                <Canvas />
              </section>
            </Panel>
            <Separator className="editor-separator" aria-label={t`Height of the lower pane`} />
            <BottomPanel />
          </Group>
        </Panel>
        {isInspecting && (
          <>
            <Separator className="editor-separator" aria-label={t`Width of the settings`} />
            <Panel
              id="inspector"
              defaultSize="360px"
              minSize="280px"
              maxSize="50%"
              groupResizeBehavior="preserve-pixel-size"
            >
              <section
                className="editor-inspector"
                data-region="inspector"
                aria-label={t`Settings of the node`}
              >
                <Inspector />
              </section>
            </Panel>
          </>
        )}
      </Group>
    </div>
  )
}

/** On a narrow page the outline stands in the place of the canvas; it can do the same. */
function NarrowLayout() {
  const { t } = useLingui()
  const isInspecting = useUi((s) => s.inspected !== undefined)
  return (
    <div className="editor editor-narrow">
      <Toolbar />
      {isInspecting ? (
        <section
          className="editor-inspector"
          data-region="inspector"
          aria-label={t`Settings of the node`}
        >
          <Inspector />
        </section>
      ) : (
        <section className="editor-side" data-region="side" aria-label={t`Outline`}>
          <Outline />
        </section>
      )}
      <section
        className="editor-bottom"
        data-region="bottom"
        aria-label={t`Rows, problems and runs`}
      >
        <Bottom />
      </section>
    </div>
  )
}

function Side() {
  const { t } = useLingui()
  const { ui } = useSession()
  const side = useUi((s) => s.side)
  return (
    <section
      className="editor-side"
      id="outline-pane"
      tabIndex={-1}
      data-region="side"
      aria-label={t`Node types and outline`}
    >
      <Tabs
        label={t`Node types and outline`}
        selected={side}
        onSelect={(id) => ui.setState({ side: id as SideTab })}
        tabs={[
          { id: 'palette', title: t`Nodes`, content: <Palette /> },
          { id: 'outline', title: t`Outline`, content: <Outline /> },
        ]}
      />
    </section>
  )
}

function BottomPanel() {
  const { t } = useLingui()
  const { ui } = useSession()
  const panel = usePanelRef()
  const isOpen = useUi((s) => s.bottomOpen)
  useEffect(() => {
    if (isOpen) panel.current?.expand()
    else panel.current?.collapse()
  }, [isOpen, panel])
  return (
    <Panel
      id="bottom"
      panelRef={panel}
      defaultSize="34%"
      minSize="140px"
      collapsible
      collapsedSize="40px"
      onResize={({ inPixels }) => {
        const open = inPixels > 60
        if (open !== ui.getState().bottomOpen) ui.setState({ bottomOpen: open })
      }}
    >
      <section
        className="editor-bottom"
        data-region="bottom"
        data-closed={!isOpen || undefined}
        aria-label={t`Rows, problems and runs`}
      >
        <Bottom
          end={
            <IconButton
              label={isOpen ? t`Close the lower pane` : t`Open the lower pane`}
              icon={isOpen ? ChevronDown : ChevronUp}
              size="s"
              onPress={() => ui.setState({ bottomOpen: !isOpen })}
            />
          }
        />
      </section>
    </Panel>
  )
}

function Bottom({ end }: { readonly end?: React.ReactNode }) {
  const { t, i18n } = useLingui()
  const { ui } = useSession()
  const bottom = useUi((s) => s.bottom)
  const errors = usePlan((s) => s.issues.filter((i) => i.severity === 'error').length)
  const all = usePlan((s) => s.issues.length)
  return (
    <Tabs
      label={t`Rows, problems and runs`}
      selected={bottom}
      onSelect={(id) => ui.setState({ bottom: id as BottomTab, bottomOpen: true })}
      end={end}
      tabs={[
        { id: 'preview', title: t`Preview`, content: <PreviewPane /> },
        { id: 'profile', title: t`Profile`, content: <ProfilePane /> },
        {
          id: 'problems',
          title: (
            <>
              {t`Problems`}
              {all > 0 && (
                <Badge tone={errors > 0 ? 'danger' : 'neutral'}>{i18n.number(all)}</Badge>
              )}
            </>
          ),
          content: <ProblemsPane />,
        },
        { id: 'run', title: t`Run`, content: <RunPane /> },
      ]}
    />
  )
}
