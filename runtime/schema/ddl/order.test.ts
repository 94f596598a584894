import fc from 'fast-check'
import { expect, test } from 'vitest'
import { identifiersIn, inDependencyOrder } from './order.ts'

const ordered = (items: Record<string, string>) =>
  inDependencyOrder(
    Object.entries(items),
    ([name]) => name,
    ([, text]) => text,
  ).map(([name]) => name)

test('names are found in every engine’s quotes, and not in texts', () => {
  expect([...identifiersIn(`SELECT "A ""b", \`c\`, [d e], f FROM x WHERE y = 'g ''h'`)]).toEqual([
    'select',
    'a "b',
    'c',
    'd e',
    'f',
    'from',
    'x',
    'where',
    'y',
  ])
})

test('items come after those they mention', () => {
  expect(ordered({ a: 'FROM c', b: '', c: 'FROM "B"' })).toEqual(['b', 'c', 'a'])
})

test('items that mention each other keep their order, and none is lost', () => {
  expect(ordered({ a: 'b', b: 'a', c: 'a' })).toEqual(['b', 'a', 'c'])
})

test('any acyclic mentions are followed', () => {
  const graph = fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { maxLength: 30 })
  fc.assert(
    fc.property(graph, fc.integer(), (edges, seed) => {
      // Item n mentions smaller ones only; then they are shuffled.
      const items = edges.map(
        (to, n) =>
          [
            `v${n}`,
            to
              .filter((m) => m < n)
              .map((m) => `v${m}`)
              .join(' '),
          ] as const,
      )
      const shuffled = items
        .map((item, n) => ({ item, at: ((n + 1) * (seed | 1)) % 7919 }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item)
      const names = inDependencyOrder(
        shuffled,
        ([name]) => name,
        ([, text]) => text,
      )
      expect(names.length).toBe(items.length)
      const place = new Map<string, number>(names.map(([name], i) => [name, i]))
      for (const [name, text] of items)
        for (const needed of text.split(' ').filter((it) => it !== ''))
          expect(place.get(needed)).toBeLessThan(place.get(name) ?? -1)
    }),
  )
})
