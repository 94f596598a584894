import type { InferAttributes, InferCreationAttributes, Model, Sequelize } from 'sequelize'
import { count, instant, reference, words } from './columns.ts'

/** A pipeline as it was saved; never changed afterwards. */
export interface PipelineVersionRow
  extends Model<InferAttributes<PipelineVersionRow>, InferCreationAttributes<PipelineVersionRow>> {
  tenantId: string
  pipelineId: string
  version: number
  name: string
  nodes: number
  document: string
  savedAt: Date
}

export const definePipelineVersion = (sequelize: Sequelize) =>
  sequelize.define<PipelineVersionRow>(
    'pipelineVersion',
    {
      tenantId: reference(),
      pipelineId: { ...reference(), primaryKey: true },
      version: { ...count(), primaryKey: true },
      name: words(),
      nodes: count(),
      document: words(),
      savedAt: instant(),
    },
    { tableName: 'pipeline_versions' },
  )
