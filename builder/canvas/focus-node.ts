import { nodeElement } from './use-current-node.ts'

/** Puts the focus on a node once it is drawn: on the canvas, else in the outline. */
export function focusNode(id: string): void {
  const attempt = (left: number) => {
    const element =
      nodeElement(id) ??
      document.querySelector<HTMLElement>(`[data-outline-node="${CSS.escape(id)}"]`)
    if (element) element.focus({ preventScroll: true })
    else if (left > 0) requestAnimationFrame(() => attempt(left - 1))
  }
  // A dialog that closes gives the focus back first.
  setTimeout(() => attempt(20), 50)
}
