import { untilUserActs } from '../ui/until-user-acts.ts'
import { nodeElement } from './use-current-node.ts'

const mostFrames = 60

/**
 * Puts the focus on a node as soon as it is drawn: on the canvas, else in the outline. At once
 * where it can be, so that a key that follows a closing dialog meets the node: the dialog gives
 * the focus back a frame later, and only where nobody has it.
 */
export function focusNode(id: string): void {
  let frames = 0
  let isOver = false
  const endWatch = untilUserActs(() => {
    isOver = true
  })
  const attempt = () => {
    if (isOver) return
    const element = elementOf(id)
    element?.focus({ preventScroll: true })
    // A dialog that is still open takes it back, and what is not measured yet takes none.
    if ((element && element === document.activeElement) || frames++ >= mostFrames) endWatch()
    else requestAnimationFrame(attempt)
  }
  // React draws first what the same event has changed.
  queueMicrotask(attempt)
}

const elementOf = (id: string): HTMLElement | null =>
  document.querySelector('.react-flow')
    ? nodeElement(id)
    : document.querySelector<HTMLElement>(`[data-outline-node="${CSS.escape(id)}"]`)
