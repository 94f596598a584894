import { useReactFlow } from '@xyflow/react'
import type { RefObject } from 'react'
import { useEffect } from 'react'
import { useUi } from '../store/session.tsx'
import { nodeElement } from './use-current-node.ts'
import { glide, sizeOf } from './viewport.ts'

/** The opened settings take room from the canvas: the node they belong to stays in view. */
export function useKeepInView(frame: RefObject<HTMLDivElement | null>): void {
  const inspected = useUi((s) => s.inspected)
  const flow = useReactFlow()
  useEffect(() => {
    if (inspected === undefined) return
    const timer = setTimeout(() => {
      const view = frame.current?.getBoundingClientRect()
      const box = nodeElement(inspected)?.getBoundingClientRect()
      const node = flow.getNode(inspected)
      if (!view || !box || !node) return
      const isSeen =
        box.left >= view.left &&
        box.right <= view.right &&
        box.top >= view.top &&
        box.bottom <= view.bottom
      if (isSeen) return
      const { width, height } = sizeOf(inspected)
      const { x, y } = node.position
      const options = { zoom: flow.getZoom(), duration: glide(180) }
      void flow.setCenter(x + width / 2, y + height / 2, options)
    }, 80)
    return () => clearTimeout(timer)
  }, [inspected, flow, frame])
}
