import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { afterEach, expect, test } from 'vitest'
import { requireBuilt } from '../e2e/support/built.ts'
import { eventually } from '../e2e/support/eventually.ts'
import { freshDatabase } from '../e2e/support/services.ts'
import { pipelineSchema } from '../runtime/pipeline/schema.ts'
import type { AppRouter } from './trpc/router.ts'

const root = join(import.meta.dirname, '..')
const running: ChildProcess[] = []

requireBuilt()
afterEach(() => {
  for (const it of running.splice(0)) it.kill('SIGKILL')
})

/** The server as people start it, in a process that can be killed. */
async function serve(dataDir: string, env: NodeJS.ProcessEnv = {}, command = 'serve') {
  const args = [join(root, 'dist/node/cli.js'), command, '--port', '0', '--data-dir', dataDir]
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, cwd: tmpdir() })
  running.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      said += part
    })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  await eventually(() => said).toMatch(/is at http/)
  const url = /is at (http:\S+)/.exec(said)?.[1]
  const client = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${url}/trpc`, methodOverride: 'POST' })],
  })
  return { child, client, ended, said: () => said }
}

const slow = pipelineSchema.parse({
  schemaVersion: 1,
  name: 'Slow',
  nodes: [
    {
      id: 'slow',
      type: 'source.database',
      config: { connection: 'slow', read: 'query', sql: 'SELECT pg_sleep(3)::text AS s' },
    },
    { id: 'save', type: 'sink.file', config: { path: 'slow.csv' } },
  ],
  edges: [{ id: 'e1', source: 'slow', target: 'save' }],
})

async function startSlow({ client }: Awaited<ReturnType<typeof serve>>): Promise<string> {
  const url = new URL(await freshDatabase('postgres'))
  const settings = {
    ...{ host: url.hostname, port: Number(url.port), database: url.pathname.slice(1) },
    ...{ user: url.username, password: decodeURIComponent(url.password), tls: 'off' },
  }
  await client.connections.create.mutate({ name: 'slow', system: 'postgres', settings })
  const { id } = await client.pipelines.create.mutate({ document: slow })
  const { runId } = await client.runs.start.mutate({ pipelineId: id })
  const state = async () => (await client.runs.get.query({ id: runId })).state
  await eventually(state).toBe('running')
  return runId
}

test('SIGTERM lets a run finish and exits 0; the next start finds it done', {
  timeout: 120_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'migrateiq-life-'))
  const server = await serve(dataDir)
  const runId = await startSlow(server)
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  const again = await serve(dataDir)
  const run = await again.client.runs.get.query({ id: runId })
  expect(run).toMatchObject({ state: 'done', rows: { written: 1 } })
  again.child.kill('SIGTERM')
  expect(await again.ended).toBe(0)
  rmSync(dataDir, { recursive: true })
})

test('after kill -9 the run is failed with a way on, and the way works', {
  timeout: 120_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'migrateiq-life-'))
  const server = await serve(dataDir)
  const runId = await startSlow(server)
  server.child.kill('SIGKILL')
  await server.ended
  const again = await serve(dataDir)
  const run = await again.client.runs.get.query({ id: runId })
  expect(run).toMatchObject({ state: 'failed', resumable: true, error: { code: 'SERVER_STOPPED' } })
  const resumed = await again.client.runs.resume.mutate({ id: runId })
  const state = async () => (await again.client.runs.get.query({ id: resumed.runId })).state
  await eventually(state).toBe('done')
  again.child.kill('SIGTERM')
  expect(await again.ended).toBe(0)
  rmSync(dataDir, { recursive: true })
})
