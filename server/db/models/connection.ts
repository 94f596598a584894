import type { InferAttributes, InferCreationAttributes, Model, Sequelize } from 'sequelize'
import { DataTypes } from 'sequelize'
import { id, instant, reference, words } from './columns.ts'

export interface ConnectionRow
  extends Model<InferAttributes<ConnectionRow>, InferCreationAttributes<ConnectionRow>> {
  id: string
  tenantId: string
  name: string
  system: string
  /** All settings, sealed as one text for this tenant and id. */
  settings: Buffer
  /** Which key sealed them. */
  keyId: string
  createdAt: Date
  updatedAt: Date
}

export const defineConnection = (sequelize: Sequelize) =>
  sequelize.define<ConnectionRow>(
    'connection',
    {
      id: id(),
      tenantId: reference(),
      name: words(),
      system: words(),
      settings: { type: DataTypes.BLOB, allowNull: false },
      keyId: words(),
      createdAt: instant(),
      updatedAt: instant(),
    },
    { tableName: 'connections' },
  )
