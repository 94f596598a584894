import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { parsePipeline } from '../pipeline/parse.ts'
import { readTable } from './index.ts'

const rows = 30_000
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrateiq-read-'))
  const lines = Array.from({ length: rows }, (_, i) => `${i},text ${i}`)
  await writeFile(join(folder, 'rows.csv'), `id,text\n${lines.join('\n')}\n`)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function read(options: { maxRows?: number; seed?: number }, config: object = { path: 'rows.csv' }) {
  const node = { id: 'source', type: 'source.file', config }
  const { pipeline, issues } = parsePipeline({
    schemaVersion: 1,
    name: 'test',
    nodes: [node],
    edges: [],
  })
  if (!pipeline) throw new Error(JSON.stringify(issues))
  const connections = { get: () => Promise.reject(new Error('none')) }
  const input = { pipeline, parameters: {}, connections, registry, options: { baseDir: folder } }
  return readTable(input, 'source', 'out', options)
}

test('a sample is stated, keeps the order of the rows, and is the same for a seed', async () => {
  const [one, same, other] = [
    await read({ maxRows: 3000, seed: 1 }),
    await read({ maxRows: 3000, seed: 1 }),
    await read({ maxRows: 3000, seed: 2 }),
  ]
  expect(one).toMatchObject({ rows: 3000, sampledFrom: rows })
  expect(one.columns.map((c) => [c.name, c.values.length])).toEqual([
    ['id', 3000],
    ['text', 3000],
  ])
  const ids = (one.columns[0]?.values ?? []).map(Number)
  expect(ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? 0))).toBe(true)
  expect(one.columns[1]?.values).toEqual(ids.map((id) => `text ${id}`))
  expect(same).toEqual(one)
  expect(other.columns[0]?.values).not.toEqual(one.columns[0]?.values)
  // Every part of the file is in it: about 300 of each tenth.
  for (let tenth = 0; tenth < 10; tenth++) {
    const drawn = ids.filter((id) => Math.floor((id * 10) / rows) === tenth).length
    expect(drawn).toBeGreaterThan(200)
    expect(drawn).toBeLessThan(400)
  }
})

test('all rows are read where they are no more than asked for', async () => {
  for (const options of [{}, { maxRows: rows }]) {
    const all = await read(options)
    expect(all).not.toHaveProperty('sampledFrom')
    expect(all.columns[0]?.values.map(Number)).toEqual(Array.from({ length: rows }, (_, i) => i))
  }
})

test('a file without a line to read a header from is refused, with what to do', async () => {
  await writeFile(join(folder, 'mark.csv'), '\uFEFF')
  await expect(read({}, { path: 'mark.csv', types: 'text', header: 'yes' })).rejects.toMatchObject({
    code: 'FILE_MALFORMED',
    data: { hint: expect.stringMatching(/^Check that it holds rows/) },
  })
})
