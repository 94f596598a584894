import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Panel, useReactFlow, useStore } from '@xyflow/react'
import { Maximize, Minus, Plus } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import type { Action } from '../app/actions.ts'
import { useActions } from '../app/actions.ts'
import { formatShortcut } from '../app/shortcuts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { glide, setViewport, wholeView } from './viewport.ts'

/** Zoom, with the level; the same as actions of the registry. */
export function CanvasControls() {
  const { t, i18n } = useLingui()
  const flow = useReactFlow()
  const zoom = useStore((s) => s.transform[2])
  useEffect(() => setViewport(flow), [flow])
  useActions(
    useMemo<readonly Action[]>(
      () => [
        {
          id: 'view.zoom-in',
          title: msg`Zoom in`,
          group: 'view',
          scope: 'canvas',
          shortcuts: ['+'],
          separated: true,
          run: () => void flow.zoomIn({ duration: glide(120) }),
        },
        {
          id: 'view.zoom-out',
          title: msg`Zoom out`,
          group: 'view',
          scope: 'canvas',
          shortcuts: ['-'],
          run: () => void flow.zoomOut({ duration: glide(120) }),
        },
        {
          id: 'view.zoom-reset',
          title: msg`Actual size`,
          group: 'view',
          scope: 'canvas',
          shortcuts: ['0'],
          run: () => void flow.zoomTo(1, { duration: glide(120) }),
        },
        {
          id: 'view.fit',
          title: msg`Show the whole pipeline`,
          group: 'view',
          scope: 'canvas',
          shortcuts: ['1'],
          run: () => void flow.fitView(wholeView()),
        },
      ],
      [flow],
    ),
  )
  return (
    <Panel position="bottom-left" className="canvas-controls">
      <IconButton
        label={t`Zoom out`}
        icon={Minus}
        size="s"
        shortcut={formatShortcut('-')}
        onPress={() => void flow.zoomOut({ duration: glide(120) })}
      />
      <span className="canvas-zoom number">
        {i18n.number(zoom, { style: 'percent', maximumFractionDigits: 0 })}
      </span>
      <IconButton
        label={t`Zoom in`}
        icon={Plus}
        size="s"
        shortcut={formatShortcut('+')}
        onPress={() => void flow.zoomIn({ duration: glide(120) })}
      />
      <IconButton
        label={t`Show the whole pipeline`}
        icon={Maximize}
        size="s"
        shortcut={formatShortcut('1')}
        onPress={() => void flow.fitView(wholeView())}
      />
    </Panel>
  )
}
