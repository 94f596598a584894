import { msg } from '@lingui/core/macro'
import type { DataType } from '../data-type.ts'
import { bigint, boolean, json, list, text } from '../data-type.ts'
import type { FunctionSpec } from './define.ts'

/** Names and values by turns. */
const entries = (types: readonly DataType[]): DataType | undefined =>
  types.length % 2 === 0 && types.every((t, i) => i % 2 === 1 || t.kind === 'text')
    ? json
    : undefined

/** Paths are written $.name, $[0], $.a.b[2]; a text that is no JSON stops the run. */
export const jsonFunctions = {
  json_value: {
    takes: ['document json, path path', 'document text, path path'],
    returns: text,
    nulls: 'maybe',
    summary: msg({ message: 'The value at a path as text; NULL where there is none.' }),
    examples: [
      { expression: `json_value('{"a": {"b": "x"}}', '$.a.b')`, result: 'x' },
      { expression: `json_value('{"a": null}', '$.a')`, result: null },
    ],
  },
  json_query: {
    takes: ['document json, path path', 'document text, path path'],
    returns: json,
    nulls: 'maybe',
    summary: msg({ message: 'The value at a path as JSON; NULL where there is none.' }),
    examples: [{ expression: `json_query('{"a": [1, "x"]}', '$.a')`, result: '[1,"x"]' }],
  },
  json_exists: {
    takes: ['document json, path path', 'document text, path path'],
    returns: boolean,
    summary: msg({ message: 'True where the document has something at the path.' }),
    examples: [{ expression: `json_exists('{"a": null}', '$.a')`, result: 'true' }],
  },
  json_type: {
    takes: ['document json', 'document text'],
    returns: text,
    nulls: 'maybe',
    summary: msg({ message: 'object, array, string, number, boolean or null.' }),
    examples: [
      { expression: `json_type('[1]')`, result: 'array' },
      { expression: `json_type('1.5')`, result: 'number' },
    ],
  },
  json_array_length: {
    takes: ['document json', 'document text'],
    returns: bigint,
    summary: msg({ message: 'How many items an array has; 0 for anything else.' }),
    examples: [{ expression: "json_array_length('[1, 2]')", result: '2' }],
  },
  json_keys: {
    takes: ['document json', 'document text'],
    returns: list(text),
    summary: msg({ message: 'The names in an object, as a list.' }),
    examples: [{ expression: `list_join(json_keys('{"a": 1, "b": 2}'), ',')`, result: 'a,b' }],
  },
  json_items: {
    takes: ['document json', 'document text'],
    returns: list(json),
    summary: msg({ message: 'The items of an array, as a list of JSON values.' }),
    examples: [{ expression: "list_length(json_items('[1, {}]'))", result: '2' }],
  },
  json_valid: {
    takes: ['value text'],
    returns: boolean,
    summary: msg({ message: 'True where a text is well-formed JSON.' }),
    examples: [{ expression: "json_valid('{')", result: 'false' }],
  },
  parse_json: {
    takes: ['value text'],
    returns: json,
    nulls: 'maybe',
    summary: msg({ message: 'A text as JSON; NULL where it is none.' }),
    examples: [{ expression: "parse_json('{')", result: null }],
  },
  to_json: {
    takes: ['value any'],
    returns: json,
    summary: msg({ message: 'Any value as JSON.' }),
    examples: [{ expression: "to_json('a')", result: '"a"' }],
  },
  json_object: {
    takes: ['...entries any'],
    returns: entries,
    nulls: 'never',
    summary: msg({ message: 'An object of names and values, given by turns.' }),
    examples: [
      { expression: "json_object('id', 1, 'name', null)", result: '{"id":1,"name":null}' },
    ],
  },
  json_array: {
    takes: ['...items any'],
    returns: json,
    nulls: 'never',
    summary: msg({ message: 'An array of the given values.' }),
    examples: [{ expression: "json_array(1, 'a')", result: '[1,"a"]' }],
  },
  json_merge: {
    takes: ['document json, changes json'],
    returns: json,
    summary: msg({ message: 'The document with the changes laid over it; null removes a name.' }),
    examples: [{ expression: `json_merge('{"a":1,"b":1}', '{"b":2}')`, result: '{"a":1,"b":2}' }],
  },
} as const satisfies Record<string, FunctionSpec>
