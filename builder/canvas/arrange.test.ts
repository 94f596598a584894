import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrange, grid } from './arrange.ts'

const box = (id: string) => ({ id, width: 208, height: 64 })

test('edges go from left to right, boxes do not overlap, everything is on the grid', () => {
  const pairs = fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 30 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 15 }), pairs, (count, links) => {
      const boxes = Array.from({ length: count }, (_, i) => box(`n${i}`))
      const edges = links
        .filter(([a, b]) => a < b && b < count)
        .map(([a, b]) => ({ source: `n${a}`, target: `n${b}` }))
      const placed = arrange({ boxes, edges, origin: { x: 32, y: 16 } })
      const at = boxes.map((b) => placed[b.id] ?? { x: Number.NaN, y: Number.NaN })
      for (const { x, y } of at) {
        expect(x % grid).toBe(0)
        expect(y % grid).toBe(0)
      }
      for (const { source, target } of edges)
        expect(placed[source]?.x).toBeLessThan(placed[target]?.x ?? Number.NaN)
      at.forEach((a, i) => {
        for (const b of at.slice(i + 1))
          expect(Math.abs(a.x - b.x) < 208 && Math.abs(a.y - b.y) < 64).toBe(false)
      })
      expect(Math.min(...at.map((p) => p.x))).toBe(32)
    }),
    { numRuns: 40 },
  )
})
