import type { DuckDBConnection } from '@duckdb/node-api'
import type { DataType } from '../../nodes/kit/data-type.ts'
import { isNumeric } from '../../nodes/kit/data-type.ts'
import type { Apply } from '../../nodes/kit/relation.ts'
import type { Column } from '../../nodes/kit/schema.ts'
import { findColumn } from '../../nodes/kit/schema.ts'
import { MigrateError } from '../error.ts'
import type { StepColumn, StepValues } from '../ml/step.ts'
import { loadStep } from '../ml/steps.ts'
import { fromCanonical, toCanonical } from '../sql/canonical.ts'
import { name } from './wire-sql.ts'

/** What a step needs of DuckDB: connections, one after the other. */
export type WithConnection = <T>(work: (connection: DuckDBConnection) => Promise<T>) => Promise<T>

export interface Applied {
  /** The relation's rows, in order; valid as long as the tables below exist. */
  readonly select: string
  /** What the step has learned, where it learns. */
  readonly fitted?: unknown
}

/**
 * Runs the step of an `apply` relation over the stored rows of its input. Rows are matched by
 * their number in that table.
 * @param tables.input where the input's rows lie; @param tables.values a new table for the step's
 */
export async function applyStep(
  relation: Apply,
  tables: { readonly input: string; readonly values: string },
  session: WithConnection,
  signal: AbortSignal,
): Promise<Applied> {
  const { input, values } = tables
  const step = await loadStep(relation.step)
  const columns: StepColumn[] = []
  for (const wanted of relation.reads) {
    const column = findColumn(relation.input.schema, wanted)
    if (!column) throw new MigrateError('INTERNAL', `A step reads “${wanted}”, which is not there.`)
    columns.push(await session((connection) => readColumn(connection, name(input), column)))
  }
  const rows = Number(
    await session(async (connection) => {
      const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${name(input)}`)
      return reader.getRows()[0]?.[0] ?? 0
    }),
  )
  const done = await step.run({ rows, columns }, relation.options, { signal })
  await session((connection) => writeValues(connection, relation, values, done.columns))
  return { select: combine(relation, tables), fitted: done.fitted }
}

const asNumber = (type: DataType) => isNumeric(type) || type.kind === 'boolean'

async function readColumn(
  connection: DuckDBConnection,
  table: string,
  { name: column, type }: Column,
): Promise<StepColumn> {
  const number = asNumber(type)
  const value = number
    ? `coalesce(CAST(${name(column)} AS DOUBLE), 'NaN'::DOUBLE)`
    : `CAST(${toCanonical(name(column), type)} AS VARCHAR)`
  const result = await connection.streamAndReadAll(`SELECT ${value} FROM ${table} ORDER BY rowid`)
  const [values = []] = result.getColumns()
  return number
    ? { name: column, type, numbers: Float64Array.from(values as number[]) }
    : { name: column, type, texts: values as (string | null)[] }
}

/** The step's columns, each value as canonical text, with the number of its row. */
async function writeValues(
  connection: DuckDBConnection,
  { columns }: Apply,
  table: string,
  values: readonly StepValues[],
): Promise<void> {
  const places = columns.map((_, i) => `c${i} VARCHAR`)
  await connection.run(`CREATE TABLE ${name(table)} (row BIGINT, ${places.join(', ')})`)
  const appender = await connection.createAppender(table)
  const rows = values[0]?.length ?? 0
  for (let row = 0; row < rows; row++) {
    appender.appendBigInt(BigInt(row))
    for (let i = 0; i < columns.length; i++) {
      const value = values[i]?.[row] ?? null
      if (value === null || Number.isNaN(value)) appender.appendNull()
      else appender.appendVarchar(String(value))
    }
    appender.endRow()
    if (row % 2048 === 2047) appender.flushSync()
  }
  appender.closeSync()
}

/** The input's columns and the step's side by side; the step's alone where it makes new rows. */
function combine(
  relation: Apply,
  { input, values }: { readonly input: string; readonly values: string },
): string {
  const list = relation.schema.map(({ name: column, type }) => {
    const at = relation.columns.findIndex((c) => c.name === column)
    const own = `i.${name(column)}`
    if (at < 0) return own
    const value = fromCanonical(`v.c${at}`, type)
    return `${relation.rows === 'filled' ? `coalesce(${own}, ${value})` : value} AS ${name(column)}`
  })
  const made = `${name(values)} AS v`
  const from =
    relation.rows === 'new' ? made : `${name(input)} AS i JOIN ${made} ON i.rowid = v.row`
  return `SELECT ${list.join(', ')} FROM ${from} ORDER BY v.row`
}
