import { useLingui } from '@lingui/react/macro'
import type { ReactFlowState } from '@xyflow/react'
import { Panel, useReactFlow, useStoreApi } from '@xyflow/react'
import type { PointerEvent } from 'react'
import { useEffect, useRef } from 'react'
import type { StepNode } from './flow-elements.ts'
import { kindOf, kindOrder } from './node-types.ts'
import { nodeSize } from './viewport.ts'

const size = { width: 144, height: 92 }
/** Drawn again at most this often (ms): a map need not keep up with every frame. */
const beat = 80

interface View {
  /** Pipeline pixels for one pixel of the map, and the pipeline's place of its corner. */
  readonly scale: number
  readonly x: number
  readonly y: number
}

/**
 * The whole pipeline, small, and what of it is in view; drag to go there. One drawing instead of
 * an element for each node, which would take its turn in every frame of a drag.
 */
export function Overview() {
  const { t } = useLingui()
  const store = useStoreApi<StepNode>()
  const flow = useReactFlow()
  const canvas = useRef<HTMLCanvasElement>(null)
  const view = useRef<View>({ scale: 1, x: 0, y: 0 })

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const draw = () => {
      timer = undefined
      if (canvas.current) view.current = drawMap(canvas.current, store.getState())
    }
    const later = () => {
      timer ??= setTimeout(draw, beat)
    }
    draw()
    const unsubscribe = store.subscribe(later)
    const colours = new MutationObserver(later)
    colours.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    const scheme = matchMedia('(prefers-color-scheme: dark)')
    scheme.addEventListener('change', later)
    return () => {
      unsubscribe()
      colours.disconnect()
      scheme.removeEventListener('change', later)
      clearTimeout(timer)
    }
  }, [store])

  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const { scale, x, y } = view.current
    const box = event.currentTarget.getBoundingClientRect()
    const zoom = flow.getZoom()
    void flow.setCenter(
      x + (event.clientX - box.left) * scale,
      y + (event.clientY - box.top) * scale,
      { zoom },
    )
  }
  return (
    <Panel position="bottom-right" className="overview">
      <canvas
        ref={canvas}
        role="img"
        aria-label={t`Overview of the pipeline`}
        style={size}
        onPointerDown={go}
        onPointerMove={go}
      />
      <span className="overview-colours" aria-hidden>
        {kindOrder.map((kind) => (
          <span key={kind} data-kind={kind} />
        ))}
        <span data-kind="view" />
      </span>
    </Panel>
  )
}

function drawMap(canvas: HTMLCanvasElement, state: ReactFlowState<StepNode>): View {
  const density = globalThis.devicePixelRatio || 1
  canvas.width = size.width * density
  canvas.height = size.height * density
  const pen = canvas.getContext('2d')
  const [left, top, zoom] = state.transform
  const seen = {
    x: -left / zoom,
    y: -top / zoom,
    width: state.width / zoom,
    height: state.height / zoom,
  }
  const boxes = state.nodes.map((node) => ({
    kind: kindOf(node.data.type),
    ...node.position,
    width: node.measured?.width ?? nodeSize.width,
    height: node.measured?.height ?? nodeSize.height,
  }))
  const all = [seen, ...boxes]
  const x = Math.min(...all.map((b) => b.x))
  const y = Math.min(...all.map((b) => b.y))
  const width = Math.max(...all.map((b) => b.x + b.width)) - x
  const height = Math.max(...all.map((b) => b.y + b.height)) - y
  const scale = Math.max(width / size.width, height / size.height, 0.01) * 1.08
  const view = {
    scale,
    x: x - (size.width * scale - width) / 2,
    y: y - (size.height * scale - height) / 2,
  }
  if (!pen) return view
  pen.scale(density / scale, density / scale)
  pen.translate(-view.x, -view.y)
  const colours = new Map(kindOrder.map((kind) => [kind, colourOf(canvas, kind)]))
  for (const box of boxes) {
    pen.fillStyle = colours.get(box.kind) ?? 'gray'
    pen.fillRect(box.x, box.y, box.width, box.height)
  }
  pen.strokeStyle = colourOf(canvas, 'view')
  pen.lineWidth = 1.5 * scale
  pen.strokeRect(seen.x, seen.y, seen.width, seen.height)
  return view
}

/** A colour of the design as a canvas takes it. */
function colourOf(canvas: HTMLCanvasElement, kind: string): string {
  const sample = canvas.parentElement?.querySelector(`.overview-colours > [data-kind='${kind}']`)
  return sample ? getComputedStyle(sample).color : 'gray'
}
