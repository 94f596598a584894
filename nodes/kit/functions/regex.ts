import { msg } from '@lingui/core/macro'
import type { DataType } from '../data-type.ts'
import { bigint, boolean, list, text } from '../data-type.ts'
import type { Expression } from '../expression.ts'
import type { FunctionSpec } from './define.ts'

/** How many groups the pattern has that is written as the second argument. */
function groupsIn(args: readonly Expression[]): number {
  const pattern = args[1]?.kind === 'literal' ? String(args[1].value) : ''
  const plain = pattern.replace(/\(\?[imsU]+\)/g, '').replaceAll('(?P<', '(?<')
  return (new RegExp(`${plain}|`).exec('')?.length ?? 1) - 1
}

/** The result type, where the group asked for exists; RE2 knows nine. */
const withGroup = (type: DataType) => (_: readonly DataType[], args: readonly Expression[]) => {
  const group = args[2]?.kind === 'literal' ? Number(args[2].value) : 0
  return group >= 0 && group <= Math.min(9, groupsIn(args)) ? type : undefined
}

/** Patterns are RE2's: no look-around, no back-references, always linear time. */
export const regexFunctions = {
  regex_matches: {
    takes: ['value text, pattern pattern'],
    returns: boolean,
    summary: msg({ message: 'True where the pattern fits some part of the text.' }),
    examples: [{ expression: "regex_matches('abc123', '[0-9]+')", result: 'true' }],
  },
  regex_full_match: {
    takes: ['value text, pattern pattern'],
    returns: boolean,
    summary: msg({ message: 'True where the pattern fits the whole text.' }),
    examples: [
      { expression: "regex_full_match('12345', '[0-9]{5}')", result: 'true' },
      { expression: "regex_full_match('12345a', '[0-9]{5}')", result: 'false' },
    ],
  },
  regex_extract: {
    takes: ['value text, pattern pattern, group? fixed whole'],
    returns: withGroup(text),
    nulls: 'maybe',
    summary: msg({
      message: 'The first part that fits, or one of its groups; NULL where nothing fits.',
    }),
    examples: [
      { expression: "regex_extract('order 42', '[0-9]+')", result: '42' },
      { expression: "regex_extract('a=1', '(.)=(.)', 2)", result: '1' },
      { expression: "regex_extract('a', '[0-9]+')", result: null },
    ],
  },
  regex_extract_all: {
    takes: ['value text, pattern pattern, group? fixed whole'],
    returns: withGroup(list(text)),
    summary: msg({ message: 'Every part that fits, as a list.' }),
    examples: [
      { expression: "list_join(regex_extract_all('a1b22', '[0-9]+'), '+')", result: '1+22' },
    ],
  },
  regex_replace: {
    takes: ['value text, pattern pattern, replacement text'],
    returns: text,
    summary: msg({ message: 'Every part that fits replaced; \\1 stands for the first group.' }),
    examples: [
      {
        expression: "regex_replace('2024-01-31', '(\\d+)-(\\d+)-(\\d+)', '\\3.\\2.\\1')",
        result: '31.01.2024',
      },
    ],
  },
  regex_replace_first: {
    takes: ['value text, pattern pattern, replacement text'],
    returns: text,
    summary: msg({ message: 'The first part that fits replaced.' }),
    examples: [{ expression: "regex_replace_first('aXbX', 'X', '-')", result: 'a-bX' }],
  },
  regex_count: {
    takes: ['value text, pattern pattern'],
    returns: bigint,
    summary: msg({ message: 'How many parts fit.' }),
    examples: [{ expression: "regex_count('a1b22', '[0-9]')", result: '3' }],
  },
  regex_split: {
    takes: ['value text, pattern pattern'],
    returns: list(text),
    summary: msg({ message: 'The pieces between the parts that fit, as a list.' }),
    examples: [{ expression: "list_join(regex_split('a, b;c', '[,;] *'), '|')", result: 'a|b|c' }],
  },
  regex_escape: {
    takes: ['value text'],
    returns: text,
    summary: msg({ message: 'The text with the signs of patterns made ordinary.' }),
    examples: [{ expression: "regex_escape('a.b')", result: 'a\\.b' }],
  },
} as const satisfies Record<string, FunctionSpec>
