import { msg } from '@lingui/core/macro'
import { bigint, boolean, text } from '../data-type.ts'
import type { FunctionSpec } from './define.ts'

/** Parts of a date; infinite dates have none, so that all of these may be NULL. */
export const datePartFunctions = {
  year: {
    takes: ['value moment'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'The year.' }),
    examples: [{ expression: "year(date '2024-02-29')", result: '2024' }],
  },
  quarter: {
    takes: ['value moment'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'The quarter, 1 to 4.' }),
    examples: [{ expression: "quarter(date '2024-05-01')", result: '2' }],
  },
  month: {
    takes: ['value moment'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'The month, 1 to 12.' }),
    examples: [{ expression: "month(date '2024-02-29')", result: '2' }],
  },
  day: {
    takes: ['value moment'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'The day of the month.' }),
    examples: [{ expression: "day(date '2024-02-29')", result: '29' }],
  },
  hour: {
    takes: ['value moment', 'value time'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'The hour, 0 to 23.' }),
    examples: [{ expression: "hour(time '13:45:00')", result: '13' }],
  },
  minute: {
    takes: ['value moment', 'value time'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'The minute, 0 to 59.' }),
    examples: [{ expression: "minute(time '13:45:00')", result: '45' }],
  },
  second: {
    takes: ['value moment', 'value time'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'The whole second, 0 to 59.' }),
    examples: [{ expression: "second(timestamp '2024-01-01 10:00:07.9')", result: '7' }],
  },
  day_of_week: {
    takes: ['value moment'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'The day of the week, 1 (Monday) to 7 (Sunday).' }),
    examples: [{ expression: "day_of_week(date '2024-02-04')", result: '7' }],
  },
  day_of_year: {
    takes: ['value moment'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'The day of the year, from 1.' }),
    examples: [{ expression: "day_of_year(date '2024-02-04')", result: '35' }],
  },
  week: {
    takes: ['value moment'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'The ISO week of the year.' }),
    examples: [{ expression: "week(date '2024-12-30')", result: '1' }],
  },
  iso_year: {
    takes: ['value moment'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'The year the ISO week belongs to.' }),
    examples: [{ expression: "iso_year(date '2024-12-30')", result: '2025' }],
  },
  month_name: {
    takes: ['value moment'],
    returns: text,
    nulls: 'maybe',
    summary: msg({ message: 'The English name of the month.' }),
    examples: [{ expression: "month_name(date '2024-02-29')", result: 'February' }],
  },
  day_name: {
    takes: ['value moment'],
    returns: text,
    nulls: 'maybe',
    summary: msg({ message: 'The English name of the weekday.' }),
    examples: [{ expression: "day_name(date '2024-02-29')", result: 'Thursday' }],
  },
  date_part: {
    takes: ['part unit, value moment'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({
      message: 'One part of a date: year, quarter, month, week, day, hour, minute, second.',
    }),
    examples: [{ expression: "date_part('quarter', date '2024-12-30')", result: '4' }],
  },
  is_weekend: {
    takes: ['value moment'],
    returns: boolean,
    nulls: 'maybe',
    summary: msg({ message: 'True for Saturdays and Sundays.' }),
    examples: [{ expression: "is_weekend(date '2024-02-04')", result: 'true' }],
  },
} as const satisfies Record<string, FunctionSpec>
