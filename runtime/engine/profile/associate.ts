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
/** Columns of one statement: sorted rows of all of them would be as large as the table. */
const columnsAtOnce = 20

/** Where the rows lie that are looked at, and how many they are. */
export interface SampledTable {
  readonly table: string
  readonly rows: number
}

/** How columns go together, of the rows of `sample`. */
export async function associate(
  schema: Schema,
  profiles: readonly ColumnProfile[],
  sample: SampledTable,
  session: DuckDbSession,
  signal: AbortSignal,
): Promise<{ correlations: Association[]; missing: Association[] }> {
  const wanted = schema
    .filter((c, i) => isNumeric(c.type) || isGroup(c, profiles[i]))
    .slice(0, mostColumns)
    .map((c) => ({
      name: c.name,
      sql: isNumeric(c.type) ? finite(c) : asText(name(c.name), c.type),
      isNumber: isNumeric(c.type),
    }))
  const holes = profiles
    .filter((p) => p.nulls > 0 && p.nulls < p.rows)
    .slice(0, mostColumns)
    .map(({ column: c }) => ({
      name: c,
      sql: `CAST(${name(c)} IS NULL AS DOUBLE)`,
      isNumber: true,
    }))
  const columns = await readColumns(wanted, sample, session, signal)
  const gaps = await readColumns(holes, sample, session, signal)
  return { correlations: await associations(columns, { signal }), missing: together(gaps) }
}

const isGroup = ({ type }: Column, profile: ColumnProfile | undefined) =>
  ['text', 'boolean'].includes(type.kind) &&
  profile !== undefined &&
  profile.distinct > 1 &&
  profile.distinct <= mostCategories

interface Wanted {
  readonly name: string
  /** A number or a text for each row, or NULL. */
  readonly sql: string
  readonly isNumber: boolean
}

/** Values go straight into typed arrays: lists of them take several times as much memory. */
async function readColumns(
  wanted: readonly Wanted[],
  { table, rows }: SampledTable,
  session: DuckDbSession,
  signal: AbortSignal,
): Promise<SampledColumn[]> {
  const columns: SampledColumn[] = []
  for (let at = 0; at < wanted.length; at += columnsAtOnce) {
    const some = wanted.slice(at, at + columnsAtOnce)
    const takers = some.map((w) =>
      w.isNumber ? takeNumbers(w.name, rows) : takeCodes(w.name, rows),
    )
    const select = `SELECT ${some.map((w) => w.sql).join(', ')} FROM ${table} ORDER BY rowid`
    const look = (value: unknown, row: number, column: number) => takers[column]?.take(value, row)
    await session.visit(select, look, signal)
    columns.push(...takers.map((taker) => taker.column()))
  }
  return columns
}

interface Taker {
  readonly take: (value: unknown, row: number) => void
  readonly column: () => SampledColumn
}

function takeNumbers(name: string, rows: number): Taker {
  const numbers = new Float64Array(rows)
  return {
    take: (value, row) => {
      numbers[row] = value === null ? Number.NaN : (value as number)
    },
    column: () => ({ name, numbers }),
  }
}

function takeCodes(name: string, rows: number): Taker {
  const codes = new Int32Array(rows)
  const known = new Map<unknown, number>()
  return {
    take: (value, row) => {
      const code = value === null ? -1 : (known.get(value) ?? known.size)
      if (code === known.size) known.set(value, code)
      codes[row] = code
    },
    column: () => ({ name, codes, categories: known.size }),
  }
}

/** Which columns tend to be missing in the same rows; 1 in a column stands for NULL. */
function together(gaps: readonly SampledColumn[]): Association[] {
  const found = gaps.flatMap((a, i) =>
    gaps.slice(i + 1).flatMap((b): Association[] => {
      if (!('numbers' in a && 'numbers' in b)) return []
      const value = pearson(a.numbers, b.numbers)
      return value === null ? [] : [{ kind: 'pearson', left: a.name, right: b.name, value }]
    }),
  )
  return found.sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
}
