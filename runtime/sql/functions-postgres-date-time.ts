import type { dateTimeFunctions } from '../../nodes/kit/functions/date-time.ts'
import type { PrintedArgument, PrintedCall, Printer } from './printer.ts'
import { literalOf } from './printer.ts'

/** What a date or timestamp is taken apart as: an instant in UTC. */
function wallClock(value: PrintedArgument | undefined): string | undefined {
  if (value?.type?.kind === 'date') return value.sql
  if (value?.type?.kind !== 'timestamp') return undefined
  return value.type.zone ? `(${value.sql} AT TIME ZONE 'UTC')` : value.sql
}

/** DuckDB counts a year 0 and has no parts of infinity; PostgreSQL the other way round. */
function part(field: string, value: PrintedArgument | undefined): string | undefined {
  const moment = wallClock(value)
  if (!moment || !value) return undefined
  const beforeChrist =
    field === 'year' ? ` + CASE WHEN ${moment} < DATE '0001-01-01' THEN 1 ELSE 0 END` : ''
  const extracted = `CAST(trunc(extract(${field} FROM ${moment})) AS bigint)${beforeChrist}`
  return `CASE WHEN isfinite(${value.sql}) THEN ${extracted} END`
}

const onDates =
  (field: string): Printer =>
  ({ args: [value] }) =>
    part(field, value)

/** PostgreSQL has no hours of a date, and infinity is no time. */
const onClocks =
  (field: string): Printer =>
  ({ args: [value] }) =>
    value?.type?.kind === 'timestamp' ? part(field, value) : undefined

const units: readonly string[] = ['year', 'quarter', 'month', 'week', 'day']
const clockUnits: readonly string[] = ['hour', 'minute', 'second']

function printTrunc({ args: [unitArgument, value] }: PrintedCall): string | undefined {
  const unit = literalOf(unitArgument)?.toLowerCase() ?? ''
  const moment = wallClock(value)
  if (!moment || value?.type?.kind !== 'timestamp') return undefined
  if (![...units, ...clockUnits].includes(unit)) return undefined
  const cut = `date_trunc('${unit}', ${moment})`
  return value.type.zone ? `(${cut} AT TIME ZONE 'UTC')` : cut
}

export const postgresDateTime = {
  year: onDates('year'),
  quarter: onDates('quarter'),
  month: onDates('month'),
  day: onDates('day'),
  day_of_week: onDates('isodow'),
  day_of_year: onDates('doy'),
  week: onDates('week'),
  hour: onClocks('hour'),
  minute: onClocks('minute'),
  second: onClocks('second'),
  is_weekend: ({ args: [value] }) => {
    const day = part('isodow', value)
    return day && `((${day}) >= 6)`
  },
  date_part: ({ args: [unitArgument, value] }) => {
    const unit = literalOf(unitArgument)?.toLowerCase() ?? ''
    if (units.includes(unit)) return part(unit, value)
    return clockUnits.includes(unit) && value?.type?.kind === 'timestamp'
      ? part(unit, value)
      : undefined
  },
  date_trunc: printTrunc,
} as const satisfies Partial<Record<keyof typeof dateTimeFunctions, Printer>>
