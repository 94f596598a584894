import { DataTypes } from 'sequelize'

/** Column shapes that the models share. */
export const id = { type: DataTypes.UUID, primaryKey: true, allowNull: false } as const
export const tenantId = { type: DataTypes.UUID, allowNull: false } as const
export const reference = { type: DataTypes.UUID, allowNull: false } as const
export const instant = { type: DataTypes.DATE, allowNull: false } as const
export const maybeInstant = { type: DataTypes.DATE, allowNull: true } as const
export const count = { type: DataTypes.INTEGER, allowNull: false } as const
export const words = { type: DataTypes.TEXT, allowNull: false } as const
export const maybeWords = { type: DataTypes.TEXT, allowNull: true } as const
