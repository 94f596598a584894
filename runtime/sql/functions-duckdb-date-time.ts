import type { dateTimeFunctions } from '../../nodes/kit/functions/date-time.ts'
import type { PrintedCall, Printer } from './printer.ts'
import { literalOf } from './printer.ts'

const unitOf = (call: PrintedCall, index: number) => literalOf(call.args[index])?.toLowerCase()

/** The unit is an argument of ours and a word of DuckDB's. */
const withUnit =
  (index: number, template: string): Printer =>
  (call) => {
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
    }
    return template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  }

/** The first format that fits, as DuckDB takes several. */
const parsed =
  (type: 'DATE' | 'TIMESTAMP'): Printer =>
  ({ args: [value, ...formats] }) =>
    value &&
    `CAST(try_strptime(${value.sql}, [${formats.map((f) => f.sql).join(', ')}]) AS ${type})`

/** Sessions run with TimeZone = 'UTC', which is what makes instants come apart in UTC. */
export const dateTimePrinters = {
  now: 'now()',
  today: 'current_date()',
  year: 'year($1)',
  quarter: 'quarter($1)',
  month: 'month($1)',
  day: 'day($1)',
  hour: 'hour($1)',
  minute: 'minute($1)',
  second: 'second($1)',
  day_of_week: 'isodow($1)',
  day_of_year: 'dayofyear($1)',
  week: 'weekofyear($1)',
  iso_year: 'isoyear($1)',
  month_name: 'monthname($1)',
  day_name: 'dayname($1)',
  is_weekend: '(isodow($1) >= 6)',
  date_part: withUnit(0, 'date_part({unit}, {b})'),
  date_trunc: withUnit(0, 'CAST(date_trunc({unit}, {b}) AS {type})'),
  date_add: withUnit(2, 'CAST(({a} + {b} * {span}) AS {type})'),
  date_diff: withUnit(2, 'date_diff({unit}, {a}, {b})'),
  elapsed: withUnit(2, 'date_sub({unit}, {a}, {b})'),
  last_day: 'last_day($1)',
  make_date: 'make_date($1, $2, $3)',
  make_time: 'make_time($1, $2, $3)',
  make_timestamp: 'make_timestamp($*)',
  make_interval: withUnit(1, '({a} * {span})'),
  parse_date: parsed('DATE'),
  parse_timestamp: parsed('TIMESTAMP'),
  format_date: 'strftime($1, $2)',
  at_time_zone: 'timezone($2, $1)',
  from_epoch: 'to_timestamp($1)',
  from_epoch_ms: 'make_timestamptz($1 * 1000)',
  to_epoch: 'epoch($1)',
  to_epoch_ms: 'epoch_ms($1)',
} as const satisfies Record<keyof typeof dateTimeFunctions, Printer>
