import { msg } from '@lingui/core/macro'
import type { DataType } from '../data-type.ts'
import { bigint, date, double, interval, text, time, timestamp, timestamptz } from '../data-type.ts'
import type { Expression } from '../expression.ts'
import { datePartFunctions } from './date-parts.ts'
import type { FunctionSpec } from './define.ts'

const second = ([, type]: readonly DataType[]) => type

/** A date stays a date unless hours or smaller are added to it. */
function moved([type]: readonly DataType[], args: readonly Expression[]): DataType | undefined {
  const unit = args[2]?.kind === 'literal' ? String(args[2].value).toLowerCase() : ''
  return type?.kind === 'date' && /second|minute|hour/.test(unit) ? timestamp : type
}

const distance = ([type]: readonly DataType[]): DataType | undefined =>
  type?.kind === 'date' || type?.kind === 'timestamp' ? bigint : undefined

const otherClock = ([type]: readonly DataType[]): DataType | undefined =>
  type?.kind === 'timestamp' && type.zone ? timestamp : timestamptz

/** Instants (timestamp with time zone) are taken apart in UTC; use at_time_zone for local time. */
export const dateTimeFunctions = {
  now: {
    takes: [''],
    returns: timestamptz,
    deterministic: false,
    summary: msg({ message: 'The present instant, the same for a whole statement.' }),
    examples: [{ expression: 'now()' }],
  },
  today: {
    takes: [''],
    returns: date,
    deterministic: false,
    summary: msg({ message: 'The present date in UTC.' }),
    examples: [{ expression: 'today()' }],
  },
  ...datePartFunctions,
  date_trunc: {
    takes: ['part unit, value moment'],
    returns: second,
    summary: msg({ message: 'The start of the year, month, week … a date is in.' }),
    examples: [
      { expression: "date_trunc('month', date '2024-02-29')", result: '2024-02-01' },
      {
        expression: "date_trunc('hour', timestamp '2024-01-01 10:59:00')",
        result: '2024-01-01 10:00:00',
      },
    ],
  },
  date_add: {
    takes: ['value moment, count bigint, part unit'],
    returns: moved,
    summary: msg({
      message: 'Moved by a number of days, months … A month end stays in its month.',
    }),
    examples: [
      { expression: "date_add(date '2024-01-31', 1, 'month')", result: '2024-02-29' },
      { expression: "date_add(date '2024-01-31', -6, 'hour')", result: '2024-01-30 18:00:00' },
    ],
  },
  date_diff: {
    takes: ['start same, end same, part unit'],
    returns: distance,
    nulls: 'maybe',
    summary: msg({
      message:
        'How many borders of days, months … lie between: 31 January to 1 February is one month.',
    }),
    examples: [
      { expression: "date_diff(date '2024-01-31', date '2024-02-01', 'month')", result: '1' },
    ],
  },
  elapsed: {
    takes: ['start same, end same, part unit'],
    returns: distance,
    nulls: 'maybe',
    summary: msg({
      message: 'How many complete days, months, years … have passed, as ages are counted.',
    }),
    examples: [
      { expression: "elapsed(date '2000-03-01', date '2024-02-29', 'year')", result: '23' },
    ],
  },
  last_day: {
    takes: ['value moment'],
    returns: date,
    nulls: 'maybe',
    summary: msg({ message: 'The last day of the month.' }),
    examples: [{ expression: "last_day(date '2024-02-03')", result: '2024-02-29' }],
  },
  make_date: {
    takes: ['year bigint, month bigint, day bigint'],
    returns: date,
    summary: msg({ message: 'A date from its parts; parts that are no date stop the run.' }),
    examples: [{ expression: 'make_date(2024, 2, 29)', result: '2024-02-29' }],
  },
  make_time: {
    takes: ['hour bigint, minute bigint, second double'],
    returns: time,
    summary: msg({ message: 'A time of day from its parts.' }),
    examples: [{ expression: 'make_time(13, 45, 7.5)', result: '13:45:07.5' }],
  },
  make_timestamp: {
    takes: ['year bigint, month bigint, day bigint, hour bigint, minute bigint, second double'],
    returns: timestamp,
    summary: msg({ message: 'A timestamp from its parts.' }),
    examples: [
      { expression: 'make_timestamp(2024, 2, 29, 13, 45, 7)', result: '2024-02-29 13:45:07' },
    ],
  },
  make_interval: {
    takes: ['count bigint, part unit'],
    returns: interval,
    summary: msg({ message: 'A span of so many days, hours …' }),
    examples: [{ expression: "make_interval(36, 'hour')", result: '36:00:00' }],
  },
  parse_date: {
    takes: ['value text, format format, ...more format'],
    returns: date,
    nulls: 'maybe',
    summary: msg({
      message:
        'A date read in one of the given formats; NULL where none fits. %d day, %m month, %Y year, %b Jan.',
    }),
    examples: [
      { expression: "parse_date('31.01.2024', '%Y-%m-%d', '%d.%m.%Y')", result: '2024-01-31' },
      { expression: "parse_date('31.02.2024', '%d.%m.%Y')", result: null },
    ],
  },
  parse_timestamp: {
    takes: ['value text, format format, ...more format'],
    returns: timestamp,
    nulls: 'maybe',
    summary: msg({
      message:
        'A timestamp read in one of the given formats; NULL where none fits. %H hour, %M minute, %S second.',
    }),
    examples: [
      {
        expression: "parse_timestamp('31.01.24 7:05', '%d.%m.%y %H:%M')",
        result: '2024-01-31 07:05:00',
      },
    ],
  },
  format_date: {
    takes: ['value moment, format format'],
    returns: text,
    summary: msg({ message: 'A date or timestamp as text in a format such as %d.%m.%Y.' }),
    examples: [{ expression: "format_date(date '2024-01-31', '%d.%m.%Y')", result: '31.01.2024' }],
  },
  at_time_zone: {
    takes: ['value timestamp, zone text', 'value timestamptz, zone text'],
    returns: otherClock,
    summary: msg({ message: 'Local time in a zone as an instant, or an instant as local time.' }),
    examples: [
      {
        expression: "at_time_zone(timestamptz '2024-07-01 12:00:00Z', 'Europe/Berlin')",
        result: '2024-07-01 14:00:00',
      },
      {
        expression: "at_time_zone(timestamp '2024-07-01 12:00:00', 'Europe/Berlin')",
        result: '2024-07-01 10:00:00+00',
      },
    ],
  },
  from_epoch: {
    takes: ['seconds double'],
    returns: timestamptz,
    summary: msg({ message: 'The instant so many seconds after 1 January 1970 UTC.' }),
    examples: [{ expression: 'from_epoch(86400)', result: '1970-01-02 00:00:00+00' }],
  },
  from_epoch_ms: {
    takes: ['milliseconds bigint'],
    returns: timestamptz,
    summary: msg({ message: 'The instant so many milliseconds after 1 January 1970 UTC.' }),
    examples: [{ expression: 'from_epoch_ms(86400500)', result: '1970-01-02 00:00:00.5+00' }],
  },
  to_epoch: {
    takes: ['value moment'],
    returns: double,
    nulls: 'maybe',
    summary: msg({ message: 'Seconds since 1 January 1970 UTC.' }),
    examples: [{ expression: "to_epoch(date '1970-01-02')", result: '86400.0' }],
  },
  to_epoch_ms: {
    takes: ['value moment'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'Milliseconds since 1 January 1970 UTC.' }),
    examples: [{ expression: "to_epoch_ms(date '1970-01-02')", result: '86400000' }],
  },
} as const satisfies Record<string, FunctionSpec>
