import { useLingui } from '@lingui/react/macro'
import type { NodeChange } from '@xyflow/react'
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  useStore as useFlowStore,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import type { RefObject } from 'react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { moveNodes } from '../store/commands.ts'
import { useDocument, useEditor, useSession } from '../store/session.tsx'
import { grid, snap } from './arrange.ts'
import './canvas.css'
import { CanvasControls } from './CanvasControls.tsx'
import { EmptyCanvas } from './EmptyCanvas.tsx'
import type { StepNode, WireEdge as WireEdgeType } from './flow-elements.ts'
import { flowNodes } from './flow-elements.ts'
import { NodeCard } from './NodeCard.tsx'
import { Overview } from './Overview.tsx'
import { useCanvasDrop } from './use-canvas-drop.ts'
import { useCanvasKeys, useShowNode } from './use-canvas-keys.ts'
import { useConnecting } from './use-connecting.ts'
import { useCurrentNode } from './use-current-node.ts'
import { useFlowEdges } from './use-flow-edges.ts'
import { useKeepInView } from './use-keep-in-view.ts'
import { WireEdge } from './WireEdge.tsx'

// Outside of the component: a new object would mount every node anew.
const nodeTypes = { step: NodeCard }
const edgeTypes = { wire: WireEdge }
const snapGrid: [number, number] = [grid, grid]
const fitViewOptions = { padding: 0.2, maxZoom: 1 }
const proOptions = { hideAttribution: false }

/** How much of a node can be made out: everything, sign and title, its colour. */
const distanceOf = ({ transform: [, , zoom] }: { transform: [number, number, number] }) =>
  zoom >= 0.5 ? 'near' : zoom >= 0.25 ? 'far' : 'farthest'

/** The drawn pipeline. */
export function Canvas() {
  const { t } = useLingui()
  const frame = useRef<HTMLDivElement>(null)
  const { defaultNodes, onNodesChange } = useFlowNodes()
  const edges = useFlowEdges()
  const connecting = useConnecting()
  const drop = useCanvasDrop()
  const onKeyDown = useCanvasKeys(frame)
  const current = useCurrentNode()
  useKeepInView(frame)
  const show = useShowNode(frame)
  const distance = useFlowStore(distanceOf)
  const count = useDocument().nodes.length
  const isEmpty = count === 0
  // What is out of view costs as much time as what is seen, and from here on that is felt.
  const isLarge = count > 100
  const handlers = useHandlers(frame)

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the focusable nodes inside bubble their keys to here
    <div
      ref={frame}
      className="canvas"
      data-action-scope="graph canvas"
      data-zoom={distance}
      onKeyDown={onKeyDown}
      onFocus={current.onFocus}
      {...drop}
    >
      {isLarge && current.current !== undefined && (
        <button
          type="button"
          className="canvas-go"
          onClick={() => current.current !== undefined && show(current.current)}
        >
          {t`Go to the node in hand`}
        </button>
      )}
      <ReactFlow<StepNode, WireEdgeType>
        aria-label={t`Pipeline canvas`}
        defaultNodes={defaultNodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        {...handlers}
        {...connecting}
        connectionRadius={28}
        snapToGrid
        snapGrid={snapGrid}
        minZoom={0.1}
        maxZoom={2}
        fitView
        fitViewOptions={fitViewOptions}
        disableKeyboardA11y
        edgesFocusable={false}
        onlyRenderVisibleElements={isLarge}
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        proOptions={proOptions}
      >
        <Background variant={BackgroundVariant.Dots} gap={grid} size={1.2} />
        {!isEmpty && <Overview />}
        <CanvasControls />
      </ReactFlow>
      {isEmpty && <EmptyCanvas />}
    </div>
  )
}

/** Always the same functions: with new ones, every node and edge would be drawn with every frame. */
function useHandlers(frame: RefObject<HTMLDivElement | null>) {
  const session = useSession()
  return useMemo(() => {
    const { select, execute } = session.editor.getState()
    const beginMove = () => frame.current?.setAttribute('data-dragging', '')
    const commitMove = (moved: readonly StepNode[]) => {
      frame.current?.removeAttribute('data-dragging')
      const positions = moved.map((n) => [n.id, { x: snap(n.position.x), y: snap(n.position.y) }])
      execute(moveNodes(Object.fromEntries(positions)))
    }
    return {
      onNodeDragStart: beginMove,
      onSelectionDragStart: beginMove,
      onNodeDragStop: (_: unknown, __: StepNode, moved: StepNode[]) => commitMove(moved),
      onSelectionDragStop: (_: unknown, moved: StepNode[]) => commitMove(moved),
      onNodeClick: (_: unknown, node: StepNode) => session.ui.setState({ inspected: node.id }),
      onEdgeClick: (_: unknown, edge: WireEdgeType) => select([], [edge.id]),
      onPaneClick: () => select([]),
    }
  }, [session, frame])
}

/**
 * The nodes React Flow shows. While a hand drags them it moves them by itself, without a turn
 * through the page's own state; everything else comes from the document.
 */
function useFlowNodes() {
  const { t } = useLingui()
  const { editor } = useSession()
  const flow = useReactFlow<StepNode, WireEdgeType>()
  const document = useDocument()
  const selected = useEditor((s) => s.nodes)
  const { current } = useCurrentNode()
  const roleDescription = t`step`
  const context = useMemo(
    () => ({ selected, current, roleDescription }),
    [selected, current, roleDescription],
  )
  const [defaultNodes] = useState(() => flowNodes([], document, context))
  useEffect(
    () => flow.setNodes((before) => flowNodes(before, document, context)),
    [flow, document, context],
  )
  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      const selects = changes.filter((c) => c.type === 'select')
      if (selects.length === 0) return
      const state = editor.getState()
      const next = new Set(state.nodes)
      for (const { id, selected: on } of selects) on ? next.add(id) : next.delete(id)
      state.select(next, selects.some((c) => c.selected) ? [] : state.edges)
    },
    [editor],
  )
  return { defaultNodes, onNodesChange }
}
