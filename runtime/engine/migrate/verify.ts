import { formatTable } from '../../../nodes/kit/source.ts'
import type { Session } from '../../connectors/connector.ts'
import { quotingOf } from '../../connectors/quoting.ts'
import type { DatabaseSystem } from '../../schema/model.ts'
import { eachOf } from './pool.ts'
import type { TableWork } from './settle.ts'

/** Rows that each table of the target has; tables that cannot be counted are missing. */
export async function countTables(
  tables: readonly TableWork[],
  target: Session,
  system: DatabaseSystem,
  jobs: number,
): Promise<ReadonlyMap<string, number>> {
  const { tableName } = quotingOf(system)
  const counts = new Map<string, number>()
  await eachOf(tables, jobs, async ({ planned }) => {
    const sql = `SELECT count(*) AS n FROM ${tableName(planned.target)}`
    const rows = await target.execute?.([sql]).catch(() => undefined)
    const n = rows?.[0]?.[0]
    if (n !== undefined && n !== null) counts.set(formatTable(planned.target), Number(n))
  })
  return counts
}
