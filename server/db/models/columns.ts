import { DataTypes } from 'sequelize'

/** Column shapes that the models share. Functions, because Sequelize writes into what it is given. */
export const id = () => ({ type: DataTypes.UUID, primaryKey: true, allowNull: false })
export const reference = () => ({ type: DataTypes.UUID, allowNull: false })
export const instant = () => ({ type: DataTypes.DATE, allowNull: false })
export const maybeInstant = () => ({ type: DataTypes.DATE, allowNull: true })
export const count = () => ({ type: DataTypes.INTEGER, allowNull: false })
export const words = () => ({ type: DataTypes.TEXT, allowNull: false })
export const maybeWords = () => ({ type: DataTypes.TEXT, allowNull: true })
