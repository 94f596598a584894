import { expect, test } from 'vitest'
import type { Wire } from './connection.ts'
import { linkTo, refusalOf, validTargets } from './connection.ts'
import { definitions, edge, node, pipeline } from './test-pipeline.ts'

const document = pipeline(
  [
    node('src', 'source.file'),
    node('a'),
    node('b'),
    node('all', 'transform.union'),
    node('both', 'transform.join'),
    node('end', 'sink.file'),
  ],
  [edge('src', 'a'), edge('a', 'b'), edge('b', 'all')],
)

const wire = (source: string, target: string, ports: Partial<Wire> = {}): Wire => ({
  source,
  sourcePort: 'out',
  target,
  targetPort: 'in',
  ...ports,
})

const refuse = (w: Wire) => refusalOf(document, definitions, w)?.message

test('a free input takes an edge', () => {
  expect(refuse(wire('b', 'end'))).toBeUndefined()
  expect(refuse(wire('a', 'end', { sourcePort: 'reject' }))).toBeUndefined()
  expect(refuse(wire('a', 'both', { targetPort: 'right' }))).toBeUndefined()
})

test.each([
  ['itself', wire('a', 'a'), /own output/],
  ['a source', wire('a', 'src'), /no input/],
  ['from a sink', wire('end', 'b'), /no output/],
  ['a taken input', wire('src', 'b'), /taken/],
  ['the same again', wire('src', 'a'), /already/],
  ['a circle', wire('all', 'a'), /taken/],
  ['an output as target', wire('a', 'end', { targetPort: 'out' }), /output to an input/],
  ['an input as source', wire('a', 'end', { sourcePort: 'in' }), /output to an input/],
  ['a node that is gone', wire('a', 'gone'), /no longer exists/],
])('%s is refused with its reason', (_, w, reason) => {
  expect(refuse(w)).toMatch(reason)
})

test('a circle is refused even where the input takes many', () => {
  const loop = pipeline([node('all', 'transform.union'), node('a')], [edge('all', 'a')])
  expect(refusalOf(loop, definitions, wire('a', 'all'))?.message).toMatch(/circle/)
})

test('an input for many takes another edge, but not the same twice', () => {
  expect(refuse(wire('src', 'all'))).toBeUndefined()
  expect(refuse(wire('b', 'all'))).toMatch(/already/)
})

test('valid targets are exactly the inputs that would not be refused', () => {
  const found = validTargets(document, definitions, 'src', 'out')
  expect(found.map((t) => `${t.node}.${t.port.name}`).sort()).toEqual([
    'all.in',
    'both.left',
    'both.right',
    'end.in',
  ])
})

test('a new node is linked main output to first input, where both exist', () => {
  expect(linkTo(document, definitions, 'a', 'transform.join')).toEqual({
    sourcePort: 'out',
    targetPort: 'left',
  })
  expect(linkTo(document, definitions, 'a', 'source.file')).toBeUndefined()
  expect(linkTo(document, definitions, 'end', 'transform.filter')).toBeUndefined()
})
