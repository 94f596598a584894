import { expect, test } from 'vitest'
import { graphOf, reachable } from './graph.ts'
import { edge, node, pipeline } from './test-pipeline.ts'

const diamond = pipeline(
  [node('d', 'sink.file', 300, 0), node('b'), node('c', undefined, 0, 50), node('a')],
  [edge('a', 'b'), edge('a', 'c'), edge('b', 'd'), edge('c', 'd')],
)

test('every node comes after those it reads from', () => {
  const { order } = graphOf(diamond)
  expect(order[0]).toBe('a')
  expect(order.at(-1)).toBe('d')
  expect([...order].sort()).toEqual(['a', 'b', 'c', 'd'])
})

test('a circle loses no node', () => {
  const circle = pipeline([node('a'), node('b'), node('c')], [edge('a', 'b'), edge('b', 'a')])
  expect([...graphOf(circle).order].sort()).toEqual(['a', 'b', 'c'])
})

test('reachable follows edges in one direction and ends in circles', () => {
  const graph = graphOf(diamond)
  expect([...reachable(graph, ['d'], 'up')].sort()).toEqual(['a', 'b', 'c'])
  expect([...reachable(graph, ['b'], 'down')]).toEqual(['d'])
  const circle = pipeline([node('a'), node('b')], [edge('a', 'b'), edge('b', 'a')])
  expect([...reachable(graphOf(circle), ['a'], 'down')]).toEqual(['b'])
})
