import { registry } from '../../nodes/index.ts'
import { previewRows } from '../limits.ts'
import type { Scope } from '../scope.ts'
import type { SystemInfo } from '../shapes.ts'

export const systemInfo = ({ config, db, version }: Scope): SystemInfo => ({
  version,
  nodeTypes: registry.size,
  dataDir: config.dataDir,
  database: db.dialect,
  limits: {
    memoryBytes: config.memoryLimit,
    parallelRuns: config.parallelRuns,
    uploadBytes: config.uploadLimit,
    requestBytes: config.requestLimit,
    previewRows,
  },
})
