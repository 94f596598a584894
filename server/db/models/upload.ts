import type { InferAttributes, InferCreationAttributes, Model, Sequelize } from 'sequelize'
import { DataTypes } from 'sequelize'
import { id, instant, reference, words } from './columns.ts'

export interface UploadRow
  extends Model<InferAttributes<UploadRow>, InferCreationAttributes<UploadRow>> {
  id: string
  tenantId: string
  /** The name it had where it came from; never part of a path. */
  name: string
  size: number
  createdAt: Date
}

export const defineUpload = (sequelize: Sequelize) =>
  sequelize.define<UploadRow>(
    'upload',
    {
      id: id(),
      tenantId: reference(),
      name: words(),
      size: {
        type: DataTypes.BIGINT,
        allowNull: false,
        // PostgreSQL's driver hands 64-bit numbers out as text; file sizes fit in a double.
        get(this: UploadRow) {
          return Number(this.getDataValue('size'))
        },
      },
      createdAt: instant(),
    },
    { tableName: 'uploads' },
  )
