import { msg } from '@lingui/core/macro'
import { bigint, boolean, double, integer, text } from '../data-type.ts'
import type { FunctionSpec } from './define.ts'

/** Lengths and positions count characters (Unicode code points), from 1. */
export const textFunctions = {
  upper: {
    takes: ['value text'],
    returns: text,
    summary: msg({ message: 'The text in capital letters.' }),
    examples: [{ expression: "upper('aé')", result: 'AÉ' }],
  },
  lower: {
    takes: ['value text'],
    returns: text,
    summary: msg({ message: 'The text in small letters.' }),
    examples: [{ expression: "lower('ABC')", result: 'abc' }],
  },
  initcap: {
    takes: ['value text'],
    returns: text,
    summary: msg({ message: 'Every word with a capital first letter, the rest small.' }),
    examples: [
      { expression: "initcap('anna MÜLLER-lüd o''neil')", result: "Anna Müller-Lüd O'Neil" },
    ],
  },
  trim: {
    takes: ['value text, characters? text'],
    returns: text,
    summary: msg({ message: 'Without spaces (or the given characters) at both ends.' }),
    examples: [
      { expression: "trim('  a b ')", result: 'a b' },
      { expression: "trim('--a-', '-')", result: 'a' },
    ],
  },
  ltrim: {
    takes: ['value text, characters? text'],
    returns: text,
    summary: msg({ message: 'Without spaces (or the given characters) at the start.' }),
    examples: [{ expression: "ltrim('007', '0')", result: '7' }],
  },
  rtrim: {
    takes: ['value text, characters? text'],
    returns: text,
    summary: msg({ message: 'Without spaces (or the given characters) at the end.' }),
    examples: [{ expression: "rtrim('a  ') || '|'", result: 'a|' }],
  },
  normalize_space: {
    takes: ['value text'],
    returns: text,
    summary: msg({
      message: 'White space of any kind and length becomes one space; none at the ends.',
    }),
    examples: [{ expression: "normalize_space('  a   b ')", result: 'a b' }],
  },
  strip_accents: {
    takes: ['value text'],
    returns: text,
    summary: msg({ message: 'Letters without their accents.' }),
    examples: [{ expression: "strip_accents('Çé')", result: 'Ce' }],
  },
  normalize_unicode: {
    takes: ['value text'],
    returns: text,
    summary: msg({
      message: 'Accented letters in their composed form (NFC), so that equal texts are equal.',
    }),
    examples: [{ expression: "normalize_unicode('e' || chr(769))", result: 'é' }],
  },
  length: {
    takes: ['value text'],
    returns: bigint,
    summary: msg({ message: 'The number of characters.' }),
    examples: [{ expression: "length('äb')", result: '2' }],
  },
  byte_length: {
    takes: ['value text', 'value binary'],
    returns: bigint,
    summary: msg({ message: 'The number of bytes, in UTF-8 for text.' }),
    examples: [{ expression: "byte_length('äb')", result: '3' }],
  },
  substring: {
    takes: ['value text, start bigint, length? bigint'],
    returns: text,
    summary: msg({
      message:
        'A part of the text; the first character is 1, a negative start counts from the end.',
    }),
    examples: [
      { expression: "substring('abcdef', 2, 3)", result: 'bcd' },
      { expression: "substring('abcdef', -2)", result: 'ef' },
    ],
  },
  left: {
    takes: ['value text, count bigint'],
    returns: text,
    summary: msg({ message: 'The first characters; a negative count leaves out the last ones.' }),
    examples: [
      { expression: "left('abc', 2)", result: 'ab' },
      { expression: "left('abc', -1)", result: 'ab' },
    ],
  },
  right: {
    takes: ['value text, count bigint'],
    returns: text,
    summary: msg({ message: 'The last characters; a negative count leaves out the first ones.' }),
    examples: [{ expression: "right('abc', 2)", result: 'bc' }],
  },
  replace: {
    takes: ['value text, search text, replacement text'],
    returns: text,
    summary: msg({ message: 'Every occurrence of a text replaced by another.' }),
    examples: [{ expression: "replace('1.000.000', '.', '')", result: '1000000' }],
  },
  translate: {
    takes: ['value text, from text, to text'],
    returns: text,
    summary: msg({
      message: 'Each character of the second text replaced by the one at its place in the third.',
    }),
    examples: [{ expression: "translate('a-b/c', '-/', '__')", result: 'a_b_c' }],
  },
  split_part: {
    takes: ['value text, separator text, index bigint'],
    returns: text,
    summary: msg({
      message: 'One part of a separated text; empty beyond the last, negative from the end.',
    }),
    examples: [
      { expression: "split_part('a,b,c', ',', 2)", result: 'b' },
      { expression: "split_part('a,b,c', ',', 9)", result: '' },
    ],
  },
  text_before: {
    takes: ['value text, separator text'],
    returns: text,
    nulls: 'maybe',
    summary: msg({ message: 'What stands before the first separator; NULL where there is none.' }),
    examples: [
      { expression: "text_before('a@b.org', '@')", result: 'a' },
      { expression: "text_before('ab', '@')", result: null },
    ],
  },
  text_after: {
    takes: ['value text, separator text'],
    returns: text,
    nulls: 'maybe',
    summary: msg({ message: 'What stands after the first separator; NULL where there is none.' }),
    examples: [{ expression: "text_after('a@b@c', '@')", result: 'b@c' }],
  },
  lpad: {
    takes: ['value text, length bigint, fill text'],
    returns: text,
    summary: msg({ message: 'Filled up (or cut off) to a length, the filling at the start.' }),
    examples: [{ expression: "lpad('7', 3, '0')", result: '007' }],
  },
  rpad: {
    takes: ['value text, length bigint, fill text'],
    returns: text,
    summary: msg({ message: 'Filled up (or cut off) to a length, the filling at the end.' }),
    examples: [{ expression: "rpad('a', 3, '.')", result: 'a..' }],
  },
  concat: {
    takes: ['value printable, ...more printable'],
    returns: text,
    nulls: 'never',
    summary: msg({ message: 'All values one after the other; NULLs are left out.' }),
    examples: [{ expression: "concat('a', null, 1)", result: 'a1' }],
  },
  concat_ws: {
    takes: ['separator text, value printable, ...more printable'],
    returns: text,
    summary: msg({ message: 'All values with a separator between; NULLs are left out.' }),
    examples: [{ expression: "concat_ws(', ', 'a', null, 'b')", result: 'a, b' }],
  },
  starts_with: {
    takes: ['value text, search text'],
    returns: boolean,
    summary: msg({ message: 'True where the text begins so.' }),
    examples: [{ expression: "starts_with('abc', 'ab')", result: 'true' }],
  },
  ends_with: {
    takes: ['value text, search text'],
    returns: boolean,
    summary: msg({ message: 'True where the text ends so.' }),
    examples: [{ expression: "ends_with('abc', 'ab')", result: 'false' }],
  },
  contains: {
    takes: ['value text, search text'],
    returns: boolean,
    summary: msg({ message: 'True where the text occurs in it.' }),
    examples: [{ expression: "contains('abc', 'b')", result: 'true' }],
  },
  position: {
    takes: ['value text, search text'],
    returns: bigint,
    summary: msg({ message: 'Where the second text first occurs in the first; 0 for nowhere.' }),
    examples: [{ expression: "position('äbc', 'b')", result: '2' }],
  },
  reverse: {
    takes: ['value text'],
    returns: text,
    summary: msg({ message: 'The characters from last to first.' }),
    examples: [{ expression: "reverse('abc')", result: 'cba' }],
  },
  repeat: {
    takes: ['value text, times bigint'],
    returns: text,
    summary: msg({ message: 'The text several times over.' }),
    examples: [{ expression: "repeat('ab', 2)", result: 'abab' }],
  },
  ascii: {
    takes: ['value text'],
    returns: integer,
    summary: msg({ message: 'The code of the first character; 0 for an empty text.' }),
    examples: [{ expression: "ascii('ä')", result: '228' }],
  },
  chr: {
    takes: ['code bigint'],
    returns: text,
    summary: msg({ message: 'The character with a code.' }),
    examples: [{ expression: 'chr(228)', result: 'ä' }],
  },
  digits_only: {
    takes: ['value text'],
    returns: text,
    summary: msg({ message: 'Only the digits 0 to 9, for telephone and account numbers.' }),
    examples: [{ expression: "digits_only('+49 (0)30-12')", result: '4903012' }],
  },
  slug: {
    takes: ['value text'],
    returns: text,
    summary: msg({
      message: 'Small letters and digits with hyphens between, for addresses and keys.',
    }),
    examples: [{ expression: "slug('  Été à Paris! ')", result: 'ete-a-paris' }],
  },
  levenshtein: {
    takes: ['left text, right text'],
    returns: bigint,
    summary: msg({ message: 'How many letters must change to turn one text into the other.' }),
    examples: [{ expression: "levenshtein('Maier', 'Meyer')", result: '2' }],
  },
  text_similarity: {
    takes: ['left text, right text'],
    returns: double,
    summary: msg({ message: 'How alike two texts are, from 0 to 1 (Jaro–Winkler).' }),
    examples: [{ expression: "text_similarity('ab', 'ab')", result: '1.0' }],
  },
} as const satisfies Record<string, FunctionSpec>
