import { msg } from '@lingui/core/macro'
import type { DataType } from '../data-type.ts'
import { bigint, binary, boolean, date, decimal, double, text, uuid } from '../data-type.ts'
import type { Expression } from '../expression.ts'
import type { FunctionSpec } from './define.ts'

function decimalAsked(_: readonly DataType[], args: readonly Expression[]): DataType | undefined {
  const [, precision, scale] = args.map((a) =>
    a.kind === 'literal' ? Number(a.value) : Number.NaN,
  )
  if (precision === undefined || scale === undefined) return undefined
  return precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision
    ? decimal(precision, scale)
    : undefined
}

/** Conversions of text give NULL where it is not readable; `cast` stops the run instead. */
export const convertFunctions = {
  to_text: {
    takes: ['value printable', 'value any'],
    returns: text,
    summary: msg({ message: 'Any value as text.' }),
    examples: [{ expression: 'to_text(1.50)', result: '1.50' }],
  },
  to_integer: {
    takes: ['value text', 'value number', 'value boolean'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'A whole number; NULL where the text is none.' }),
    examples: [
      { expression: "to_integer(' 42 ')", result: '42' },
      { expression: "to_integer('4.2')", result: null },
    ],
  },
  to_decimal: {
    takes: [
      'value text, precision fixed whole, scale fixed whole',
      'value number, precision fixed whole, scale fixed whole',
    ],
    returns: decimalAsked,
    nulls: 'maybe',
    summary: msg({
      message:
        'An exact number with so many digits and decimal places; NULL where the text is none.',
    }),
    examples: [
      { expression: "to_decimal('12.345', 10, 2)", result: '12.35' },
      { expression: "to_decimal('abc', 10, 2)", result: null },
    ],
  },
  to_double: {
    takes: ['value text', 'value number'],
    returns: double,
    nulls: 'maybe',
    summary: msg({ message: 'A floating-point number; NULL where the text is none.' }),
    examples: [{ expression: "to_double('1e3')", result: '1000.0' }],
  },
  to_boolean: {
    takes: ['value text', 'value number', 'value boolean'],
    returns: boolean,
    nulls: 'maybe',
    summary: msg({
      message:
        'True for yes, y, true, t, on, 1, ja, j, oui, sí; false for their opposites; else NULL.',
    }),
    examples: [
      { expression: "to_boolean(' Ja ')", result: 'true' },
      { expression: "to_boolean('0')", result: 'false' },
      { expression: "to_boolean('perhaps')", result: null },
    ],
  },
  to_date: {
    takes: ['value text', 'value moment'],
    returns: date,
    nulls: 'maybe',
    summary: msg({
      message: 'A date written as 2024-01-31, or the date of a timestamp; else NULL.',
    }),
    examples: [
      { expression: "to_date('2024-01-31')", result: '2024-01-31' },
      { expression: "to_date('31.01.2024')", result: null },
    ],
  },
  to_uuid: {
    takes: ['value text', 'value uuid'],
    returns: uuid,
    nulls: 'maybe',
    summary: msg({ message: 'A UUID, with or without hyphens; NULL where the text is none.' }),
    examples: [{ expression: "to_uuid('x')", result: null }],
  },
  encode_utf8: {
    takes: ['value text'],
    returns: binary,
    summary: msg({ message: 'The bytes of a text.' }),
    examples: [{ expression: "to_hex(encode_utf8('ä'))", result: 'c3a4' }],
  },
  decode_utf8: {
    takes: ['value binary'],
    returns: text,
    summary: msg({ message: 'The text of bytes; bytes that are no text stop the run.' }),
    examples: [{ expression: "decode_utf8(from_hex('c3a4'))", result: 'ä' }],
  },
  to_hex: {
    takes: ['value text', 'value binary'],
    returns: text,
    summary: msg({ message: 'Bytes as hexadecimal digits.' }),
    examples: [{ expression: "to_hex('ab')", result: '6162' }],
  },
  from_hex: {
    takes: ['value text'],
    returns: binary,
    summary: msg({ message: 'Hexadecimal digits as bytes.' }),
    examples: [{ expression: "decode_utf8(from_hex('6162'))", result: 'ab' }],
  },
  to_base64: {
    takes: ['value text', 'value binary'],
    returns: text,
    summary: msg({ message: 'Bytes in Base64.' }),
    examples: [{ expression: "to_base64('ab')", result: 'YWI=' }],
  },
  from_base64: {
    takes: ['value text'],
    returns: binary,
    summary: msg({ message: 'Base64 as bytes.' }),
    examples: [{ expression: "decode_utf8(from_base64('YWI='))", result: 'ab' }],
  },
  url_encode: {
    takes: ['value text'],
    returns: text,
    summary: msg({ message: 'A text made safe for a web address.' }),
    examples: [{ expression: "url_encode('a b&c')", result: 'a%20b%26c' }],
  },
  url_decode: {
    takes: ['value text'],
    returns: text,
    summary: msg({ message: 'The text that was made safe for a web address.' }),
    examples: [{ expression: "url_decode('a%20b')", result: 'a b' }],
  },
} as const satisfies Record<string, FunctionSpec>
