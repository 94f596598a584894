import type { QueryInterface } from 'sequelize'

/** One step of the metadata database's shape. Its name is its number; neither ever changes. */
export interface Migration {
  readonly name: `${number}-${string}`
  readonly up: (db: QueryInterface) => Promise<void>
  readonly down: (db: QueryInterface) => Promise<void>
}
