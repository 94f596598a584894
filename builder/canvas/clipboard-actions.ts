import { msg, plural } from '@lingui/core/macro'
import { registry } from '../../nodes/index.ts'
import { copyNodes, parseClip, prepareClip } from '../store/clipboard.ts'
import { insertNodes, removeNodes } from '../store/commands.ts'
import type { Session } from '../store/session.tsx'
import { middleOfView } from './viewport.ts'

/** For pages without access to the system clipboard, as over plain HTTP. */
let ownClip = ''

/** The selected nodes as text; undefined where none is selected. */
export function clipText(session: Session): string | undefined {
  const { history, nodes } = session.editor.getState()
  if (nodes.size === 0) return undefined
  return JSON.stringify(copyNodes(history.document, [...nodes]), null, 2)
}

export function copySelection(session: Session): void {
  const text = clipText(session)
  if (text === undefined) return
  ownClip = text
  navigator.clipboard?.writeText(text).catch(() => undefined)
  copied(session)
}

export function copied({ editor }: Session): void {
  const count = editor.getState().nodes.size
  editor
    .getState()
    .announce(msg`${plural(count, { one: '# node copied.', other: '# nodes copied.' })}`)
}

export function cutSelection(session: Session): void {
  copySelection(session)
  removeSelection(session)
}

export function removeSelection({ editor }: Session): void {
  const { nodes, edges, execute, announce } = editor.getState()
  const count = nodes.size + edges.size
  if (count === 0) return
  execute(removeNodes([...nodes], [...edges]))
  announce(msg`Deleted. Undo brings it back.`)
}

export async function pasteFromClipboard(session: Session, links: boolean): Promise<void> {
  let text = ownClip
  try {
    text = (await navigator.clipboard.readText()) || ownClip
  } catch {
    // Not allowed or not there: what was copied in this page is still at hand.
  }
  pasteText(session, text, links)
}

/** Pastes copied nodes; true where the text held some. */
export function pasteText(session: Session, text: string, links: boolean): boolean {
  const { announce } = session.editor.getState()
  const clip = parseClip(text)
  if (!clip) {
    announce(msg`The clipboard holds no nodes of a pipeline.`, true)
    return false
  }
  const { document } = session.editor.getState().history
  const isHere = clip.nodes.every((n) => document.nodes.some((m) => m.id === n.id))
  const at = isHere ? {} : { at: middleOfView() }
  insert(session, prepareClip(clip, document, registry, { links, ...at }), 'paste')
  return true
}

export function duplicateSelection(session: Session): void {
  const { history, nodes } = session.editor.getState()
  if (nodes.size === 0) return
  const clip = copyNodes(history.document, [...nodes])
  insert(session, prepareClip(clip, history.document, registry, { links: true }), 'duplicate')
}

function insert(
  { editor }: Session,
  ready: ReturnType<typeof prepareClip>,
  verb: 'paste' | 'duplicate',
): void {
  const { execute, select, setCurrent, announce } = editor.getState()
  execute(insertNodes(ready.nodes, ready.edges, verb))
  const ids = ready.nodes.map((n) => n.id)
  const count = ids.length
  select(ids)
  setCurrent(ids[0])
  announce(msg`${plural(count, { one: '# node added.', other: '# nodes added.' })}`)
}
