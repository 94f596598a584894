import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import {
  emptyDatabase,
  execute,
  migrationInput,
  richDatabase,
} from '../../e2e/support/migrations.ts'
import { registry } from '../../nodes/index.ts'
import { selectionOf, selectionRelation } from '../../nodes/kit/database-selection.ts'
import { parseConnectionUrl } from '../connectors/registry.ts'
import { nodeRedHost } from '../hosts/node-red/node-red-host.ts'
import { parsePipeline } from '../pipeline/parse.ts'
import { planPipeline } from '../plan/plan-pipeline.ts'
import type { RunEvent } from '../report.ts'
import type { MigrationOptions } from './migrate/index.ts'
import { migrationPipeline } from './migrate/index.ts'
import { migrationOptions } from './migrate-stage.ts'
import { runPipeline } from './run.ts'

vi.setConfig({ testTimeout: 60_000 })

const special: Partial<MigrationOptions> = {
  include: ['item', 'person', 'active_*'],
  identifiers: 'lower',
  existing: 'merge',
  jobs: 3,
  verify: true,
  casts: [{ column: 'item.weight', to: 'DOUBLE' }],
  scripts: { 'after-all': 'CREATE TABLE done (x INTEGER)' },
  tables: { item: { name: 'things', without: ['weight'], filter: 'id > 10' } },
}

const documentOf = (options: Partial<MigrationOptions>) => {
  const { pipeline, issues } = parsePipeline(
    migrationPipeline(migrationInput('sqlite://from.db', 'sqlite://to.db', options)),
  )
  if (!pipeline) throw new Error(JSON.stringify(issues))
  return pipeline
}

test('a saved pipeline means what the command would do, and holds no URL', () => {
  const pipeline = documentOf(special)
  expect(JSON.stringify(pipeline)).not.toContain('://')
  const plan = planPipeline(pipeline, { registry, schemas: new Map(), parameters: {} })
  expect(plan.issues).toEqual([])
  const stage = plan.nodes.find((n) => n.stage)?.stage
  expect(stage).toMatchObject({ kind: 'migrate', target: { connection: 'target' } })
  if (stage?.kind !== 'migrate') throw new Error('no such stage')
  const meant = migrationInput('', '', special).options
  expect(migrationOptions(stage.source, stage.target)).toEqual(meant)
})

test('rows are no database', () => {
  const selection = { connection: 'a', schemas: [], include: ['x'], exclude: [], tables: [] }
  const relation = selectionRelation(selection)
  expect(selectionOf(relation)).toEqual(selection)
  expect(selectionOf({ ...relation, rows: [] })).toBeUndefined()
  expect(selectionOf({ ...relation, rows: [['a', '1', '[]', '[]', '[]']] })).toBeUndefined()
})

test('a pipeline carries a whole database over', async () => {
  const places = new Map([
    ['source', await richDatabase('sqlite')],
    ['target', await emptyDatabase('sqlite')],
  ])
  const folder = await mkdtemp(join(tmpdir(), 'migrateiq-test-'))
  const events: RunEvent[] = []
  const report = await runPipeline(
    {
      pipeline: documentOf({ exclude: ['log'] }),
      parameters: {},
      registry,
      connections: {
        get: async (name) => ({ name, ...parseConnectionUrl(places.get(name) ?? '') }),
      },
      options: { baseDir: folder, runId: 'one', runDir: join(folder, 'run'), resume: false },
    },
    (event) => events.push(event),
    new AbortController().signal,
    nodeRedHost,
  )
  expect(report.error).toBeUndefined()
  expect(report.state).toBe('done')
  expect(report.rows.written).toBe(3403)
  expect(report.sinks.map((s) => s.target).sort()).toEqual(
    ['item', 'nothing', 'order', 'person'].map((t) => `target: ${t}`),
  )
  expect(report.migrations?.target).toMatchObject({ state: 'done', objects: { table: 4, view: 1 } })
  expect(events.some((e) => e.type === 'migration' && e.event.type === 'step')).toBe(true)
  const found = await execute(places.get('target') ?? '', ['SELECT count(*) FROM item'])
  expect(found).toEqual([['3000']])
})
