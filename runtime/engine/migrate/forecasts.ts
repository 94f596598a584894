import type { TextRows } from '../../connectors/connector.ts'
import { quotingOf } from '../../connectors/quoting.ts'
import { groupBy } from '../../schema/group.ts'
import type { DatabaseSystem } from '../../schema/model.ts'
import type { Forecast } from '../../schema/translate/index.ts'
import { eachOf } from './pool.ts'
import { tableKey } from './select-tables.ts'

export interface Counted {
  /** Rows by forecast; those that could not be counted are missing. */
  readonly rows: ReadonlyMap<string, number>
  /** Why, where a table's rows could not be counted. */
  readonly refused: readonly { readonly table: Forecast['table']; readonly error: unknown }[]
}

export interface CountOptions {
  readonly query: (sql: string) => Promise<TextRows>
  readonly jobs: number
  /** Begins no further table after this moment (`performance.now()`). */
  readonly until?: number | undefined
}

/** Asks the source's data, one scan per table whatever the number of questions. */
export async function countForecasts(
  forecasts: readonly Forecast[],
  system: DatabaseSystem,
  { query, jobs, until = Number.POSITIVE_INFINITY }: CountOptions,
): Promise<Counted> {
  const { tableName } = quotingOf(system)
  const rows = new Map<string, number>()
  const refused: { table: Forecast['table']; error: unknown }[] = []
  const tables = [...groupBy(forecasts, (f) => tableKey(f.table)).values()]
  await eachOf(tables, jobs, async (questions) => {
    const [first] = questions
    if (!first || performance.now() > until) return
    const list = questions.map((q, i) => `${q.aggregate} AS n${i}`).join(', ')
    try {
      const [counts] = await query(`SELECT ${list} FROM ${tableName(first.table)}`)
      questions.forEach((q, i) => {
        rows.set(q.id, Number(counts?.[i] ?? 0))
      })
    } catch (error) {
      refused.push({ table: first.table, error })
    }
  })
  return { rows, refused }
}
