import { useCallback } from 'react'
import './node-icon.css'
import { iconOf, kindOf } from './node-types.ts'

const parsed = new Map<string, Element>()

function drawingOf(type: string): Element | undefined {
  const known = parsed.get(type)
  const source = iconOf(type)
  if (known || !source) return known
  const drawing = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement
  parsed.set(type, drawing)
  return drawing
}

/** The sign of a node type on the colour of its kind. */
export function NodeIcon({
  type,
  size = 'm',
}: {
  readonly type: string
  readonly size?: 's' | 'm'
}) {
  // Part of the page and not a mask over it: hundreds of masks make dragging slow.
  const fill = useCallback(
    (element: HTMLElement | null) => {
      const drawing = drawingOf(type)
      if (element && drawing) element.replaceChildren(document.importNode(drawing, true))
    },
    [type],
  )
  return (
    <span ref={fill} className="node-icon" data-kind={kindOf(type)} data-size={size} aria-hidden />
  )
}
