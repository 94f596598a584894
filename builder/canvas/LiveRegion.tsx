import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useEffect, useState } from 'react'
import { graphOf } from '../store/graph.ts'
import { isOver } from '../store/run-state.ts'
import { useEditor, useRun, useSession } from '../store/session.tsx'
import { showToast } from '../ui/toast-store.ts'
import { titleOf } from './node-types.ts'

/** Progress is said at most this often (ms). */
const pause = 5000

/** What happens, for those who do not see it: politely, and never in a flood. */
export function LiveRegion() {
  const { i18n } = useLingui()
  const announcement = useEditor((s) => s.announcement)
  const [text, setText] = useState('')
  useEffect(() => {
    if (!announcement) return
    const sentence = i18n._(announcement.message)
    if (announcement.visible) showToast({ title: sentence })
    // A toast is read out by its own region.
    else setText(sentence)
  }, [announcement, i18n])
  return (
    <>
      <div role="status" aria-live="polite" className="visually-hidden">
        {text}
      </div>
      <RunDigest />
    </>
  )
}

function RunDigest() {
  const { i18n } = useLingui()
  const { editor } = useSession()
  const view = useRun((s) => s.view)
  const [text, setText] = useState('')
  const [said, setSaid] = useState(0)
  const state = view?.state
  useEffect(() => {
    if (!view || !state) return
    if (isOver(state)) {
      const rows = view.report ? i18n.number(view.report.rows.written) : '–'
      const rejected = view.report ? i18n.number(view.report.rows.rejected) : '–'
      const done = msg`Finished: ${rows} rows written, ${rejected} rejected.`
      const other = state === 'cancelled' ? msg`The run was cancelled.` : msg`The run failed.`
      setText(i18n._(state === 'done' ? done : other))
      return
    }
    if (Date.now() - said < pause) return
    const graph = graphOf(editor.getState().history.document)
    const parts = Object.entries(view.nodes)
      .filter(([, n]) => n.state === 'running' && n.fraction !== undefined)
      .map(([id, n]) => {
        const node = graph.nodes.get(id)
        const percent = i18n.number(n.fraction ?? 0, { style: 'percent' })
        return `${node ? titleOf(i18n, node) : id}: ${percent}`
      })
    setSaid(Date.now())
    setText(parts.length > 0 ? parts.join(', ') : i18n._(msg`The run has started.`))
  }, [view, state, said, editor, i18n])
  return (
    <div role="status" aria-live="polite" className="visually-hidden">
      {text}
    </div>
  )
}
