import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { planPipeline } from '../plan/plan-pipeline.ts'
import { parsePipeline } from './parse.ts'
import { limits } from './read-json.ts'

const minimal = { schemaVersion: 1, name: 'p', nodes: [], edges: [] }
const codes = (input: unknown) => parsePipeline(input).issues.map((i) => i.code)

describe('parsePipeline', () => {
  test('fills defaults', () => {
    const { pipeline } = parsePipeline({ schemaVersion: 1, name: 'p' })
    expect(pipeline).toEqual({ ...minimal, description: '', parameters: [] })
  })

  test.each([
    ['{"schemaVersion":1,', 'PIPELINE_NOT_JSON'],
    ['{"__proto__":{"polluted":true},"schemaVersion":1,"name":"p"}', 'FORBIDDEN_KEY'],
    ['['.repeat(100_000), 'PIPELINE_TOO_DEEP'],
    [' '.repeat(limits.bytes + 1), 'PIPELINE_TOO_LARGE'],
    ['{"schemaVersion":99,"name":"p"}', 'UNKNOWN_SCHEMA_VERSION'],
    ['{"schemaVersion":1,"name":"p","surprise":1}', 'INVALID_DOCUMENT'],
    ['null', 'INVALID_DOCUMENT'],
  ])('refuses %.40s', (text, code) => {
    expect(codes(text)).toContain(code)
    expect(parsePipeline(text).pipeline).toBeUndefined()
  })

  test('brackets inside strings do not count as depth', () => {
    expect(codes({ ...minimal, description: '['.repeat(1000) })).toEqual([])
  })

  test('a value that refers to itself is refused, not followed', () => {
    const loop: Record<string, unknown> = { ...minimal }
    loop.self = loop
    expect(parsePipeline(loop).pipeline).toBeUndefined()
  })

  test('names twice the same id', () => {
    const node = { id: 'a', type: 'transform.limit' }
    expect(codes({ ...minimal, nodes: [node, node] })).toEqual(['DUPLICATE_ID'])
  })

  test('too many nodes', () => {
    const nodes = Array.from({ length: limits.nodes + 1 }, (_, i) => ({ id: `n${i}`, type: 't' }))
    expect(codes({ ...minimal, nodes })).toEqual(['TOO_MANY_NODES'])
  })
})

/** Documents that are almost right: real types and ports, shuffled wires, broken values. */
const hostileKeys = ['__proto__', 'constructor', 'prototype', 'toString', '']
const ids = fc.constantFrom('a', 'b', 'c', 'd', 'missing', '__proto__', '', 'x'.repeat(99))
const anything = fc.oneof(
  { depthSize: 'medium' },
  fc.jsonValue(),
  fc.constantFrom(...hostileKeys),
  fc.constantFrom(-0, 1e308, -1, 0.5, '\ud800', '\u0000', '${x}', '${__proto__}'),
  fc.dictionary(fc.constantFrom(...hostileKeys, 'columns', 'rows'), fc.jsonValue()),
)
const node = fc.record(
  {
    id: ids,
    type: fc.oneof(
      fc.constantFrom(...registry.keys(), 'transform.nothing', '__proto__'),
      fc.string(),
    ),
    version: fc.oneof(fc.constantFrom(1, 2, 99, 0, -1), anything),
    config: fc.oneof(fc.constant({}), fc.dictionary(fc.string(), anything), anything),
  },
  { requiredKeys: ['id', 'type'] },
)
const edge = fc.record(
  {
    id: fc.oneof(fc.uuid(), ids),
    source: ids,
    sourcePort: fc.constantFrom('out', 'pass', 'reject', 'nothing', '__proto__'),
    target: ids,
    targetPort: fc.constantFrom('in', 'left', 'right', 'nothing', 'constructor'),
  },
  { requiredKeys: ['id', 'source', 'target'] },
)
const document = fc.record(
  {
    schemaVersion: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, anything),
    name: fc.oneof({ weight: 9, arbitrary: fc.constant('p') }, anything),
    parameters: fc.oneof(fc.constant([]), anything),
    nodes: fc.oneof({ weight: 9, arbitrary: fc.array(node, { maxLength: 6 }) }, anything),
    edges: fc.oneof({ weight: 9, arbitrary: fc.array(edge, { maxLength: 8 }) }, anything),
  },
  { requiredKeys: ['schemaVersion', 'name', 'nodes', 'edges'] },
)

describe('10,000 malformed and hostile documents', { timeout: 120_000 }, () => {
  const before = Object.getOwnPropertyNames(Object.prototype).join()

  function check(input: unknown): void {
    const { pipeline, issues } = parsePipeline(input)
    for (const issue of issues) {
      expect(issue.code).toMatch(/^[A-Z_]+$/)
      expect(Array.isArray(issue.path)).toBe(true)
    }
    if (!pipeline) expect(issues.length).toBeGreaterThan(0)
    if (!pipeline) return
    const plan = planPipeline(pipeline, { registry, schemas: new Map(), parameters: {} })
    for (const issue of plan.issues) expect(Array.isArray(issue.path)).toBe(true)
  }

  test('structured', () => {
    fc.assert(fc.property(document, check), { numRuns: 6000, seed: 1 })
  })

  test('as text with a mutation', () => {
    const mutated = fc
      .tuple(document, fc.nat(), fc.constantFrom('', '"', '[', '}', '\\', '\u0000', '9e999'))
      .map(([value, at, put]) => {
        const text = JSON.stringify(value)
        const place = at % (text.length + 1)
        return text.slice(0, place) + put + text.slice(place + 1)
      })
    fc.assert(fc.property(mutated, check), { numRuns: 3000, seed: 2 })
  })

  test('anything at all', () => {
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.string()), check), { numRuns: 1000, seed: 3 })
  })

  test('leave Object.prototype as it was', () => {
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
