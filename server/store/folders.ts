import { join } from 'node:path'
import type { Scope } from '../scope.ts'

type Place = Pick<Scope, 'config' | 'tenantId'>

/** Where the relative paths of a pipeline start; without one, the tenant's own folder. */
export const filesDir = ({ config, tenantId }: Place, folder = ''): string =>
  join(config.dataDir, 'files', tenantId, folder)

/** Report and rejected rows of a run. */
export const runDir = ({ config, tenantId }: Place, runId: string): string =>
  join(config.dataDir, 'runs', tenantId, runId)

export const uploadsDir = ({ config, tenantId }: Place): string =>
  join(config.dataDir, 'uploads', tenantId)

/** Pipes and spilled data of runs; emptied whenever the server starts. */
export const tempDir = ({ config }: Pick<Scope, 'config'>): string => join(config.dataDir, 'tmp')
