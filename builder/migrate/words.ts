import { msg } from '@lingui/core/macro'
import type { Message } from '../../nodes/kit/message.ts'
import type { MigrationStep, PlannedTable, TablePath } from '../../runtime/migration-report.ts'

export const modeTitles: Readonly<Record<PlannedTable['mode'], Message>> = {
  create: msg({ message: 'New' }),
  append: msg({ message: 'Rows are added' }),
  replace: msg({ message: 'Rows are replaced' }),
  merge: msg({ message: 'Rows are merged' }),
}

export const pathTitles: Readonly<Record<TablePath, Message>> = {
  straight: msg({ message: 'Straight' }),
  pushed: msg({ message: 'Computed by the source' }),
  duckdb: msg({ message: 'Computed here' }),
}

export const stepTitles: Readonly<Record<MigrationStep, Message>> = {
  schema: msg({ message: 'Tables' }),
  load: msg({ message: 'Rows' }),
  indexes: msg({ message: 'Indexes' }),
  constraints: msg({ message: 'Foreign keys' }),
  sequences: msg({ message: 'Counters' }),
  views: msg({ message: 'Views' }),
  others: msg({ message: 'Comments and triggers' }),
  analyse: msg({ message: 'Statistics' }),
  verify: msg({ message: 'Check' }),
}

/** In the order in which they come. */
export const steps = Object.keys(stepTitles) as readonly MigrationStep[]
