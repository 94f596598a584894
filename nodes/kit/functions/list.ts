import { msg } from '@lingui/core/macro'
import type { DataType } from '../data-type.ts'
import { bigint, boolean, list, text } from '../data-type.ts'
import type { Expression } from '../expression.ts'
import type { FunctionSpec } from './define.ts'
import { sumType } from './numeric-types.ts'

const first = ([type]: readonly DataType[]) => type
const itemOf = ([type]: readonly DataType[]) => (type?.kind === 'list' ? type.item : undefined)
const listOf = ([type]: readonly DataType[]) => type && list(type)

function fieldOf([type]: readonly DataType[], args: readonly Expression[]): DataType | undefined {
  const name = args[1]?.kind === 'literal' ? args[1].value : undefined
  return type?.kind === 'struct' ? type.fields.find((f) => f.name === name)?.type : undefined
}

/** Items are counted from 1. */
export const listFunctions = {
  list_of: {
    takes: ['item same, ...more same'],
    returns: listOf,
    nulls: 'never',
    summary: msg({ message: 'A list of the given items.' }),
    examples: [{ expression: 'list_of(1, 2, null)', result: '[1, 2, NULL]' }],
  },
  split: {
    takes: ['value text, separator text'],
    returns: list(text),
    summary: msg({ message: 'A separated text as a list of its parts.' }),
    examples: [{ expression: "split('a,b,', ',')", result: "[a, b, '']" }],
  },
  list_length: {
    takes: ['items list'],
    returns: bigint,
    summary: msg({ message: 'How many items a list has.' }),
    examples: [{ expression: 'list_length(list_of(1, null))', result: '2' }],
  },
  list_get: {
    takes: ['items list, index bigint'],
    returns: itemOf,
    nulls: 'maybe',
    summary: msg({ message: 'One item; negative from the end, NULL beyond it.' }),
    examples: [
      { expression: "list_get(split('a,b', ','), 2)", result: 'b' },
      { expression: "list_get(split('a,b', ','), 3)", result: null },
    ],
  },
  list_contains: {
    takes: ['items items, value same'],
    returns: boolean,
    summary: msg({ message: 'True where the value is in the list.' }),
    examples: [{ expression: 'list_contains(list_of(1, 2), 2)', result: 'true' }],
  },
  list_position: {
    takes: ['items items, value same'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'Where the value first stands in the list; NULL for nowhere.' }),
    examples: [{ expression: "list_position(list_of('a', 'b'), 'b')", result: '2' }],
  },
  list_join: {
    takes: ['items list, separator fixed text'],
    returns: text,
    summary: msg({
      message: 'The items as one text with a separator between; NULLs are left out.',
    }),
    examples: [{ expression: "list_join(list_of('a', null, 'b'), '-')", result: 'a-b' }],
  },
  list_sort: {
    takes: ['items list'],
    returns: first,
    summary: msg({ message: 'The items in order, NULLs last.' }),
    examples: [{ expression: 'list_sort(list_of(3, null, 1))', result: '[1, 3, NULL]' }],
  },
  list_distinct: {
    takes: ['items list'],
    returns: first,
    summary: msg({ message: 'Each item once, in order, without NULLs.' }),
    examples: [{ expression: 'list_distinct(list_of(3, 1, 3))', result: '[1, 3]' }],
  },
  list_reverse: {
    takes: ['items list'],
    returns: first,
    summary: msg({ message: 'The items from last to first.' }),
    examples: [{ expression: 'list_reverse(list_of(1, 2))', result: '[2, 1]' }],
  },
  list_slice: {
    takes: ['items list, start bigint, end bigint'],
    returns: first,
    summary: msg({ message: 'The items from one place to another, both included.' }),
    examples: [{ expression: 'list_slice(list_of(1, 2, 3), 2, 3)', result: '[2, 3]' }],
  },
  list_concat: {
    takes: ['left items, right items'],
    returns: first,
    summary: msg({ message: 'The items of both lists.' }),
    examples: [{ expression: 'list_concat(list_of(1), list_of(2))', result: '[1, 2]' }],
  },
  list_min: {
    takes: ['items list'],
    returns: itemOf,
    nulls: 'maybe',
    summary: msg({ message: 'The smallest item.' }),
    examples: [{ expression: 'list_min(list_of(3, 1))', result: '1' }],
  },
  list_max: {
    takes: ['items list'],
    returns: itemOf,
    nulls: 'maybe',
    summary: msg({ message: 'The largest item.' }),
    examples: [{ expression: 'list_max(list_of(3, 1))', result: '3' }],
  },
  list_sum: {
    takes: ['items list'],
    returns: (types) => sumType(itemOf(types)),
    nulls: 'maybe',
    summary: msg({ message: 'The sum of the items.' }),
    examples: [{ expression: 'list_sum(list_of(3, 1))', result: '4' }],
  },
  struct_get: {
    takes: ['value struct, field fixed text'],
    returns: fieldOf,
    nulls: 'maybe',
    summary: msg({ message: 'One field of a structured value.' }),
    examples: [
      {
        expression: `struct_get(cast(cast('{"a": 1}' as json) as struct(a integer)), 'a')`,
        result: '1',
      },
    ],
  },
} as const satisfies Record<string, FunctionSpec>
