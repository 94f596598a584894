import { describe, expect, test } from 'vitest'
import { closesCycle, topologicalOrder } from './graph.ts'
import { parsePipeline } from './parse.ts'

function pipeline(edges: readonly string[]) {
  const ids = [...new Set(edges.join('').replaceAll('>', ''))].sort()
  const parsed = parsePipeline({
    schemaVersion: 1,
    name: 'p',
    nodes: ids.map((id) => ({ id, type: 't' })),
    edges: edges.map((e, i) => ({ id: `e${i}`, source: e[0], target: e[2] })),
  })
  if (!parsed.pipeline) throw new Error(JSON.stringify(parsed.issues))
  return parsed.pipeline
}

describe('topologicalOrder', () => {
  test('puts every node after the nodes it reads from', () => {
    const { order, cyclic } = topologicalOrder(pipeline(['c>b', 'b>a', 'c>a']))
    expect(order.map((n) => n.id)).toEqual(['c', 'b', 'a'])
    expect(cyclic).toEqual([])
  })

  test('sets aside the nodes on and behind a circle', () => {
    const { order, cyclic } = topologicalOrder(pipeline(['a>b', 'b>c', 'c>b', 'c>d']))
    expect(order.map((n) => n.id)).toEqual(['a'])
    expect(cyclic.map((n) => n.id)).toEqual(['b', 'c', 'd'])
  })
})

describe('closesCycle', () => {
  const chain = pipeline(['a>b', 'b>c'])
  test.each([
    ['c', 'a', true],
    ['a', 'a', true],
    ['a', 'c', false],
  ])('%s → %s: %s', (source, target, expected) => {
    expect(closesCycle(chain, source, target)).toBe(expected)
  })
})
