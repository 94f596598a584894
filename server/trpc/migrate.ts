import { z } from 'zod'
import { config as target } from '../../nodes/sink/database-schema/config.ts'
import { config as source } from '../../nodes/source/database-schema/config.ts'
import { planMigration } from '../store/plan-migration.ts'
import { procedure, router } from './init.ts'

export const migrateRouter = router({
  /**
   * What carrying a database over would do and lose, by the settings of “Read whole database”
   * and “Write whole database”. Writes nothing. Aborting the request stops the work.
   */
  plan: procedure
    .input(z.strictObject({ source, target }))
    .query(({ ctx, input, signal }) => planMigration(ctx, { ...input, signal })),
})
