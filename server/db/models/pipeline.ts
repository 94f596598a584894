import type { InferAttributes, InferCreationAttributes, Model, Sequelize } from 'sequelize'
import { count, id, instant, maybeInstant, reference, words } from './columns.ts'

export interface PipelineRow
  extends Model<InferAttributes<PipelineRow>, InferCreationAttributes<PipelineRow>> {
  id: string
  tenantId: string
  name: string
  description: string
  /** How many nodes the document has. */
  nodes: number
  /** Names of the connections it refers to, as a JSON array. */
  connections: string
  /** The newest document, as JSON text. */
  document: string
  version: number
  /** Folder below `files/<tenant>` in which the document's relative paths start. */
  folder: string
  createdAt: Date
  savedAt: Date
  deletedAt: Date | null
}

export const definePipeline = (sequelize: Sequelize) =>
  sequelize.define<PipelineRow>(
    'pipeline',
    {
      id: id(),
      tenantId: reference(),
      name: words(),
      description: words(),
      nodes: count(),
      connections: words(),
      document: words(),
      version: count(),
      folder: words(),
      createdAt: instant(),
      savedAt: instant(),
      deletedAt: maybeInstant(),
    },
    { tableName: 'pipelines' },
  )
