import type { QueryInterface, Sequelize } from 'sequelize'
import { SequelizeStorage, Umzug } from 'umzug'
import { migrations } from './migrations/index.ts'

/** Any number, the same for every server that shares a database. */
const lock = 7_264_102

export const createUmzug = (sequelize: Sequelize): Umzug<QueryInterface> =>
  new Umzug({
    migrations: migrations.map(({ name, up, down }) => ({
      name,
      up: ({ context }) => up(context),
      down: ({ context }) => down(context),
    })),
    context: sequelize.getQueryInterface(),
    storage: new SequelizeStorage({ sequelize, tableName: 'migrations' }),
    logger: undefined,
  })

/** Brings the database to the newest shape; of servers that start together, one does the work. */
export async function migrate(sequelize: Sequelize): Promise<void> {
  const umzug = createUmzug(sequelize)
  if (sequelize.getDialect() === 'sqlite') {
    await umzug.up()
    return
  }
  await sequelize.transaction(async (transaction) => {
    await sequelize.query('SELECT pg_advisory_xact_lock($1)', { bind: [lock], transaction })
    await umzug.up()
  })
}

export const isMigrated = async (sequelize: Sequelize): Promise<boolean> =>
  (await createUmzug(sequelize).pending()).length === 0
