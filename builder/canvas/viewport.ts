import type { ReactFlowInstance } from '@xyflow/react'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { graphOf } from '../store/graph.ts'
import type { Position } from '../store/ui-store.ts'
import { grid, snap } from './arrange.ts'

/** The canvas on the page, if one is; at 320 pixels the outline stands in its place. */
let flow: ReactFlowInstance | undefined

export function setViewport(instance: unknown): () => void {
  flow = instance as ReactFlowInstance
  return () => {
    flow = undefined
  }
}

export const nodeSize = { width: 224, height: 64 }

/** The size of a node as it is drawn, or the usual one. */
export function sizeOf(id: string): { width: number; height: number } {
  const measured = flow?.getNode(id)?.measured
  return {
    width: measured?.width ?? nodeSize.width,
    height: measured?.height ?? nodeSize.height,
  }
}

/** How long the view glides, in milliseconds; not at all for people who asked for less motion. */
export const glide = (milliseconds: number): number =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : milliseconds

/** Options of a view on the whole pipeline. */
export const wholeView = () => ({ padding: 0.2, maxZoom: 1, duration: glide(200) })

export const showAll = (): void => void flow?.fitView(wholeView())

/** The middle of what is seen, for what is added without a place of its own. */
export function middleOfView(): Position {
  const canvas = document.querySelector('.canvas')?.getBoundingClientRect()
  if (!flow || !canvas) return { x: 0, y: 0 }
  const middle = flow.screenToFlowPosition({
    x: canvas.left + canvas.width / 2,
    y: canvas.top + canvas.height / 2,
  })
  return { x: middle.x - nodeSize.width / 2, y: middle.y - nodeSize.height / 2 }
}

const gap = 16
/** A node with two ports on a side; its real height is not known before it is drawn. */
const tallest = 128

/** A free place on the grid: right of `after`, else at `wish`; further down while it is taken. */
export function freePlace(pipeline: Pipeline, wish: Position, after?: string): Position {
  const before = after === undefined ? undefined : graphOf(pipeline).nodes.get(after)
  const x = snap(before ? before.position.x + nodeSize.width + 96 : wish.x)
  let y = snap(before ? before.position.y : wish.y)
  const isTaken = () =>
    pipeline.nodes.some(({ id, position }) => {
      const { width, height } = sizeOf(id)
      const isBeside = x + nodeSize.width + gap <= position.x || position.x + width + gap <= x
      const isAbove = y + tallest + gap <= position.y || position.y + height + gap <= y
      return !isBeside && !isAbove
    })
  while (isTaken()) y += grid
  return { x, y }
}
