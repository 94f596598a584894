import type { FocusEvent } from 'react'
import { useCallback } from 'react'
import { graphOf } from '../store/graph.ts'
import { useEditor, useSession } from '../store/session.tsx'

/** The node where the keyboard is: the only one in the tab order; at first the first one. */
export function useCurrentNode() {
  const { editor } = useSession()
  const current = useEditor((s) => s.current ?? graphOf(s.history.document).order[0])
  const onFocus = useCallback(
    (event: FocusEvent) => {
      const id = nodeIdOf(event.target)
      if (id === undefined) return
      const { setCurrent, nodes, select } = editor.getState()
      setCurrent(id)
      // By key, the focus chooses; a click chooses by itself, and knows of Ctrl.
      if (!nodes.has(id) && event.target.matches(':focus-visible')) select([id])
    },
    [editor],
  )
  return { current, onFocus }
}

/** The node that an element on the canvas is or lies in. */
export const nodeIdOf = (target: EventTarget | null): string | undefined =>
  target instanceof Element
    ? (target.closest<HTMLElement>('.react-flow__node')?.dataset.id ?? undefined)
    : undefined

export const nodeElement = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
