import type { DataType } from '../../../nodes/kit/data-type.ts'
import { isNumeric } from '../../../nodes/kit/data-type.ts'
import type { Column } from '../../../nodes/kit/schema.ts'
import { toCanonical } from '../../sql/canonical.ts'
import { name } from '../wire-sql.ts'

export const quantilePlaces = [0.05, 0.25, 0.5, 0.75, 0.95] as const

/** A column's value as a double, NULL where it is not finite. */
export const finite = (column: Column): string => {
  const value = `CAST(${name(column.name)} AS DOUBLE)`
  return column.type.kind === 'float' ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value
}

/** What one pass over the rows tells of a column; each expression gives one text or number. */
export function basicStatistics(column: Column, estimate: boolean): Record<string, string> {
  const sql = name(column.name)
  const bound = (which: 'min' | 'max') =>
    hasOrder(column.type) ? asText(`${which}(${sql})`, column.type) : 'NULL'
  return {
    present: `count(${sql})`,
    ...(estimate ? { distinct: `approx_count_distinct(${sql})` } : {}),
    min: bound('min'),
    max: bound('max'),
    ...(column.type.kind === 'text' ? lengths(sql) : {}),
    ...(isNumeric(column.type) ? ofNumbers(column, estimate) : {}),
  }
}

const lengths = (sql: string) => ({
  shortest: `min(length(${sql}))`,
  longest: `max(length(${sql}))`,
})

function ofNumbers(column: Column, estimate: boolean): Record<string, string> {
  const value = finite(column)
  const sql = name(column.name)
  const places = `[${quantilePlaces.join(', ')}]`
  const quantiles = estimate
    ? `approx_quantile(${value}, ${places})`
    : `quantile_cont(${value}, ${places})`
  return {
    mean: `avg(${value})`,
    zeros: `count_if(${sql} = 0)`,
    negatives: `count_if(${sql} < 0)`,
    infinite: column.type.kind === 'float' ? `count_if(isinf(${sql}))` : '0',
    smallest: `min(${value})`,
    largest: `max(${value})`,
    quantiles: `CAST(to_json(${quantiles}) AS VARCHAR)`,
  }
}

/** Sums of powers of the distance from a mean: nothing cancels out, as it does around 0. */
export function centredSums(column: Column, mean: number): Record<string, string> {
  const distance = `(${finite(column)} - ${exact(mean)})`
  return {
    count: `count(${finite(column)})`,
    squares: `sum(${distance} * ${distance})`,
    cubes: `sum(${distance} * ${distance} * ${distance})`,
    fourths: `sum(${distance} * ${distance} * ${distance} * ${distance})`,
  }
}

export const exact = (value: number): string => `CAST('${value}' AS DOUBLE)`

export const asText = (sql: string, type: DataType): string =>
  `CAST(${toCanonical(sql, type)} AS VARCHAR)`

const hasOrder = ({ kind }: DataType) => !['json', 'list', 'struct', 'binary'].includes(kind)
