import type { FlowHost } from '../../engine/index.ts'

// What does the work is loaded by the commands that need it: help and usage errors answer at once.
export const loadEngine = () => import('../../engine/index.ts')
export const loadConnectors = () => import('../../connectors/registry.ts')
export const loadAnomalies = () => import('../../ml/anomalies/index.ts')
export const loadMigration = () => import('../../engine/migrate/index.ts')
export const loadQuality = () => import('../../ml/quality/index.ts')
export const loadMatch = () => import('../../ml/match/index.ts')
export const loadTypes = () => import('../../ml/types/index.ts')
export const loadTypeProposals = () => import('../../ml/type-proposals/index.ts')
export const loadRelate = () => import('../../ml/relate/index.ts')
export const loadProfile = () => import('../../ml/profile/index.ts')
export const loadSuggest = () => import('../../ml/suggest/index.ts')

let host: Promise<FlowHost> | undefined

/** One for the process, however often it is asked for. */
export const startHost = (): Promise<FlowHost> => {
  host ??= import('../node-red/threaded-host.ts').then((m) => m.startThreadedHost())
  return host
}
