import { useReactFlow } from '@xyflow/react'
import type { KeyboardEvent, RefObject } from 'react'
import { useCallback } from 'react'
import { isMac } from '../app/shortcuts.ts'
import { moveNodes } from '../store/commands.ts'
import { graphOf, reachable } from '../store/graph.ts'
import type { Session } from '../store/session.tsx'
import { useSession } from '../store/session.tsx'
import { grid } from './arrange.ts'
import { focusNode } from './focus-node.ts'
import type { Direction } from './navigate.ts'
import { navigate } from './navigate.ts'
import { nodeElement, nodeIdOf } from './use-current-node.ts'
import { sizeOf } from './viewport.ts'

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

/**
 * The arrow keys of the canvas, which mean places and so are not mirrored in any language:
 * arrows go, Ctrl+arrows move (Shift: further), Shift+← and Shift+→ select along the edges,
 * Space selects. Every other key is an action of the registry.
 */
export function useCanvasKeys(frame: RefObject<HTMLDivElement | null>) {
  const session = useSession()
  const show = useShowNode(frame)
  return useCallback(
    (event: KeyboardEvent) => {
      const id = nodeIdOf(event.target)
      if (id === undefined || event.altKey) return
      const direction = directions[event.key]
      const mod = isMac() ? event.metaKey : event.ctrlKey
      if (direction && mod) moveBy(session, id, direction, event.shiftKey ? 4 : 1)
      else if (direction && event.shiftKey) selectAlong(session, id, direction)
      else if (direction) {
        const next = navigate(session.editor.getState().history.document, id, direction)
        if (next !== undefined) show(next)
      } else if (event.key === ' ' && !event.shiftKey && !mod) toggle(session, id)
      else return
      event.preventDefault()
      event.stopPropagation()
    },
    [session, show],
  )
}

/** Puts the keyboard on a node and the node into view. */
export function useShowNode(frame: RefObject<HTMLDivElement | null>) {
  const { editor } = useSession()
  const flow = useReactFlow()
  return useCallback(
    (id: string) => {
      const state = editor.getState()
      state.setCurrent(id)
      state.select([id])
      const element = nodeElement(id)
      element?.focus({ preventScroll: true })
      const view = frame.current?.getBoundingClientRect()
      const box = element?.getBoundingClientRect()
      if (view && box && contains(view, box)) return
      const node = flow.getNode(id)
      if (!node) return
      const { width, height } = sizeOf(id)
      const zoom = flow.getZoom()
      void flow.setCenter(node.position.x + width / 2, node.position.y + height / 2, { zoom })
      // Out of view it may not be drawn yet.
      if (!element) focusNode(id)
    },
    [editor, flow, frame],
  )
}

const contains = (outer: DOMRect, inner: DOMRect): boolean =>
  inner.left >= outer.left &&
  inner.right <= outer.right &&
  inner.top >= outer.top &&
  inner.bottom <= outer.bottom

function moveBy({ editor }: Session, id: string, direction: Direction, steps: number): void {
  const { history, nodes, execute } = editor.getState()
  const ids = nodes.has(id) ? nodes : new Set([id])
  const by = grid * steps * (direction === 'left' || direction === 'up' ? -1 : 1)
  const across = direction === 'up' || direction === 'down'
  const positions = history.document.nodes
    .filter((n) => ids.has(n.id))
    .map(({ id: moved, position: { x, y } }) => [
      moved,
      { x: across ? x : x + by, y: across ? y + by : y },
    ])
  execute(moveNodes(Object.fromEntries(positions), [...ids].sort().join(' ')))
}

function selectAlong({ editor }: Session, id: string, direction: Direction): void {
  if (direction === 'up' || direction === 'down') return
  const { history, nodes, select } = editor.getState()
  const found = reachable(graphOf(history.document), [id], direction === 'left' ? 'up' : 'down')
  select([...nodes, id, ...found])
}

function toggle({ editor }: Session, id: string): void {
  const { nodes, select } = editor.getState()
  const next = new Set(nodes)
  if (!next.delete(id)) next.add(id)
  select(next)
}
