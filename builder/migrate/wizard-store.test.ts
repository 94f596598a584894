import { expect, it } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { lintGraph } from '../../runtime/pipeline/lint.ts'
import { everyTable } from './choice.ts'
import { laneOf, withLane } from './lanes.ts'
import type { Wizard } from './wizard-store.ts'
import { chooseSource, emptyWizard, furthestStep, pipelineOf, useWizard } from './wizard-store.ts'

const answered: Wizard = { ...emptyWizard, source: 'shop', target: 'warehouse' }

it('goes no further than its questions are answered', () => {
  expect(furthestStep(emptyWizard)).toBe('connections')
  expect(furthestStep({ ...answered, target: 'shop' })).toBe('connections')
  expect(furthestStep(answered)).toBe('review')
  const none = { mode: 'only', names: [], patterns: [] } as const
  expect(furthestStep({ ...answered, choice: none })).toBe('tables')
})

it('makes a pipeline that has no errors and says all that was answered', () => {
  const pipeline = pipelineOf(
    {
      ...answered,
      choice: { ...everyTable, names: ['log'], patterns: ['tmp_*'] },
      lanes: [{ table: 'film', name: 'movie', without: ['note'], filter: 'id > 1' }],
      casts: [
        { type: 'year', to: 'integer' },
        { type: '', to: '' },
      ],
      settings: { ...answered.settings, names: 'snake_case', existing: 'merge', jobs: 3 },
    },
    'shop to warehouse',
  )
  expect(lintGraph(pipeline, registry)).toEqual([])
  const [source, target] = pipeline.nodes.map((it) => it.config)
  expect(source).toEqual({
    connection: 'shop',
    include: [],
    exclude: ['tmp_*', 'log'],
    schemas: [],
    tables: [{ table: 'film', name: 'movie', without: ['note'], filter: 'id > 1' }],
  })
  expect(target).toMatchObject({ connection: 'warehouse', names: 'snake_case', existing: 'merge' })
  expect(JSON.parse(String(target?.casts))).toEqual({ casts: [{ type: 'year', to: 'integer' }] })
})

it('forgets the tables of another source, and only those', () => {
  useWizard.setState({ ...answered, choice: { ...everyTable, names: ['log'] } })
  chooseSource('shop')
  expect(useWizard.getState().choice.names).toEqual(['log'])
  chooseSource('other')
  expect(useWizard.getState()).toMatchObject({ source: 'other', target: 'warehouse' })
  expect(useWizard.getState().choice).toEqual(everyTable)
})

it('keeps settings of tables that have some, by either of their names', () => {
  const film = { schema: 'shop', name: 'film' }
  const lane = { table: 'film', name: 'movie', without: [], filter: '' }
  expect(laneOf([lane], film)).toEqual(lane)
  expect(laneOf([], film)).toEqual({ table: 'shop.film', name: '', without: [], filter: '' })
  const lanes = withLane([lane], { ...lane, filter: 'id > 1' })
  expect(lanes).toEqual([{ ...lane, filter: 'id > 1' }])
  expect(withLane(lanes, { ...lane, name: '', filter: ' ' })).toEqual([])
})
