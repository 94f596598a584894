import { msg } from '@lingui/core/macro'
import type { DataType } from '../data-type.ts'
import { boolean, integer, text } from '../data-type.ts'
import type { FunctionSpec } from './define.ts'
import {
  resolveAdd,
  resolveDivide,
  resolveMod,
  resolveMultiply,
  resolveSubtract,
} from './numeric-types.ts'

const first = ([type]: readonly DataType[]) => type

/** What operators are called in the tree; written with their symbols. */
export const operatorFunctions = {
  and: {
    takes: ['left boolean, right boolean'],
    returns: boolean,
    summary: msg({ message: 'True where both sides are true.' }),
    examples: [
      { expression: 'true and false', result: 'false' },
      { expression: 'null and false', result: 'false' },
      { expression: 'null and true', result: null },
    ],
  },
  or: {
    takes: ['left boolean, right boolean'],
    returns: boolean,
    summary: msg({ message: 'True where at least one side is true.' }),
    examples: [
      { expression: 'true or null', result: 'true' },
      { expression: 'false or null', result: null },
    ],
  },
  not: {
    takes: ['value boolean'],
    returns: boolean,
    summary: msg({ message: 'True where the value is false, and the reverse.' }),
    examples: [
      { expression: 'not true', result: 'false' },
      { expression: 'not null', result: null },
    ],
  },
  eq: {
    takes: ['left same, right same'],
    returns: boolean,
    summary: msg({ message: 'Equal. Text is compared exactly, capitals included.' }),
    examples: [
      { expression: '1 = 1.0', result: 'true' },
      { expression: "'a' = 'A'", result: 'false' },
    ],
  },
  ne: {
    takes: ['left same, right same'],
    returns: boolean,
    summary: msg({ message: 'Not equal.' }),
    examples: [{ expression: "'a' <> 'A'", result: 'true' }],
  },
  lt: {
    takes: ['left same, right same'],
    returns: boolean,
    summary: msg({ message: 'Less than. Text is ordered by character code.' }),
    examples: [
      { expression: "date '2024-01-31' < '2024-02-01'", result: 'true' },
      { expression: "'Z' < 'a'", result: 'true' },
    ],
  },
  le: {
    takes: ['left same, right same'],
    returns: boolean,
    summary: msg({ message: 'Less than or equal.' }),
    examples: [{ expression: '2 <= 2', result: 'true' }],
  },
  gt: {
    takes: ['left same, right same'],
    returns: boolean,
    summary: msg({ message: 'Greater than.' }),
    examples: [{ expression: '3 > 2.5', result: 'true' }],
  },
  ge: {
    takes: ['left same, right same'],
    returns: boolean,
    summary: msg({ message: 'Greater than or equal.' }),
    examples: [{ expression: '2 >= 3', result: 'false' }],
  },
  is_null: {
    takes: ['value any'],
    returns: boolean,
    nulls: 'never',
    summary: msg({ message: 'True where the value is missing (NULL).' }),
    examples: [{ expression: 'null is null', result: 'true' }],
  },
  is_not_null: {
    takes: ['value any'],
    returns: boolean,
    nulls: 'never',
    summary: msg({ message: 'True where there is a value.' }),
    examples: [{ expression: "'' is not null", result: 'true' }],
  },
  is_true: {
    takes: ['value boolean'],
    returns: boolean,
    nulls: 'never',
    summary: msg({ message: 'True where the value is true; false where it is false or NULL.' }),
    examples: [{ expression: 'null is true', result: 'false' }],
  },
  is_not_true: {
    takes: ['value boolean'],
    returns: boolean,
    nulls: 'never',
    summary: msg({ message: 'True where the value is false or NULL.' }),
    examples: [{ expression: 'null is not true', result: 'true' }],
  },
  is_false: {
    takes: ['value boolean'],
    returns: boolean,
    nulls: 'never',
    summary: msg({ message: 'True where the value is false; false where it is true or NULL.' }),
    examples: [{ expression: 'false is false', result: 'true' }],
  },
  is_not_false: {
    takes: ['value boolean'],
    returns: boolean,
    nulls: 'never',
    summary: msg({ message: 'True where the value is true or NULL.' }),
    examples: [{ expression: 'null is not false', result: 'true' }],
  },
  is_distinct_from: {
    takes: ['left same, right same'],
    returns: boolean,
    nulls: 'never',
    summary: msg({ message: 'Different, where two NULLs count as equal.' }),
    examples: [{ expression: '1 is distinct from null', result: 'true' }],
  },
  is_not_distinct_from: {
    takes: ['left same, right same'],
    returns: boolean,
    nulls: 'never',
    summary: msg({ message: 'Equal, where two NULLs count as equal.' }),
    examples: [{ expression: 'null is not distinct from null', result: 'true' }],
  },
  in: {
    takes: ['value same, first same, ...more same'],
    returns: boolean,
    summary: msg({ message: 'True where the value is one of the list.' }),
    examples: [
      { expression: "'b' in ('a', 'b')", result: 'true' },
      { expression: '3 not in (1, null)', result: null },
    ],
  },
  between: {
    takes: ['value same, low same, high same'],
    returns: boolean,
    summary: msg({ message: 'True from the low bound to the high bound, both included.' }),
    examples: [
      { expression: '5 between 1 and 5', result: 'true' },
      { expression: '5 not between 1 and 4', result: 'true' },
    ],
  },
  like: {
    takes: ['value text, pattern text'],
    returns: boolean,
    summary: msg({ message: 'Fits a pattern: % stands for any text, _ for one character.' }),
    examples: [
      { expression: "'Meyer' like 'M%r'", result: 'true' },
      { expression: "'Meyer' not like 'm%'", result: 'true' },
    ],
  },
  ilike: {
    takes: ['value text, pattern text'],
    returns: boolean,
    summary: msg({ message: 'Fits a pattern, capitals or not.' }),
    examples: [{ expression: "'Meyer' ilike 'm%'", result: 'true' }],
  },
  append: {
    takes: ['left printable, right printable'],
    returns: text,
    summary: msg({ message: 'One text after the other; NULL where one side is NULL.' }),
    examples: [
      { expression: "'No. ' || 7", result: 'No. 7' },
      { expression: "'a' || null", result: null },
    ],
  },
  add: {
    takes: ['left number, right number', 'day date, days whole', 'moment moment, by interval'],
    returns: integer,
    resolve: resolveAdd,
    summary: msg({ message: 'The sum; days or an interval may be added to a date.' }),
    examples: [
      { expression: '1 + 2', result: '3' },
      { expression: '0.1 + 0.2', result: '0.3' },
      { expression: "date '2024-02-28' + 2", result: '2024-03-01' },
      {
        expression: "timestamp '2024-01-31 10:00:00' + interval '1 month'",
        result: '2024-02-29 10:00:00',
      },
    ],
  },
  subtract: {
    takes: ['left number, right number', 'day date, days whole', 'moment moment, by interval'],
    returns: integer,
    resolve: resolveSubtract,
    summary: msg({ message: 'The difference; between two dates, the number of days.' }),
    examples: [
      { expression: '1.50 - 2', result: '-0.50' },
      { expression: "date '2024-03-01' - date '2024-02-28'", result: '2' },
    ],
  },
  multiply: {
    takes: ['left number, right number', 'span interval, times whole'],
    returns: integer,
    resolve: resolveMultiply,
    summary: msg({ message: 'The product; exact for whole numbers and decimals.' }),
    examples: [
      { expression: '1.5 * 1.5', result: '2.25' },
      { expression: "interval '1 day' * 3", result: '3 days' },
    ],
  },
  divide: {
    takes: ['left number, right number'],
    returns: integer,
    resolve: resolveDivide,
    nulls: 'maybe',
    summary: msg({ message: 'The quotient as a double; NULL for a division by zero.' }),
    examples: [
      { expression: '1 / 2', result: '0.5' },
      { expression: '1 / 0', result: null },
    ],
  },
  mod: {
    takes: ['left number, right number'],
    returns: integer,
    resolve: resolveMod,
    nulls: 'maybe',
    summary: msg({ message: 'The remainder, with the sign of the left side; NULL for zero.' }),
    examples: [
      { expression: '-7 % 2', result: '-1' },
      { expression: 'mod(7, 0)', result: null },
    ],
  },
  negate: {
    takes: ['value number', 'value interval'],
    returns: first,
    summary: msg({ message: 'The value with the other sign.' }),
    examples: [{ expression: '-(2 + 3)', result: '-5' }],
  },
} as const satisfies Record<string, FunctionSpec>
