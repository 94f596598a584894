import type { Session } from '../../connectors/connector.ts'
import { MigrateError, toMigrateError } from '../../error.ts'
import type { DatabaseSystem } from '../../schema/model.ts'
import { splitStatements } from '../../sql/split-statements.ts'
import type { MigrationOptions, ScriptPlace } from './input.ts'

/** The owner's SQL for a place, statement by statement; the first that fails ends the run. */
export async function runScript(
  place: ScriptPlace,
  { scripts }: MigrationOptions,
  target: Session,
  system: DatabaseSystem,
): Promise<void> {
  for (const sql of splitStatements(scripts[place] ?? '', system))
    await target.execute?.([sql]).catch((thrown: unknown) => {
      const { code, message, data } = toMigrateError(thrown)
      throw new MigrateError(code, `A statement of ${place} failed: ${message}`, {
        ...data,
        details: { ...data.details, statement: sql.slice(0, 200) },
        cause: thrown,
      })
    })
}
