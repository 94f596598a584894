import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { parsePipeline } from '../pipeline/parse.ts'
import { planPipeline, sourcesOf } from './plan-pipeline.ts'

const inline = {
  columns: [
    { name: 'id', type: 'integer' },
    { name: 'name', type: 'text' },
  ],
  rows: [['1', 'a']],
}

function plan(nodes: object[], edges: string[][], parameters = {}, declared: object[] = []) {
  const document = {
    schemaVersion: 1,
    name: 'p',
    parameters: declared,
    nodes,
    edges: edges.map(([source, target, sourcePort = 'out', targetPort = 'in'], i) => {
      return { id: `e${i}`, source, sourcePort, target, targetPort }
    }),
  }
  const parsed = parsePipeline(document)
  if (!parsed.pipeline) throw new Error(JSON.stringify(parsed.issues))
  const context = { registry, parameters }
  return {
    ...planPipeline(parsed.pipeline, { ...context, schemas: new Map() }),
    sources: sourcesOf(parsed.pipeline, context),
  }
}

const source = { id: 's', type: 'source.inline', config: inline }
const codes = (issues: readonly { code: string; severity: string }[]) =>
  issues.filter((i) => i.severity === 'error').map((i) => i.code)

describe('planPipeline', () => {
  test('derives the columns of every port', () => {
    const filter = { id: 'f', type: 'transform.filter', config: { condition: 'id > 0' } }
    const { nodes, issues } = plan([filter, source], [['s', 'f']])
    expect(codes(issues)).toEqual([])
    expect(nodes.map((n) => n.node.id)).toEqual(['s', 'f'])
    expect(nodes[1]?.outputs.pass?.schema.map((c) => c.name)).toEqual(['id', 'name'])
  })

  test('hands the same relation on, so that nothing is compiled twice', () => {
    const filter = { id: 'f', type: 'transform.filter', config: { condition: 'id > 0' } }
    const { nodes } = plan([source, filter], [['s', 'f']])
    expect(nodes[1]?.inputs.in?.[0]).toBe(nodes[0]?.outputs.out)
  })

  test('a problem upstream leaves the rest quiet but checked', () => {
    const broken = { id: 'f', type: 'transform.filter', config: { condition: 'nmae = 1' } }
    const limit = { id: 'l', type: 'transform.limit', config: { count: -1 } }
    const { issues } = plan(
      [source, broken, limit],
      [
        ['s', 'f'],
        ['f', 'l', 'pass'],
      ],
    )
    const errors = issues.filter((i) => i.severity === 'error')
    expect(errors).toMatchObject([
      { code: 'UNKNOWN_COLUMN', node: 'f', values: { column: 'nmae', suggestion: 'name' } },
      { code: 'INVALID_CONFIG', node: 'l', path: ['count'] },
    ])
  })

  test.each([
    [[['s', 'x']], 'DANGLING_EDGE'],
    [[['s', 'f', 'nothing']], 'UNKNOWN_PORT'],
    [
      [
        ['s', 'f'],
        ['s', 'f'],
      ],
      'PORT_TAKEN',
    ],
    [[], 'MISSING_INPUT'],
    [[['f', 'f', 'pass']], 'CYCLE'],
  ])('edges %j: %s', (edges, code) => {
    const filter = { id: 'f', type: 'transform.filter', config: { condition: 'true' } }
    expect(codes(plan([source, filter], edges).issues)).toContain(code)
  })

  test('an unknown type is told with the nearest known one', () => {
    const { issues } = plan([{ id: 'f', type: 'transform.fliter' }], [])
    expect(issues).toMatchObject([
      { code: 'UNKNOWN_NODE_TYPE', values: { suggestion: 'transform.filter' } },
      { code: 'NO_SINK' },
    ])
  })

  test('parameters are filled in before configs are read', () => {
    const file = { id: 'f', type: 'source.file', config: { path: '${year}.csv' } }
    const { sources } = plan([file], [], { year: '2024' }, [{ name: 'year', type: 'number' }])
    expect(sources).toMatchObject([{ kind: 'files', path: '2024.csv' }])
  })
})
