import { msg } from '@lingui/core/macro'
import type { DataType } from '../data-type.ts'
import { boolean } from '../data-type.ts'
import type { FunctionSpec } from './define.ts'

const last = (types: readonly DataType[]) => types.at(-1)
const first = ([type]: readonly DataType[]) => type

/** Comparison, NULL and choice. */
export const logicFunctions = {
  coalesce: {
    takes: ['value same, ...more same'],
    returns: first,
    nulls: 'all',
    summary: msg({ message: 'The first value that is not NULL.' }),
    examples: [{ expression: "coalesce(null, 'a', 'b')", result: 'a' }],
  },
  ifnull: {
    takes: ['value same, otherwise same'],
    returns: first,
    nulls: 'all',
    summary: msg({ message: 'The value, or the other one where it is NULL.' }),
    examples: [{ expression: 'ifnull(null, 0)', result: '0' }],
  },
  nullif: {
    takes: ['value same, other same'],
    returns: first,
    nulls: 'maybe',
    summary: msg({ message: 'NULL where both are equal, else the first.' }),
    examples: [
      { expression: "nullif('-', '-')", result: null },
      { expression: "nullif('a', '-')", result: 'a' },
    ],
  },
  if: {
    takes: ['condition boolean, then same, otherwise same'],
    returns: last,
    nulls: 'maybe',
    summary: msg({ message: 'The second argument where the condition is true, else the third.' }),
    examples: [
      { expression: "if(1 > 2, 'a', 'b')", result: 'b' },
      { expression: "if(null, 'a', 'b')", result: 'b' },
    ],
  },
  greatest: {
    takes: ['value same, ...more same'],
    returns: first,
    nulls: 'all',
    summary: msg({ message: 'The largest of the values; NULLs are passed over.' }),
    examples: [{ expression: 'greatest(1, null, 3)', result: '3' }],
  },
  least: {
    takes: ['value same, ...more same'],
    returns: first,
    nulls: 'all',
    summary: msg({ message: 'The smallest of the values; NULLs are passed over.' }),
    examples: [{ expression: "least('b', 'a')", result: 'a' }],
  },
  clamp: {
    takes: ['value same, low same, high same'],
    returns: first,
    summary: msg({ message: 'The value, kept between the low and the high bound.' }),
    examples: [
      { expression: 'clamp(17, 0, 10)', result: '10' },
      { expression: 'clamp(null, 0, 10)', result: null },
    ],
  },
  xor: {
    takes: ['left boolean, right boolean'],
    returns: boolean,
    summary: msg({ message: 'True where exactly one side is true.' }),
    examples: [{ expression: 'xor(true, false)', result: 'true' }],
  },
  is_blank: {
    takes: ['value text'],
    returns: boolean,
    nulls: 'never',
    summary: msg({ message: 'True where the text is NULL, empty or only white space.' }),
    examples: [
      { expression: "is_blank('  ')", result: 'true' },
      { expression: "is_blank('a')", result: 'false' },
    ],
  },
  blank_to_null: {
    takes: ['value text'],
    returns: first,
    nulls: 'maybe',
    summary: msg({ message: 'NULL where the text is empty or only white space.' }),
    examples: [
      { expression: "blank_to_null('')", result: null },
      { expression: "blank_to_null('a ')", result: 'a ' },
    ],
  },
} as const satisfies Record<string, FunctionSpec>
