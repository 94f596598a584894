import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { freshDatabase } from '../../e2e/support/services.ts'
import type { RunEvent, RunReport, RunState } from '../../runtime/report.ts'
import type { Database } from '../db/database.ts'
import { openDatabase } from '../db/database.ts'
import type { RunRow } from '../db/models/run.ts'
import { ensureTenant, defaultTenantId as tenantId } from '../db/tenant.ts'
import { latest } from './run-log.ts'
import type { RunProcess } from './run-queue.ts'
import { createRunQueue } from './run-queue.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** A run whose end the test decides; the real process is tested with the server. */
function controlled(run: RunRow, emit: (event: RunEvent) => void) {
  let end: (state: RunReport['state']) => void = () => {}
  let die: (error: Error) => void = () => {}
  const done = new Promise<RunReport>((resolve, reject) => {
    end = (state) => resolve(reportOf(run, state))
    die = reject
  })
  const process: RunProcess = { done, cancel: () => end('cancelled') }
  return { run, emit, end, die, process }
}
type Controlled = ReturnType<typeof controlled>

const reportOf = (run: RunRow, state: RunReport['state']): RunReport => ({
  ...{ runId: run.id, pipeline: 'p', fingerprint: 'f', state, startedAt: '', seconds: 1 },
  ...{ rows: { read: 3, written: 2, rejected: 1 }, nodes: {}, edges: {}, sinks: [], gates: [] },
  ...{ profiles: {}, fitted: {}, rejects: {}, peakMemoryBytes: 1 },
})

describe.each(['sqlite', 'postgres'] as const)('the run queue in %s', (dialect) => {
  let db: Database
  const pipelineId = randomUUID()
  const instance = randomUUID()
  const log = pino({ level: 'silent' })

  beforeAll(async () => {
    const databaseUrl = dialect === 'postgres' ? await freshDatabase('postgres') : undefined
    db = await openDatabase({
      dataDir: mkdtempSync(join(tmpdir(), 'migrateiq-jobs-')),
      databaseUrl,
    })
    await ensureTenant(db, tenantId, 'Test')
    const texts = { name: 'p', description: '', connections: '[]', document: '{}', folder: 'f' }
    const instants = { createdAt: new Date(), savedAt: new Date(), deletedAt: null }
    await db.pipelines.create({
      id: pipelineId,
      tenantId,
      nodes: 0,
      version: 1,
      ...texts,
      ...instants,
    })
  })
  afterAll(() => db?.close())

  let second = 0
  async function put(state: RunState, where: string = instance): Promise<string> {
    const id = randomUUID()
    const createdAt = new Date(Date.UTC(2024, 0, 1, 0, 0, second++))
    await db.runs.create({
      ...{ id, tenantId, pipelineId, pipelineName: 'p', pipelineVersion: 1, document: '{}' },
      ...{ parameters: '{}', folder: 'f', resume: false, state, instance: where, createdAt },
      ...{ startedAt: null, endedAt: null, rows: null, report: null, error: null },
    })
    return id
  }
  const stateOf = async (id: string) => (await db.runs.findByPk(id))?.state
  const eventsOf = async (runId: string) => {
    const rows = await db.runEvents.findAll({ where: { runId }, order: [['seq', 'ASC']] })
    expect(rows.map((it) => it.seq)).toEqual(rows.map((_, index) => index + 1))
    return rows.map((it) => JSON.parse(it.event) as RunEvent)
  }
  async function queue(parallel = 2) {
    const started: Controlled[] = []
    const launch = async (run: RunRow, emit: (event: RunEvent) => void) => {
      const it = controlled(run, emit)
      started.push(it)
      return it.process
    }
    const jobs = await createRunQueue({ db, log, instance, parallel, launch })
    const at = (id: string) => started.find((it) => it.run.id === id)
    return { jobs, started, at }
  }

  test('runs go in order, a few at a time', async () => {
    const ids = [await put('queued'), await put('queued'), await put('queued')]
    const elsewhere = await put('queued', 'another server')
    const { jobs, started } = await queue(2)
    await eventually(() => started.length).toBe(2)
    expect(started.map((it) => it.run.id)).toEqual(ids.slice(0, 2))
    expect(await stateOf(ids[2] ?? '')).toBe('queued')
    started[0]?.end('done')
    await eventually(() => started.length).toBe(3)
    for (const it of started) it.end('done')
    await jobs.drain(10)
    for (const id of ids) expect(await stateOf(id)).toBe('done')
    expect(await stateOf(elsewhere)).toBe('queued')
  })

  test('events are stored in order, the end together with the report', async () => {
    const id = await put('queued')
    const { jobs, at } = await queue()
    await eventually(() => at(id)).toBeDefined()
    const run = at(id)
    run?.emit({ type: 'node', node: 'a', state: 'running' })
    for (let rows = 1; rows <= 1000; rows++) run?.emit({ type: 'edges', rows: { e: rows } })
    await eventually(async () => (await eventsOf(id)).at(-1)).toEqual({
      type: 'edges',
      rows: { e: 1000 },
    })
    run?.emit({ type: 'node', node: 'a', state: 'done' })
    run?.end('done')
    await jobs.drain(10)
    const types = (await eventsOf(id)).map((it) => (it.type === 'run' ? it.state : it.type))
    expect(types).toEqual(['running', 'node', 'edges', 'node', 'report', 'done'])
    const row = await db.runs.findByPk(id)
    expect(JSON.parse(row?.rows ?? '')).toEqual({ read: 3, written: 2, rejected: 1 })
    expect(row?.endedAt).toBeInstanceOf(Date)
  })

  test('a database that is away for a moment loses no event and no end', async () => {
    const id = await put('queued')
    const { jobs, at } = await queue()
    await eventually(() => eventsOf(id)).toHaveLength(1)
    await db.sequelize.query('ALTER TABLE run_events RENAME TO run_events_away')
    for (const node of ['a', 'b']) at(id)?.emit({ type: 'node', node, state: 'done' })
    at(id)?.end('done')
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(await stateOf(id)).toBe('running')
    await db.sequelize.query('ALTER TABLE run_events_away RENAME TO run_events')
    await jobs.drain(10)
    expect(await stateOf(id)).toBe('done')
    const types = (await eventsOf(id)).map((it) => (it.type === 'run' ? it.state : it.type))
    expect(types).toEqual(['running', 'node', 'node', 'report', 'done'])
  })

  test('a process that dies leaves a failed run, not a running one', async () => {
    const id = await put('queued')
    const { jobs, at } = await queue()
    await eventually(() => at(id)).toBeDefined()
    at(id)?.die(new Error('signal SIGSEGV'))
    await jobs.drain(10)
    expect(await stateOf(id)).toBe('failed')
    expect((await eventsOf(id)).slice(-2)).toMatchObject([
      { type: 'problem', error: { code: 'INTERNAL', message: 'signal SIGSEGV' } },
      { type: 'run', state: 'failed' },
    ])
  })

  test('a waiting run is cancelled without ever starting, a running one through its process', async () => {
    const [running, waiting] = [await put('queued'), await put('queued')]
    const { jobs, started } = await queue(1)
    await eventually(() => started.length).toBe(1)
    await jobs.cancel(waiting)
    expect(await stateOf(waiting)).toBe('cancelled')
    await jobs.cancel(running)
    expect(await stateOf(running)).toBe('cancelled')
    await jobs.drain(10)
    expect(started).toHaveLength(1)
    for (const id of [running, waiting])
      expect((await eventsOf(id)).at(-1)).toMatchObject({ type: 'run', state: 'cancelled' })
  })

  test('what was running when the server ended is failed, with a way on; what waited still runs', async () => {
    const [orphan, foreign] = [await put('running'), await put('running', 'another server')]
    const waiting = await put('queued')
    await db.runEvents.create({
      tenantId,
      runId: orphan,
      seq: 1,
      event: '{"type":"edges","rows":{}}',
    })
    const { jobs, at } = await queue()
    expect(await stateOf(orphan)).toBe('failed')
    expect(await stateOf(foreign)).toBe('running')
    expect((await eventsOf(orphan)).slice(1)).toMatchObject([
      {
        type: 'problem',
        error: { code: 'SERVER_STOPPED', hint: expect.stringContaining('Resume') },
      },
      { type: 'run', state: 'failed' },
    ])
    await eventually(() => at(waiting)).toBeDefined()
    at(waiting)?.end('done')
    await jobs.drain(10)
  })

  test('draining starts nothing new and cancels what does not end in time', async () => {
    const [slow, next] = [await put('queued'), await put('queued')]
    const { jobs, started } = await queue(1)
    await eventually(() => started.length).toBe(1)
    await jobs.drain(0)
    expect(await stateOf(slow)).toBe('cancelled')
    jobs.wake()
    expect(await stateOf(next)).toBe('queued')
    expect(started).toHaveLength(1)
  })
})

test('of counts that replace each other the last ones stay, in their places', () => {
  const progress = (node: string, rows: number): RunEvent => ({
    ...{ type: 'progress', node, rows, bytes: 0, rowsPerSecond: 0 },
  })
  const node: RunEvent = { type: 'node', node: 'a', state: 'running' }
  const edges = (rows: number): RunEvent => ({ type: 'edges', rows: { e: rows } })
  const events = [
    edges(1),
    node,
    progress('a', 1),
    progress('b', 1),
    edges(2),
    progress('a', 2),
    node,
  ]
  expect(latest(events)).toEqual([node, progress('b', 1), edges(2), progress('a', 2), node])
})
