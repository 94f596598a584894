import { useLingui } from '@lingui/react/macro'
import type { NodeChange } from '@xyflow/react'
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  useStore as useFlowStore,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
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
import { kindOf } from './node-types.ts'
import { useCanvasDrop } from './use-canvas-drop.ts'
import { useCanvasKeys } from './use-canvas-keys.ts'
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

/** The drawn pipeline. */
export function Canvas() {
  const { t } = useLingui()
  const frame = useRef<HTMLDivElement>(null)
  const { nodes, onNodesChange } = useFlowNodes()
  const edges = useFlowEdges()
  const connecting = useConnecting()
  const drop = useCanvasDrop()
  const onKeyDown = useCanvasKeys(frame)
  const current = useCurrentNode()
  useKeepInView(frame)
  const isFar = useFlowStore((s) => s.transform[2] < 0.5)
  const isEmpty = nodes.length === 0

  const handlers = useHandlers()

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the focusable nodes inside bubble their keys to here
    <div
      ref={frame}
      className="canvas"
      data-action-scope="graph canvas"
      data-zoom={isFar ? 'far' : 'near'}
      onKeyDown={onKeyDown}
      onFocus={current.onFocus}
      {...drop}
    >
      <ReactFlow<StepNode, WireEdgeType>
        aria-label={t`Pipeline canvas`}
        nodes={nodes}
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
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        proOptions={proOptions}
      >
        <Background variant={BackgroundVariant.Dots} gap={grid} size={1.2} />
        {!isEmpty && (
          <MiniMap<StepNode>
            pannable
            zoomable
            nodeClassName={(node) => `minimap-${kindOf(node.data.type)}`}
            nodeBorderRadius={12}
            ariaLabel={t`Overview of the pipeline`}
          />
        )}
        <CanvasControls />
      </ReactFlow>
      {isEmpty && <EmptyCanvas />}
    </div>
  )
}

/** Always the same functions: with new ones, every node and edge would be drawn with every frame. */
function useHandlers() {
  const session = useSession()
  return useMemo(() => {
    const { select, execute } = session.editor.getState()
    const commitMove = (moved: readonly StepNode[]) => {
      const positions = moved.map((n) => [n.id, { x: snap(n.position.x), y: snap(n.position.y) }])
      execute(moveNodes(Object.fromEntries(positions)))
    }
    return {
      onNodeDragStop: (_: unknown, __: StepNode, moved: StepNode[]) => commitMove(moved),
      onSelectionDragStop: (_: unknown, moved: StepNode[]) => commitMove(moved),
      onNodeClick: (_: unknown, node: StepNode) => session.ui.setState({ inspected: node.id }),
      onEdgeClick: (_: unknown, edge: WireEdgeType) => select([], [edge.id]),
      onPaneClick: () => select([]),
    }
  }, [session])
}

/** The nodes React Flow shows: from the document, and where a hand is dragging them just now. */
function useFlowNodes() {
  const { t } = useLingui()
  const { editor } = useSession()
  const document = useDocument()
  const selected = useEditor((s) => s.nodes)
  const { current } = useCurrentNode()
  const roleDescription = t`step`
  const context = useMemo(
    () => ({ selected, current, roleDescription }),
    [selected, current, roleDescription],
  )
  const [nodes, setNodes] = useState<StepNode[]>(() => flowNodes([], document, context))
  useEffect(() => setNodes((before) => flowNodes(before, document, context)), [document, context])

  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      const selects = changes.filter((c) => c.type === 'select')
      if (selects.length > 0) {
        const state = editor.getState()
        const next = new Set(state.nodes)
        for (const { id, selected: on } of selects) on ? next.add(id) : next.delete(id)
        state.select(next, next.size > 0 && selects.some((c) => c.selected) ? [] : state.edges)
      }
      const others = changes.filter((c) => c.type !== 'select' && c.type !== 'remove')
      if (others.length > 0) setNodes((before) => applyNodeChanges(others, before))
    },
    [editor],
  )
  return { nodes, onNodesChange }
}
