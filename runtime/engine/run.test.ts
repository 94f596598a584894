import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { MigrateError } from '../error.ts'
import { nodeRedHost } from '../hosts/node-red/node-red-host.ts'
import { parsePipeline } from '../pipeline/parse.ts'
import type { RunEvent } from '../report.ts'
import { previewPort, runPipeline } from './index.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let home: string
let folder: string
let runs = 0

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'migrateiq-test-'))
})
beforeEach(async () => {
  folder = await mkdtemp(join(home, 'case-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

const none = {
  async get(name: string): Promise<never> {
    throw new MigrateError('UNKNOWN_CONNECTION', `There is no connection “${name}”.`)
  },
}

type NodeInput = readonly [id: string, type: string, config: object]

function input(nodes: readonly NodeInput[], edges: readonly string[]) {
  const { pipeline, issues } = parsePipeline({
    schemaVersion: 1,
    name: 'test',
    nodes: nodes.map(([id, type, config]) => ({ id, type, config })),
    edges: edges.map((text, i) => {
      const [from = '', to = ''] = text.split(' > ')
      const [source, sourcePort = 'out'] = from.split('.')
      const [target, targetPort = 'in'] = to.split('.')
      return { id: `e${i}`, source, sourcePort, target, targetPort }
    }),
  })
  if (!pipeline) throw new Error(JSON.stringify(issues))
  const options = {
    baseDir: folder,
    runId: `run-${runs++}`,
    runDir: join(folder, 'run'),
    resume: false,
  }
  return { pipeline, parameters: {}, connections: none, registry, options }
}

async function run(nodes: readonly NodeInput[], edges: readonly string[], signal?: AbortSignal) {
  const events: RunEvent[] = []
  const report = await runPipeline(
    input(nodes, edges),
    (event) => events.push(event),
    signal ?? new AbortController().signal,
    nodeRedHost,
  )
  return { report, events }
}

const read = (name: string) => readFile(join(folder, name), 'utf8')

describe('files', () => {
  test('CSV with expressions to CSV: order, counts, nulls and empty texts', async () => {
    await writeFile(
      join(folder, 'in.csv'),
      'zip,name,amount,day\n00123,"A, ""x""",1.5,2024-01-31\n04567,"",2,2024-02-01\n99999,,3.25,2024-02-02\n',
    )
    const { report } = await run(
      [
        ['s', 'source.file', { path: 'in.csv' }],
        ['d', 'transform.derive', { columns: [{ name: 'double', expression: 'amount * 2' }] }],
        ['f', 'transform.filter', { condition: 'amount < 3' }],
        ['w', 'sink.file', { path: 'out.csv' }],
      ],
      ['s > d', 'd > f', 'f.pass > w'],
    )
    expect(report.error).toBeUndefined()
    expect(await read('out.csv')).toBe(
      'zip,name,amount,day,double\n00123,"A, ""x""",1.5,2024-01-31,3.0\n04567,"",2.0,2024-02-01,4.0\n',
    )
    expect(report.rows).toEqual({ read: 3, written: 2, rejected: 1 })
    expect(report.nodes.f).toMatchObject({ in: 3, out: 2, rejected: 1, state: 'done' })
    expect(report.edges).toEqual({ e0: 3, e1: 3, e2: 2 })
  })

  test('fan-out, kept rejects and gates', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `${i},${i % 10 === 0 ? '' : `n${i}`}`)
    await writeFile(join(folder, 'in.csv'), `id,name\n${rows.join('\n')}\n`)
    const { report } = await run(
      [
        ['s', 'source.file', { path: 'in.csv' }],
        ['v', 'validate.rules', { rules: [{ check: 'not-null', columns: ['name'] }] }],
        ['a', 'sink.file', { path: 'a.parquet' }],
        ['b', 'sink.file', { path: 'b.ndjson' }],
      ],
      ['s > v', 'v.pass > a', 'v.pass > b'],
    )
    expect(report.error).toBeUndefined()
    expect(report.nodes.v).toMatchObject({ in: 5000, out: 4500, rejected: 500 })
    expect(report.rejects.v?.rows).toBe(500)
    const kept = await readFile(report.rejects.v?.file ?? '', 'utf8')
    expect(kept.trim().split('\n')).toHaveLength(500)
    expect(report.sinks.map((s) => s.rows)).toEqual([4500, 4500])
    expect((await read('b.ndjson')).split('\n')[0]).toBe('{"id":1,"name":"n1"}')
  })

  test('a failing sink leaves nothing of the others', async () => {
    await writeFile(join(folder, 'in.csv'), 'id,name\n1,a\n2,b\n')
    const { report } = await run(
      [
        ['s', 'source.file', { path: 'in.csv' }],
        ['a', 'sink.file', { path: 'a.csv' }],
        [
          'c',
          'transform.derive',
          { columns: [{ name: 'n', expression: 'cast(name as integer)' }] },
        ],
        ['b', 'sink.file', { path: 'b.csv' }],
      ],
      ['s > a', 's > c', 'c > b'],
    )
    expect(report.state).toBe('failed')
    expect(report.error).toMatchObject({ code: 'CONVERSION_FAILED', node: 'b' })
    expect(report.rows.written).toBe(0)
    expect((await readdir(folder)).sort()).toEqual(['in.csv', 'run'])
  })

  test('encodings and malformed lines', async () => {
    await writeFile(join(folder, 'in.csv'), Buffer.from('name,city\nM\xfcller,K\xf6ln\n', 'latin1'))
    const ok = await run(
      [
        ['s', 'source.file', { path: 'in.csv' }],
        ['w', 'sink.file', { path: 'out.csv' }],
      ],
      ['s > w'],
    )
    expect(ok.report.error).toBeUndefined()
    expect(await read('out.csv')).toBe('name,city\nMüller,Köln\n')
    const wrong = await run(
      [
        ['s', 'source.file', { path: 'in.csv', encoding: 'utf-8' }],
        ['w', 'sink.file', { path: 'out.csv' }],
      ],
      ['s > w'],
    )
    expect(wrong.report.error).toMatchObject({ code: 'WRONG_ENCODING', node: 's' })
  })

  test.each([['id,t\n1,a\n2,b,c\n3,d\n'], ['id,t\nx,a\ny,b,c\nz,d\n']])(
    'a malformed line is told with its number',
    async (content) => {
      await writeFile(join(folder, 'in.csv'), content)
      const { report } = await run(
        [
          ['s', 'source.file', { path: 'in.csv' }],
          ['w', 'sink.file', { path: 'out.csv' }],
        ],
        ['s > w'],
      )
      expect(report.error).toMatchObject({ code: 'FILE_MALFORMED', details: { line: 3 } })
      expect((await readdir(folder)).sort()).toEqual(['in.csv', 'run'])
    },
  )

  test('a missing file is told with its node', async () => {
    const { report } = await run(
      [
        ['s', 'source.file', { path: 'none.csv' }],
        ['w', 'sink.file', { path: 'out.csv' }],
      ],
      ['s > w'],
    )
    expect(report.error).toMatchObject({ code: 'FILE_NOT_FOUND', node: 's' })
  })

  test('cancel', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i}`)
    await writeFile(join(folder, 'in.csv'), `id\n${rows.join('\n')}\n`)
    const cancel = new AbortController()
    const going = run(
      [
        ['s', 'source.file', { path: 'in.csv' }],
        ['j', 'transform.join', { kind: 'cross' }],
        ['w', 'sink.file', { path: 'out.csv' }],
      ],
      ['s > j.left', 's > j.right', 'j > w'],
      cancel.signal,
    )
    setTimeout(() => cancel.abort(), 700)
    const { report } = await going
    expect(report.error).toMatchObject({ code: 'CANCELLED' })
    expect(report.state).toBe('cancelled')
    expect((await readdir(folder)).sort()).toEqual(['in.csv', 'run'])
  })
})

describe('preview', () => {
  test('takes a sample and says so', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `${i},x`)
    await writeFile(join(folder, 'in.csv'), `id,t\n${rows.join('\n')}\n`)
    const given = input(
      [
        ['s', 'source.file', { path: 'in.csv' }],
        ['f', 'transform.filter', { condition: 'id >= 10' }],
        ['broken', 'transform.filter', {}],
      ],
      ['s > f', 's > broken'],
    )
    const preview = await previewPort(given, 'f', 'pass', 5)
    expect(preview.rows).toEqual([10, 11, 12, 13, 14].map((i) => [String(i), 'x']))
    expect(preview.sampled).toBe(true)
    expect(preview.columns.map((c) => c.name)).toEqual(['id', 't'])
  })
})
