import { formatType, isNumeric } from '../../../nodes/kit/data-type.ts'
import type { Column, Schema } from '../../../nodes/kit/schema.ts'
import type { ColumnProfile, NumberProfile } from '../../report.ts'
import { name } from '../wire-sql.ts'
import { basicStatistics, centredSums, quantilePlaces } from './column-sql.ts'
import type { Query } from './frequencies.ts'
import { frequenciesOf, histogramOf, shapesOf } from './frequencies.ts'
import { momentsOf } from './moments.ts'

/** Above this many rows distinct values and quantiles are estimated (HyperLogLog, t-digest). */
export const exactRows = 1_000_000
/** Of a large table's columns with more different values than this, none is called frequent. */
const countedValues = 100_000
/** Expressions of one statement: many columns would make it slow to plan. */
const columnsAtOnce = 50
/** A table of more columns is profiled by narrow copies, as many at a time as DuckDB takes. */
const mostColumns = 1000
const copiesAtOnce = 3

export interface ProfiledTable {
  /** All rows, and the rows that need not be all: the same table, or a sample of it. */
  readonly table: string
  readonly sample: string
  readonly rows: number
}

type Figures = Readonly<Record<string, string | null>>

/** Statistics of every column. */
export async function profileColumns(
  schema: Schema,
  whole: ProfiledTable,
  query: Query,
): Promise<ColumnProfile[]> {
  if (schema.length <= mostColumns) return profileSome(schema, whole, query)
  const found: ColumnProfile[] = []
  for (let at = 0; at < schema.length; at += columnsAtOnce * copiesAtOnce) {
    const starts = Array.from({ length: copiesAtOnce }, (_, i) => at + i * columnsAtOnce)
    const parts = starts.map((from) => schema.slice(from, from + columnsAtOnce))
    const profiles = await Promise.all(parts.map((some, i) => profileCopy(some, i, whole, query)))
    found.push(...profiles.flat())
  }
  return found
}

/** Some columns of a wide table: each statement on the table itself takes milliseconds to plan. */
async function profileCopy(some: Schema, place: number, whole: ProfiledTable, query: Query) {
  if (some.length === 0) return []
  const narrow = async (table: string) => {
    const copy = `${table}_narrow_${place}`
    const list = some.map((c) => name(c.name)).join(', ')
    await query(`CREATE TABLE ${copy} AS SELECT ${list} FROM ${table}`)
    return copy
  }
  const table = await narrow(whole.table)
  const sample = whole.sample === whole.table ? table : await narrow(whole.sample)
  const found = await profileSome(some, { ...whole, table, sample }, query)
  for (const copy of new Set([table, sample])) await query(`DROP TABLE ${copy}`)
  return found
}

/** A pass for all columns, one for their form, then what is frequent in each. */
async function profileSome(
  schema: Schema,
  { table, sample, rows }: ProfiledTable,
  query: Query,
): Promise<ColumnProfile[]> {
  const estimate = rows > exactRows
  const basics = await select(schema, (c) => basicStatistics(c, estimate), table, query)
  const numeric = schema.filter((c) => isNumeric(c.type) && basics.get(c)?.mean != null)
  const sums = await select(
    numeric,
    (c) => centredSums(c, Number(basics.get(c)?.mean)),
    table,
    query,
  )
  const texts = schema.filter((c) => c.type.kind === 'text')
  const shapes = await shapesOf(texts, { table: sample, rows }, query)
  const found: ColumnProfile[] = []
  for (const column of schema) {
    const basic = basics.get(column) ?? {}
    const roughly = Number(basic.distinct ?? 0)
    // Counting all the values of what is nearly a key would take longer than all else.
    const counted =
      !estimate || roughly <= countedValues ? await frequenciesOf(column, table, query) : undefined
    found.push({
      column: column.name,
      type: formatType(column.type),
      rows,
      nulls: rows - Number(basic.present ?? 0),
      distinct: estimate || !counted ? roughly : counted.distinct,
      min: basic.min ?? null,
      max: basic.max ?? null,
      mean: number(basic.mean),
      minLength: number(basic.shortest),
      maxLength: number(basic.longest),
      top: counted?.top ?? [],
      entropy: counted?.entropy ?? null,
      shapes: shapes.get(column) ?? [],
      numbers: isNumeric(column.type)
        ? await numbersOf(column, basic, sums.get(column), table, query)
        : null,
      estimated: estimate,
    })
  }
  return found
}

async function numbersOf(
  column: Column,
  basic: Figures,
  sums: Figures | undefined,
  table: string,
  query: Query,
): Promise<NumberProfile> {
  const [low, high] = [number(basic.smallest), number(basic.largest)]
  const quantiles = JSON.parse(basic.quantiles ?? 'null') as (number | null)[] | null
  const moments = sums
    ? momentsOf({
        count: Number(sums.count),
        squares: Number(sums.squares),
        cubes: Number(sums.cubes),
        fourths: Number(sums.fourths),
      })
    : { std: null, skewness: null, kurtosis: null }
  return {
    std: known(moments.std),
    skewness: known(moments.skewness),
    kurtosis: known(moments.kurtosis),
    zeros: Number(basic.zeros ?? 0),
    negatives: Number(basic.negatives ?? 0),
    infinite: Number(basic.infinite ?? 0),
    quantiles: quantilePlaces.flatMap((p, i) => {
      const value = quantiles?.[i]
      return value == null ? [] : [{ p, value }]
    }),
    histogram:
      low === null || high === null ? [] : await histogramOf(column, [low, high], table, query),
  }
}

/** Sums of very large numbers overflow. */
const known = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null)
const number = (text: string | null | undefined) => known(text == null ? null : Number(text))

/** Several expressions for each column, some columns at a time. */
async function select(
  columns: Schema,
  expressions: (column: Column) => Record<string, string>,
  table: string,
  query: Query,
): Promise<Map<Column, Figures>> {
  const found = new Map<Column, Figures>()
  for (let at = 0; at < columns.length; at += columnsAtOnce) {
    const some = columns.slice(at, at + columnsAtOnce)
    const lists = some.map((column) => Object.entries(expressions(column)))
    const [row = []] = await query(
      `SELECT ${lists.flatMap((list) => list.map(([, sql]) => sql)).join(', ')} FROM ${table}`,
    )
    let next = 0
    for (const [i, column] of some.entries())
      found.set(
        column,
        Object.fromEntries((lists[i] ?? []).map(([key]) => [key, row[next++] ?? null])),
      )
  }
  return found
}
