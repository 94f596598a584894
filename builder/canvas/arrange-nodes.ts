import { msg } from '@lingui/core/macro'
import { arrangeNodes } from '../store/commands.ts'
import type { Session } from '../store/session.tsx'
import { arrangeAsync } from './arrange-async.ts'
import { showAll, sizeOf } from './viewport.ts'

/** Lays out the selection, where there is one of several nodes, else the whole pipeline. */
export async function arrangePipeline({ editor }: Session): Promise<void> {
  const { history, nodes } = editor.getState()
  const { document } = history
  const isWhole = nodes.size < 2
  const chosen = document.nodes.filter((n) => isWhole || nodes.has(n.id))
  if (chosen.length === 0) return
  const positions = await arrangeAsync({
    boxes: chosen.map((n) => ({ id: n.id, ...sizeOf(n.id) })),
    edges: document.edges.map(({ source, target }) => ({ source, target })),
    origin: {
      x: Math.min(...chosen.map((n) => n.position.x)),
      y: Math.min(...chosen.map((n) => n.position.y)),
    },
  })
  editor.getState().execute(arrangeNodes(positions))
  editor.getState().announce(msg`Arranged from left to right.`)
  if (isWhole) requestAnimationFrame(showAll)
}
