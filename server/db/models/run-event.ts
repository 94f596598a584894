import type { InferAttributes, InferCreationAttributes, Model, Sequelize } from 'sequelize'
import { count, reference, words } from './columns.ts'

export interface RunEventRow
  extends Model<InferAttributes<RunEventRow>, InferCreationAttributes<RunEventRow>> {
  tenantId: string
  runId: string
  /** From 1 without gaps. */
  seq: number
  /** A `RunEvent` as JSON text. */
  event: string
}

export const defineRunEvent = (sequelize: Sequelize) =>
  sequelize.define<RunEventRow>(
    'runEvent',
    {
      tenantId: reference(),
      runId: { ...reference(), primaryKey: true },
      seq: { ...count(), primaryKey: true },
      event: words(),
    },
    { tableName: 'run_events' },
  )
