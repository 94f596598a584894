import type { dateTimeFunctions } from '../../nodes/kit/functions/date-time.ts'
import type { PrintedArgument, PrintedCall, Printer } from './printer.ts'
import { applyPrinter, literalOf } from './printer.ts'

const unitOf = (call: PrintedCall, index: number) => literalOf(call.args[index])?.toLowerCase()

const isInstant = (argument: PrintedArgument | undefined) =>
  argument?.type?.kind === 'timestamp' && argument.type.zone

/** An instant as a clock in UTC shows it, whatever the session's zone is. */
const wallClock = (argument: PrintedArgument) =>
  isInstant(argument) ? `timezone('UTC', ${argument.sql})` : argument.sql

const inUtc =
  (template: string): Printer =>
  (call) => {
    const [moment, ...others] = call.args
    if (!moment) return undefined
    return applyPrinter(template, {
      ...call,
      args: [{ ...moment, sql: wallClock(moment) }, ...others],
    })
  }

/** The unit is an argument of ours and a word of DuckDB's. */
const withUnit =
  (index: number, template: string) =>
  (call: PrintedCall): string | undefined => {
    const unit = unitOf(call, index)
    const type = call.type && call.dialect.type(call.type)
    if (!unit || !type) return undefined
    const span =
      unit === 'quarter'
        ? '3 months'
        : unit === 'decade' || unit === 'century'
          ? `${unit === 'decade' ? 10 : 100} years`
          : `1 ${unit}`
    const values: Readonly<Record<string, string | undefined>> = {
      unit: `'${unit}'`,
      span: `INTERVAL '${span}'`,
      type,
      a: call.args[0]?.sql,
      b: call.args[1]?.sql,
      utc: call.args[1] && wallClock(call.args[1]),
    }
    return template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  }

/** The first format that fits, as DuckDB takes several. */
const parsed =
  (type: 'DATE' | 'TIMESTAMP'): Printer =>
  ({ args: [value, ...formats] }) =>
    value &&
    `CAST(try_strptime(${value.sql}, [${formats.map((f) => f.sql).join(', ')}]) AS ${type})`

/** Adding to instants and telling them apart counts days in the session's zone, which is UTC. */
export const dateTimePrinters = {
  now: 'now()',
  today: 'current_date()',
  year: inUtc('year($1)'),
  quarter: inUtc('quarter($1)'),
  month: inUtc('month($1)'),
  day: inUtc('day($1)'),
  hour: inUtc('hour($1)'),
  minute: inUtc('minute($1)'),
  second: inUtc('second($1)'),
  day_of_week: inUtc('isodow($1)'),
  day_of_year: inUtc('dayofyear($1)'),
  week: inUtc('weekofyear($1)'),
  iso_year: inUtc('isoyear($1)'),
  month_name: inUtc('monthname($1)'),
  day_name: inUtc('dayname($1)'),
  is_weekend: inUtc('(isodow($1) >= 6)'),
  date_part: withUnit(0, 'date_part({unit}, {utc})'),
  date_trunc: (call) => {
    const cut = isInstant(call.args[1])
      ? `timezone('UTC', date_trunc({unit}, {utc}))`
      : 'CAST(date_trunc({unit}, {b}) AS {type})'
    return withUnit(0, cut)(call)
  },
  date_add: withUnit(2, 'CAST(({a} + {b} * {span}) AS {type})'),
  date_diff: withUnit(2, 'date_diff({unit}, {a}, {b})'),
  elapsed: withUnit(2, 'date_sub({unit}, {a}, {b})'),
  last_day: inUtc('last_day($1)'),
  make_date: 'make_date($1, $2, $3)',
  make_time: 'make_time($1, $2, $3)',
  make_timestamp: 'make_timestamp($*)',
  make_interval: withUnit(1, '({a} * {span})'),
  parse_date: parsed('DATE'),
  parse_timestamp: parsed('TIMESTAMP'),
  format_date: inUtc('strftime($1, $2)'),
  at_time_zone: 'timezone($2, $1)',
  from_epoch: 'to_timestamp($1)',
  from_epoch_ms: 'make_timestamptz($1 * 1000)',
  to_epoch: 'epoch($1)',
  to_epoch_ms: 'epoch_ms($1)',
} as const satisfies Record<keyof typeof dateTimeFunctions, Printer>
