import { expect, test } from 'vitest'
import { edge, node, pipeline } from '../store/test-pipeline.ts'
import { navigate } from './navigate.ts'

const document = pipeline(
  [
    node('src', 'source.file', 0, 100),
    node('a', 'transform.filter', 300, 0),
    node('b', 'transform.filter', 300, 200),
    node('end', 'sink.file', 600, 100),
  ],
  [edge('src', 'b'), edge('a', 'end'), edge('b', 'end')],
)

test('left and right follow the edges, even past a nearer node', () => {
  expect(navigate(document, 'src', 'right')).toBe('b')
  expect(navigate(document, 'end', 'left')).toBe('a')
})

test('up and down go to the nearest node that way', () => {
  expect(navigate(document, 'a', 'down')).toBe('b')
  expect(navigate(document, 'b', 'up')).toBe('a')
})

test('without an edge, the nearest node to that side; at the rim, none', () => {
  expect(navigate(document, 'a', 'left')).toBe('src')
  expect(navigate(document, 'end', 'right')).toBeUndefined()
  expect(navigate(document, 'a', 'up')).toBeUndefined()
})

test('from nowhere, to the first node', () => {
  expect(navigate(document, 'gone', 'right')).toBe('a')
})
