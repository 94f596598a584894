import { availableParallelism } from 'node:os'
import type { MigrationOptions } from './input.ts'

/** Everything, as it is, into a database that has none of it. */
export const defaultOptions = (): MigrationOptions => ({
  include: [],
  exclude: [],
  schemas: [],
  identifiers: 'keep',
  casts: [],
  what: 'everything',
  existing: 'fail',
  // More do not help: the servers work as well, often on the same machine.
  jobs: Math.min(8, Math.max(2, availableParallelism())),
  verify: false,
  scripts: {},
  tables: {},
})
