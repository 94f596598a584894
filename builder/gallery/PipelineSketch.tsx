import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import './gallery.css'

const WIDTH = 320
const HEIGHT = 120
const BOX = { width: 40, height: 22 }

/** A pipeline's shape at a glance: boxes coloured by kind, and the edges between them. */
export function PipelineSketch({ document }: { readonly document: Pipeline }) {
  const place = placesOf(document)
  return (
    <svg className="sketch" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {document.edges.map((edge) => {
        const [from, to] = [place.get(edge.source), place.get(edge.target)]
        if (!from || !to) return null
        const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2]
        const [x2, y2] = [to.x, to.y + BOX.height / 2]
        const bend = (x1 + x2) / 2
        return (
          <path
            key={edge.id}
            className="sketch-edge"
            d={`M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`}
          />
        )
      })}
      {document.nodes.map((node) => {
        const at = place.get(node.id)
        const [kind] = node.type.split('.')
        return (
          at && (
            <g key={node.id} style={{ color: `var(--kind-${kind})` }}>
              <rect className="sketch-node" x={at.x} y={at.y} rx="4" {...BOX} />
              <circle cx={at.x + 10} cy={at.y + 11} r="3.5" fill="currentColor" />
              <line
                className="sketch-text"
                x1={at.x + 18}
                x2={at.x + 33}
                y1={at.y + 11}
                y2={at.y + 11}
              />
            </g>
          )
        )
      })}
    </svg>
  )
}

/** The document's own positions, brought into the frame; one column sits in its middle. */
function placesOf({ nodes }: Pipeline): ReadonlyMap<string, { x: number; y: number }> {
  const span = (values: readonly number[], room: number) => {
    const [least, most] = [Math.min(...values), Math.max(...values)]
    const scale = most > least ? Math.min(0.5, room / (most - least)) : 0
    const start = (room - (most - least) * scale) / 2
    return (value: number) => start + (value - least) * scale
  }
  const x = span(
    nodes.map((node) => node.position.x),
    WIDTH - BOX.width - 16,
  )
  const y = span(
    nodes.map((node) => node.position.y),
    HEIGHT - BOX.height - 16,
  )
  return new Map(
    nodes.map(({ id, position }) => [id, { x: 8 + x(position.x), y: 8 + y(position.y) }]),
  )
}
