import { expect, test } from 'vitest'
import { edge, node, pipeline } from '../store/test-pipeline.ts'
import { previewKey } from './preview-key.ts'

const document = pipeline(
  [node('src', 'source.file'), node('a'), node('end', 'sink.file')],
  [edge('src', 'a'), edge('a', 'end')],
)
const change = (id: string, part: object) => ({
  ...document,
  nodes: document.nodes.map((n) => (n.id === id ? { ...n, ...part } : n)),
})

test('rows depend on the settings of the node and of what it reads from, on nothing else', () => {
  const key = previewKey(document, 'a')
  expect(previewKey(change('src', { config: { path: 'x' } }), 'a')).not.toBe(key)
  expect(previewKey(change('a', { config: { x: 1 } }), 'a')).not.toBe(key)
  expect(previewKey(change('end', { config: { x: 1 } }), 'a')).toBe(key)
  expect(previewKey(change('a', { position: { x: 9, y: 9 }, label: 'B' }), 'a')).toBe(key)
})
