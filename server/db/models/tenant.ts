import type { InferAttributes, InferCreationAttributes, Model, Sequelize } from 'sequelize'
import { DataTypes } from 'sequelize'
import { id, instant } from './columns.ts'

export interface Tenant extends Model<InferAttributes<Tenant>, InferCreationAttributes<Tenant>> {
  id: string
  name: string
  createdAt: Date
}

export const defineTenant = (sequelize: Sequelize) =>
  sequelize.define<Tenant>(
    'tenant',
    { id: id(), name: { type: DataTypes.TEXT, allowNull: false }, createdAt: instant() },
    { tableName: 'tenants' },
  )
