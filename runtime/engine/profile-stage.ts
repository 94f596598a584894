import type { DataType } from '../../nodes/kit/data-type.ts'
import { formatType } from '../../nodes/kit/data-type.ts'
import type { Relation } from '../../nodes/kit/relation.ts'
import type { Column } from '../../nodes/kit/schema.ts'
import type { ColumnProfile } from '../report.ts'
import { toCanonical } from '../sql/canonical.ts'
import type { Dataflow } from './dataflow.ts'
import { runStatement } from './statement.ts'
import { name } from './wire-sql.ts'

/** Above this many rows the number of distinct values is estimated (HyperLogLog, about 2 %). */
export const exactDistinctRows = 1_000_000

/** Statistics of every column: one pass over the relation into a table, the rest from there. */
export async function profileRelation(
  relation: Relation,
  flow: Dataflow,
  signal: AbortSignal,
): Promise<ColumnProfile[]> {
  const { session } = flow.parts
  const table = `profile_${profiles++}`
  const { sql, feeds, release } = await flow.select(relation, {})
  const { written } = await runStatement(
    session,
    { sql: `CREATE TABLE ${table} AS ${sql}`, feeds },
    signal,
  )
  release()
  const found: ColumnProfile[] = []
  for (const column of relation.schema)
    found.push(await profileColumn(column, table, written, (q) => session.query(q, signal)))
  await session.run(`DROP TABLE ${table}`)
  return found
}

let profiles = 0

async function profileColumn(
  { name: column, type }: Column,
  table: string,
  rows: number,
  query: (sql: string) => Promise<(string | null)[][]>,
): Promise<ColumnProfile> {
  const sql = name(column)
  const text = `CAST(${toCanonical(sql, type)} AS VARCHAR)`
  const distinct =
    rows > exactDistinctRows ? `approx_count_distinct(${sql})` : `count(DISTINCT ${sql})`
  const number = ['integer', 'decimal', 'float'].includes(type.kind)
  const bound = (which: 'min' | 'max') =>
    hasOrder(type) ? `CAST(${toCanonical(`${which}(${sql})`, type)} AS VARCHAR)` : 'NULL'
  const parts = [
    `count(*) - count(${sql})`,
    distinct,
    bound('min'),
    bound('max'),
    number ? `avg(CAST(${sql} AS DOUBLE)) FILTER (isfinite(CAST(${sql} AS DOUBLE)))` : 'NULL',
    type.kind === 'text' ? `min(length(${sql}))` : 'NULL',
    type.kind === 'text' ? `max(length(${sql}))` : 'NULL',
  ]
  const [found = []] = await query(`SELECT ${parts.join(', ')} FROM ${table}`)
  const top = await query(
    `SELECT left(${text}, 200) AS v, count(*) AS n FROM ${table} WHERE ${sql} IS NOT NULL GROUP BY 1 ORDER BY n DESC, v LIMIT 5`,
  )
  const [nulls, different, min, max, mean, shortest, longest] = found
  const value = (text: string | null | undefined) => (text == null ? null : Number(text))
  return {
    column,
    type: formatType(type),
    rows,
    nulls: Number(nulls ?? 0),
    distinct: Number(different ?? 0),
    min: min ?? null,
    max: max ?? null,
    mean: value(mean),
    minLength: value(shortest),
    maxLength: value(longest),
    top: top.map(([v, n]) => ({ value: v ?? '', count: Number(n) })),
  }
}

const hasOrder = (type: DataType) => !['json', 'list', 'struct', 'binary'].includes(type.kind)
