import { create } from 'zustand'
import type { TableSettings } from '../../nodes/kit/database-selection.ts'
import type { DatabaseTarget } from '../../nodes/kit/stage.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { pipelineSchema } from '../../runtime/pipeline/schema.ts'
import type { CastRule } from './casts.ts'
import { completeCasts, writeCasts } from './casts.ts'
import type { TableChoice } from './choice.ts'
import { everyTable, globsOf } from './choice.ts'

export const wizardSteps = ['connections', 'tables', 'review'] as const
export type WizardStep = (typeof wizardSteps)[number]

export type MigrationSettings = Pick<
  DatabaseTarget,
  'schema' | 'what' | 'existing' | 'names' | 'jobs' | 'verify'
>

/** The pipeline that was made of the answers, so that a second run is not a second pipeline. */
export interface SavedPipeline {
  readonly id: string
  readonly version: number
  /** As it was saved. */
  readonly text: string
}

/** The answers so far. They stay while the page is open, wherever one goes in it. */
export interface Wizard {
  readonly source: string
  readonly target: string
  readonly choice: TableChoice
  readonly lanes: readonly TableSettings[]
  readonly casts: readonly CastRule[]
  readonly settings: MigrationSettings
  readonly saved: SavedPipeline | undefined
}

export const emptyWizard: Wizard = {
  source: '',
  target: '',
  choice: everyTable,
  lanes: [],
  casts: [],
  settings: {
    schema: '',
    what: 'everything',
    existing: 'fail',
    names: 'keep',
    jobs: 0,
    verify: false,
  },
  saved: undefined,
}

export const useWizard = create<Wizard>(() => emptyWizard)

export const changeWizard = (change: Partial<Wizard>): void => useWizard.setState(change)

export const changeSettings = (change: Partial<MigrationSettings>): void =>
  useWizard.setState(({ settings }) => ({ settings: { ...settings, ...change } }))

/** Another source has other tables: what was said about those of the first one goes. */
export const chooseSource = (source: string): void =>
  useWizard.setState((before) =>
    before.source === source ? {} : { source, choice: everyTable, lanes: [], casts: [] },
  )

/** Another migration: nothing of the last one stays. */
export const startOver = (): void => useWizard.setState(emptyWizard, true)

const isNothing = ({ mode, names, patterns }: TableChoice) =>
  mode === 'only' && names.length + patterns.length === 0

/** The last step whose questions before it are answered. */
export function furthestStep({ source, target, choice }: Wizard): WizardStep {
  if (source === '' || target === '' || source === target) return 'connections'
  return isNothing(choice) ? 'tables' : 'review'
}

/** The answers as settings of “Read whole database” and “Write whole database”. */
export function configsOf({ source, target, choice, lanes, casts, settings }: Wizard) {
  return {
    source: {
      connection: source,
      ...globsOf(choice),
      schemas: [],
      tables: lanes.map((lane) => ({ ...lane, without: [...lane.without] })),
    },
    target: {
      connection: target,
      ...settings,
      casts: writeCasts(completeCasts(casts)),
      scripts: [],
    },
  }
}

/** The answers as a pipeline to save, run and open on the canvas. */
export function pipelineOf(wizard: Wizard, name: string): Pipeline {
  const { source, target } = configsOf(wizard)
  return pipelineSchema.parse({
    schemaVersion: 1,
    name,
    nodes: [
      { id: 'source', type: 'source.database-schema', position: { x: 0, y: 0 }, config: source },
      { id: 'target', type: 'sink.database-schema', position: { x: 320, y: 0 }, config: target },
    ],
    edges: [{ id: 'tables', source: 'source', target: 'target' }],
  })
}
