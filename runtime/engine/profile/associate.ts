import { isNumeric } from '../../../nodes/kit/data-type.ts'
import type { Column, Schema } from '../../../nodes/kit/schema.ts'
import type { SampledColumn } from '../../ml/profile/index.ts'
import { associations, pearson } from '../../ml/profile/index.ts'
import type { Association, ColumnProfile } from '../../report.ts'
import type { DuckDbSession } from '../duckdb-session.ts'
import { name } from '../wire-sql.ts'
import { asText, finite } from './column-sql.ts'

/** Pairs grow with the square of the columns. */
const mostColumns = 100
const mostCategories = 50

/** How columns go together, of the rows of `table`. */
export async function associate(
  schema: Schema,
  profiles: readonly ColumnProfile[],
  table: string,
  session: DuckDbSession,
  signal: AbortSignal,
): Promise<{ correlations: Association[]; missing: Association[] }> {
  const chosen = schema
    .filter((c, i) => isNumeric(c.type) || isGroup(c, profiles[i]))
    .slice(0, mostColumns)
  const columns: SampledColumn[] = []
  for (const column of chosen)
    columns.push(
      isNumeric(column.type)
        ? { name: column.name, numbers: await numbersOf(finite(column), table, session, signal) }
        : await codesOf(column, table, session, signal),
    )
  const gaps: { name: string; numbers: Float64Array }[] = []
  for (const { column, nulls, rows } of profiles)
    if (nulls > 0 && nulls < rows && gaps.length < mostColumns)
      gaps.push({
        name: column,
        numbers: await numbersOf(`CAST(${name(column)} IS NULL AS DOUBLE)`, table, session, signal),
      })
  return { correlations: await associations(columns, { signal }), missing: together(gaps) }
}

const isGroup = ({ type }: Column, profile: ColumnProfile | undefined) =>
  ['text', 'boolean'].includes(type.kind) &&
  profile !== undefined &&
  profile.distinct > 1 &&
  profile.distinct <= mostCategories

/** NaN where there is no value. */
async function numbersOf(
  sql: string,
  table: string,
  session: DuckDbSession,
  signal: AbortSignal,
): Promise<Float64Array> {
  const select = `SELECT coalesce(${sql}, 'NaN'::DOUBLE) FROM ${table} ORDER BY rowid`
  return session.use(async (connection) => {
    const reader = await connection.streamAndReadAll(select)
    const [values = []] = reader.getColumns()
    return Float64Array.from(values as number[])
  }, signal)
}

async function codesOf(
  column: Column,
  table: string,
  session: DuckDbSession,
  signal: AbortSignal,
): Promise<SampledColumn> {
  const text = asText(name(column.name), column.type)
  const [values = []] = await session.columns(`SELECT ${text} FROM ${table} ORDER BY rowid`, signal)
  const known = new Map<string, number>()
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1
    const code = known.get(value) ?? known.size
    known.set(value, code)
    return code
  })
  return { name: column.name, codes, categories: known.size }
}

function together(gaps: readonly { name: string; numbers: Float64Array }[]): Association[] {
  const found = gaps.flatMap((a, i) =>
    gaps.slice(i + 1).flatMap((b): Association[] => {
      const value = pearson(a.numbers, b.numbers)
      return value === null ? [] : [{ kind: 'pearson', left: a.name, right: b.name, value }]
    }),
  )
  return found.sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
}
