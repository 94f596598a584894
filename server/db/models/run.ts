import type { InferAttributes, InferCreationAttributes, Model, Sequelize } from 'sequelize'
import { DataTypes } from 'sequelize'
import type { RunState } from '../../../runtime/report.ts'
import { count, id, instant, maybeInstant, maybeWords, reference, words } from './columns.ts'

export interface RunRow extends Model<InferAttributes<RunRow>, InferCreationAttributes<RunRow>> {
  id: string
  tenantId: string
  pipelineId: string
  pipelineName: string
  pipelineVersion: number
  /** Copies of what the run works on, as JSON text: later saves do not touch it. */
  document: string
  parameters: string
  folder: string
  /** Goes on behind the chunks an earlier run left in the target. */
  resume: boolean
  state: RunState
  /** The server whose data folder holds uploads and rejects of this run. */
  instance: string
  createdAt: Date
  startedAt: Date | null
  endedAt: Date | null
  /** Counts for lists, as JSON text. */
  rows: string | null
  report: string | null
  error: string | null
}

export const defineRun = (sequelize: Sequelize) =>
  sequelize.define<RunRow>(
    'run',
    {
      id: id(),
      tenantId: reference(),
      pipelineId: reference(),
      pipelineName: words(),
      pipelineVersion: count(),
      document: words(),
      parameters: words(),
      folder: words(),
      resume: { type: DataTypes.BOOLEAN, allowNull: false },
      state: words(),
      instance: words(),
      createdAt: instant(),
      startedAt: maybeInstant(),
      endedAt: maybeInstant(),
      rows: maybeWords(),
      report: maybeWords(),
      error: maybeWords(),
    },
    { tableName: 'runs' },
  )
