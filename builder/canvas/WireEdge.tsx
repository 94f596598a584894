import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { EdgeProps } from '@xyflow/react'
import { BaseEdge, EdgeLabelRenderer, getBezierPath } from '@xyflow/react'
import { memo } from 'react'
import { useRun } from '../store/session.tsx'
import type { WireEdge as WireEdgeType } from './flow-elements.ts'

/** An edge; during and after a run with the rows that have passed it. */
export const WireEdge = memo(function WireEdge(props: EdgeProps<WireEdgeType>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props
  const rows = useRun((s) => s.view?.edges[id])
  const [path, x, y] = getBezierPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    curvature: 0.35,
  })
  return (
    <>
      <BaseEdge
        path={path}
        className={props.data?.reject ? 'wire wire-reject' : 'wire'}
        interactionWidth={20}
      />
      {rows !== undefined && <EdgeRows rows={rows} x={x} y={y} />}
    </>
  )
})

function EdgeRows({
  rows,
  x,
  y,
}: {
  readonly rows: number
  readonly x: number
  readonly y: number
}) {
  const { t, i18n } = useLingui()
  const full = i18n.number(rows)
  return (
    <EdgeLabelRenderer>
      <span
        className="wire-rows number"
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        title={t`${plural(rows, { one: `${full} row`, other: `${full} rows` })}`}
      >
        {i18n.number(rows, { notation: 'compact', maximumFractionDigits: 1 })}
      </span>
    </EdgeLabelRenderer>
  )
}
