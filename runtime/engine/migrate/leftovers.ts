import type { Session } from '../../connectors/connector.ts'
import { quotingOf } from '../../connectors/quoting.ts'
import type { DatabaseSchema } from '../../schema/model.ts'
import { checkpointTables } from './existing.ts'

/** After everything is in: the rows that told a resume what was in, and their table with the last. */
export async function removeCheckpoints(
  target: Session,
  schema: DatabaseSchema,
  fingerprint: string,
): Promise<void> {
  const { tableName } = quotingOf(schema.system)
  const load = { mysql: '`load`', mssql: '[load]', postgres: 'load', sqlite: 'load' }[schema.system]
  for (const table of checkpointTables(schema)) {
    const place = tableName(table)
    try {
      await target.execute?.([`DELETE FROM ${place} WHERE ${load} LIKE '${fingerprint}:%'`])
      const rows = await target.execute?.([`SELECT count(*) AS n FROM ${place}`])
      if (rows?.[0]?.[0] === '0') await target.execute?.([`DROP TABLE ${place}`])
    } catch {
      // This schema has none.
    }
  }
}
