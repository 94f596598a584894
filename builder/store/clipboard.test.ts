import { expect, test } from 'vitest'
import { copyNodes, parseClip, prepareClip } from './clipboard.ts'
import { definitions, edge, node, pipeline } from './test-pipeline.ts'

const document = pipeline(
  [
    node('src', 'source.file'),
    node('filter', 'transform.filter', 100, 40),
    node('all', 'transform.union', 300, 40),
  ],
  [edge('src', 'filter'), edge('filter', 'all'), edge('src', 'all')],
)

const through = (ids: string[]) => parseClip(JSON.stringify(copyNodes(document, ids)))

test('copied nodes come back from the clipboard text under fresh ids, edges between them kept', () => {
  const clip = through(['filter', 'all'])
  if (!clip) throw new Error('not a clip')
  const { nodes, edges } = prepareClip(clip, document, definitions)
  expect(nodes.map((n) => n.id)).toEqual(['filter-2', 'all-2'])
  expect(edges.map((e) => `${e.source}>${e.target}`)).toEqual(['filter-2>all-2'])
  expect(nodes[0]?.position).toEqual({ x: 148, y: 88 })
})

test('with links, edges from outside are kept where their source exists', () => {
  const clip = through(['filter', 'all'])
  if (!clip) throw new Error('not a clip')
  const linked = prepareClip(clip, document, definitions, { links: true, at: { x: 0, y: 0 } })
  expect(linked.edges.map((e) => `${e.source}>${e.target}`)).toEqual([
    'src>filter-2',
    'filter-2>all-2',
    'src>all-2',
  ])
  expect(linked.nodes[0]?.position).toEqual({ x: 0, y: 0 })
  const elsewhere = prepareClip(clip, pipeline(), definitions, { links: true })
  expect(elsewhere.edges.map((e) => `${e.source}>${e.target}`)).toEqual(['filter>all'])
})

test('a whole pipeline document can be pasted', () => {
  expect(parseClip(JSON.stringify(document))?.nodes).toHaveLength(3)
})

test.each([
  ['plain text', 'select 1'],
  ['other JSON', '{"a":1}'],
  ['a newer format', '{"migrateiq":"nodes","version":2,"nodes":[],"edges":[]}'],
  ['half a document', '{"migrateiq":"nodes"'],
  ['a hostile key', '{"migrateiq":"nodes","version":1,"edges":[],"nodes":[{"id":"a b"}]}'],
])('%s is not taken for nodes', (_, text) => {
  expect(parseClip(text)).toBeUndefined()
})
