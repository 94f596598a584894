import { expect, test } from 'vitest'
import { edge, node, pipeline } from '../store/test-pipeline.ts'
import { differences } from './differences.ts'

const stored = pipeline(
  [node('src', 'source.file'), node('a'), node('end', 'sink.file')],
  [edge('src', 'a'), edge('a', 'end')],
)
const keys = (other: typeof stored) => differences(stored, other).map((d) => d.key)

test('places and edge ids are no differences', () => {
  const nodes = stored.nodes.map((n) => ({ ...n, position: { x: 99, y: 9 } }))
  const edges = stored.edges.map((e) => ({ ...e, id: `other-${e.id}` }))
  expect(keys({ ...stored, nodes, edges })).toEqual([])
})

test('added, changed and deleted nodes and edges, the name and the parameters are', () => {
  expect(
    keys({
      ...stored,
      name: 'Other',
      parameters: [{ name: 'day', type: 'date' }],
      nodes: [
        ...stored.nodes.slice(0, 2).map((n) => (n.id === 'a' ? { ...n, config: { x: 1 } } : n)),
        node('new'),
      ],
      edges: [edge('src', 'a'), edge('src', 'new')],
    }),
  ).toEqual(['name', '~a', '+new', '-end', 'edges+', 'edges-', 'parameters'])
})
