import { msg } from '@lingui/core/macro'
import type { DataType } from '../data-type.ts'
import { bigint, boolean, double, list, text } from '../data-type.ts'
import type { FunctionSpec } from './define.ts'
import { sumType } from './numeric-types.ts'

const first = ([type]: readonly DataType[]) => type
const listOf = ([type]: readonly DataType[]) => type && list(type)

/**
 * Functions of a group of rows. NULLs are passed over; a group without values gives NULL.
 * The examples are over n = 1, 2, 3, NULL and s = 'a', 'b', 'b', NULL.
 */
export const aggregateFunctions = {
  count: {
    takes: ['', 'value any'],
    returns: bigint,
    aggregate: true,
    nulls: 'never',
    summary: msg({ message: 'How many rows, or how many values that are not NULL.' }),
    examples: [
      { expression: 'count(*)', result: '4' },
      { expression: 'count(n)', result: '3' },
      { expression: 'count(distinct s)', result: '2' },
    ],
  },
  count_if: {
    takes: ['condition boolean'],
    returns: bigint,
    aggregate: true,
    nulls: 'never',
    summary: msg({ message: 'How many rows satisfy the condition.' }),
    examples: [{ expression: 'count_if(n > 1)', result: '2' }],
  },
  approx_count_distinct: {
    takes: ['value any'],
    returns: bigint,
    aggregate: true,
    nulls: 'never',
    summary: msg({
      message: 'About how many different values; fast and small for very large groups.',
    }),
    examples: [{ expression: 'approx_count_distinct(n)', result: '3' }],
  },
  sum: {
    takes: ['value number'],
    returns: ([type]) => sumType(type),
    aggregate: true,
    summary: msg({ message: 'The sum; exact for whole numbers and decimals.' }),
    examples: [
      { expression: 'sum(n)', result: '6' },
      { expression: 'sum(n * 1.5)', result: '9.0' },
    ],
  },
  product: {
    takes: ['value double'],
    returns: double,
    aggregate: true,
    summary: msg({ message: 'The product of all values.' }),
    examples: [{ expression: 'product(n)', result: '6.0' }],
  },
  avg: {
    takes: ['value double'],
    returns: double,
    aggregate: true,
    summary: msg({ message: 'The mean.' }),
    examples: [{ expression: 'avg(n)', result: '2.0' }],
  },
  median: {
    takes: ['value double'],
    returns: double,
    aggregate: true,
    summary: msg({ message: 'The middle value.' }),
    examples: [{ expression: 'median(n)', result: '2.0' }],
  },
  quantile: {
    takes: ['value double, fraction fixed number'],
    returns: double,
    aggregate: true,
    summary: msg({ message: 'The value below which a fraction of the values lies, interpolated.' }),
    examples: [{ expression: 'quantile(n, 0.25)', result: '1.5' }],
  },
  stddev: {
    takes: ['value double'],
    returns: double,
    aggregate: true,
    summary: msg({ message: 'The standard deviation of a sample.' }),
    examples: [{ expression: 'stddev(n)', result: '1.0' }],
  },
  stddev_pop: {
    takes: ['value double'],
    returns: double,
    aggregate: true,
    summary: msg({ message: 'The standard deviation of a whole population.' }),
    examples: [{ expression: 'stddev_pop(2 * n - 2 * n)', result: '0.0' }],
  },
  variance: {
    takes: ['value double'],
    returns: double,
    aggregate: true,
    summary: msg({ message: 'The variance of a sample.' }),
    examples: [{ expression: 'variance(n)', result: '1.0' }],
  },
  var_pop: {
    takes: ['value double'],
    returns: double,
    aggregate: true,
    summary: msg({ message: 'The variance of a whole population.' }),
    examples: [{ expression: 'var_pop(n - n)', result: '0.0' }],
  },
  corr: {
    takes: ['y double, x double'],
    returns: double,
    aggregate: true,
    summary: msg({ message: 'How strongly two columns move together, from -1 to 1.' }),
    examples: [{ expression: 'corr(n, -n)', result: '-1.0' }],
  },
  min: {
    takes: ['value any'],
    returns: first,
    aggregate: true,
    summary: msg({ message: 'The smallest value.' }),
    examples: [
      { expression: 'min(n)', result: '1' },
      { expression: 'min(s)', result: 'a' },
    ],
  },
  max: {
    takes: ['value any'],
    returns: first,
    aggregate: true,
    summary: msg({ message: 'The largest value.' }),
    examples: [{ expression: 'max(s)', result: 'b' }],
  },
  min_by: {
    takes: ['value any, key any'],
    returns: first,
    aggregate: true,
    deterministic: false,
    summary: msg({ message: 'The value of the row with the smallest key.' }),
    examples: [{ expression: 'min_by(s, n)', result: 'a' }],
  },
  max_by: {
    takes: ['value any, key any'],
    returns: first,
    aggregate: true,
    deterministic: false,
    summary: msg({ message: 'The value of the row with the largest key.' }),
    examples: [{ expression: 'max_by(s, n)', result: 'b' }],
  },
  any_value: {
    takes: ['value any'],
    returns: first,
    aggregate: true,
    deterministic: false,
    summary: msg({ message: 'Any one of the values that are not NULL.' }),
    examples: [{ expression: 'any_value(n - n)', result: '0' }],
  },
  mode: {
    takes: ['value any'],
    returns: first,
    aggregate: true,
    deterministic: false,
    summary: msg({ message: 'The value that occurs most often.' }),
    examples: [{ expression: 'mode(s)', result: 'b' }],
  },
  bool_and: {
    takes: ['value boolean'],
    returns: boolean,
    aggregate: true,
    summary: msg({ message: 'True where all values are true.' }),
    examples: [{ expression: 'bool_and(n > 0)', result: 'true' }],
  },
  bool_or: {
    takes: ['value boolean'],
    returns: boolean,
    aggregate: true,
    summary: msg({ message: 'True where at least one value is true.' }),
    examples: [{ expression: 'bool_or(n > 2)', result: 'true' }],
  },
  string_agg: {
    takes: ['value printable, separator? fixed text'],
    returns: text,
    aggregate: true,
    summary: msg({
      message: 'All values in order as one text, with a separator (a comma) between.',
    }),
    examples: [{ expression: "string_agg(s, '; ')", result: 'a; b; b' }],
  },
  list_agg: {
    takes: ['value any'],
    returns: listOf,
    aggregate: true,
    summary: msg({ message: 'All values in order as a list.' }),
    examples: [{ expression: 'list_agg(s)', result: '[a, b, b]' }],
  },
} as const satisfies Record<string, FunctionSpec>
