import { msg } from '@lingui/core/macro'
import type { DataType } from '../data-type.ts'
import { bigint, boolean, decimal, double, integer, text } from '../data-type.ts'
import type { Expression } from '../expression.ts'
import type { FunctionSpec } from './define.ts'

const first = ([type]: readonly DataType[]) => type

/** A decimal loses its places, other numbers stay what they are. */
const wholePart = ([type]: readonly DataType[]) =>
  type?.kind === 'decimal' ? decimal(type.precision, 0) : type

/** A decimal keeps as many places as are asked for. */
function rounded([type]: readonly DataType[], args: readonly Expression[]): DataType | undefined {
  if (type?.kind !== 'decimal') return type
  const places = args[1]?.kind === 'literal' ? Number(args[1].value) : args[1] ? type.scale : 0
  return decimal(type.precision, Math.max(0, Math.min(type.scale, places)))
}

export const numberFunctions = {
  abs: {
    takes: ['value number'],
    returns: first,
    summary: msg({ message: 'The value without its sign.' }),
    examples: [{ expression: 'abs(-1.5)', result: '1.5' }],
  },
  round: {
    takes: ['value number, places? fixed whole'],
    returns: rounded,
    summary: msg({ message: 'Rounded to a number of decimal places, halves away from zero.' }),
    examples: [
      { expression: 'round(2.345, 2)', result: '2.35' },
      { expression: 'round(-2.5)', result: '-3' },
      { expression: 'round(1250, -2)', result: '1300' },
    ],
  },
  round_significant: {
    takes: ['value double, digits fixed whole'],
    returns: double,
    summary: msg({ message: 'Rounded to a number of significant digits.' }),
    examples: [
      { expression: 'round_significant(155.96417, 6)', result: '155.964' },
      { expression: 'round_significant(0.0123456, 3)', result: '0.0123' },
      { expression: 'round_significant(-98765, 2)', result: '-99000.0' },
      { expression: 'round_significant(0, 4)', result: '0.0' },
    ],
  },
  ceil: {
    takes: ['value number'],
    returns: wholePart,
    summary: msg({ message: 'The next whole number upwards.' }),
    examples: [{ expression: 'ceil(1.2)', result: '2' }],
  },
  floor: {
    takes: ['value number'],
    returns: wholePart,
    summary: msg({ message: 'The next whole number downwards.' }),
    examples: [{ expression: 'floor(-1.2)', result: '-2' }],
  },
  trunc: {
    takes: ['value number'],
    returns: wholePart,
    summary: msg({ message: 'Without the decimal places.' }),
    examples: [{ expression: 'trunc(-1.9)', result: '-1' }],
  },
  div: {
    takes: ['left bigint, right bigint'],
    returns: bigint,
    nulls: 'maybe',
    summary: msg({ message: 'Whole division, towards zero; NULL for a division by zero.' }),
    examples: [
      { expression: 'div(-7, 2)', result: '-3' },
      { expression: 'div(7, 0)', result: null },
    ],
  },
  power: {
    takes: ['base double, exponent double'],
    returns: double,
    summary: msg({ message: 'The base raised to the exponent.' }),
    examples: [{ expression: 'power(2, 10)', result: '1024.0' }],
  },
  sqrt: {
    takes: ['value double'],
    returns: double,
    summary: msg({ message: 'The square root; a negative number stops the run.' }),
    examples: [{ expression: 'sqrt(9)', result: '3.0' }],
  },
  cbrt: {
    takes: ['value double'],
    returns: double,
    summary: msg({ message: 'The cube root.' }),
    examples: [{ expression: 'round(cbrt(27), 6)', result: '3.0' }],
  },
  exp: {
    takes: ['value double'],
    returns: double,
    summary: msg({ message: 'e raised to the value.' }),
    examples: [{ expression: 'exp(0)', result: '1.0' }],
  },
  ln: {
    takes: ['value double'],
    returns: double,
    summary: msg({ message: 'The natural logarithm.' }),
    examples: [{ expression: 'ln(1)', result: '0.0' }],
  },
  log10: {
    takes: ['value double'],
    returns: double,
    summary: msg({ message: 'The logarithm to base 10.' }),
    examples: [{ expression: 'log10(1000)', result: '3.0' }],
  },
  log2: {
    takes: ['value double'],
    returns: double,
    summary: msg({ message: 'The logarithm to base 2.' }),
    examples: [{ expression: 'log2(8)', result: '3.0' }],
  },
  sign: {
    takes: ['value number'],
    returns: integer,
    summary: msg({ message: '-1, 0 or 1.' }),
    examples: [{ expression: 'sign(-2.5)', result: '-1' }],
  },
  pi: {
    takes: [''],
    returns: double,
    summary: msg({ message: 'The number π.' }),
    examples: [{ expression: 'pi()', result: '3.141592653589793' }],
  },
  sin: {
    takes: ['angle double'],
    returns: double,
    summary: msg({ message: 'The sine of an angle in radians.' }),
    examples: [{ expression: 'sin(0)', result: '0.0' }],
  },
  cos: {
    takes: ['angle double'],
    returns: double,
    summary: msg({ message: 'The cosine of an angle in radians.' }),
    examples: [{ expression: 'cos(0)', result: '1.0' }],
  },
  tan: {
    takes: ['angle double'],
    returns: double,
    summary: msg({ message: 'The tangent of an angle in radians.' }),
    examples: [{ expression: 'tan(0)', result: '0.0' }],
  },
  atan2: {
    takes: ['y double, x double'],
    returns: double,
    summary: msg({ message: 'The angle of a point, in radians.' }),
    examples: [{ expression: 'atan2(0, 1)', result: '0.0' }],
  },
  radians: {
    takes: ['degrees double'],
    returns: double,
    summary: msg({ message: 'Degrees as radians.' }),
    examples: [{ expression: 'radians(180) = pi()', result: 'true' }],
  },
  degrees: {
    takes: ['radians double'],
    returns: double,
    summary: msg({ message: 'Radians as degrees.' }),
    examples: [{ expression: 'degrees(pi())', result: '180.0' }],
  },
  random: {
    takes: [''],
    returns: double,
    deterministic: false,
    summary: msg({ message: 'A random number from 0 up to 1, another for each row.' }),
    examples: [{ expression: 'random()' }],
  },
  is_nan: {
    takes: ['value double'],
    returns: boolean,
    summary: msg({ message: 'True for “not a number”.' }),
    examples: [{ expression: "is_nan(cast('NaN' as double))", result: 'true' }],
  },
  is_finite: {
    takes: ['value double'],
    returns: boolean,
    summary: msg({ message: 'False for infinity and for “not a number”.' }),
    examples: [{ expression: "is_finite(cast('Infinity' as double))", result: 'false' }],
  },
  bit_and: {
    takes: ['left bigint, right bigint'],
    returns: bigint,
    summary: msg({ message: 'The bits set on both sides.' }),
    examples: [{ expression: 'bit_and(12, 10)', result: '8' }],
  },
  bit_or: {
    takes: ['left bigint, right bigint'],
    returns: bigint,
    summary: msg({ message: 'The bits set on either side.' }),
    examples: [{ expression: 'bit_or(12, 10)', result: '14' }],
  },
  bit_xor: {
    takes: ['left bigint, right bigint'],
    returns: bigint,
    summary: msg({ message: 'The bits set on one side only.' }),
    examples: [{ expression: 'bit_xor(12, 10)', result: '6' }],
  },
  bit_not: {
    takes: ['value bigint'],
    returns: bigint,
    summary: msg({ message: 'Every bit turned round.' }),
    examples: [{ expression: 'bit_not(5)', result: '-6' }],
  },
  bit_count: {
    takes: ['value bigint'],
    returns: integer,
    summary: msg({ message: 'How many bits are set.' }),
    examples: [{ expression: 'bit_count(7)', result: '3' }],
  },
  shift_left: {
    takes: ['value bigint, bits bigint'],
    returns: bigint,
    summary: msg({ message: 'The bits moved to the left.' }),
    examples: [{ expression: 'shift_left(1, 4)', result: '16' }],
  },
  shift_right: {
    takes: ['value bigint, bits bigint'],
    returns: bigint,
    summary: msg({ message: 'The bits moved to the right.' }),
    examples: [{ expression: 'shift_right(16, 4)', result: '1' }],
  },
  parse_number: {
    takes: ['value text, decimal? fixed text, group? fixed text'],
    returns: decimal(38, 10),
    nulls: 'maybe',
    summary: msg({
      message: 'A number written with the given decimal and group signs; NULL where it is none.',
    }),
    examples: [
      { expression: "parse_number('1.234,56', ',', '.')", result: '1234.5600000000' },
      { expression: "parse_number('n/a')", result: null },
    ],
  },
  format_number: {
    takes: ['value number, places fixed whole, decimal? fixed text, group? fixed text'],
    returns: text,
    nulls: 'maybe',
    summary: msg({
      message: 'A number as people write it, with fixed places and the given signs.',
    }),
    examples: [{ expression: "format_number(-1234567.891, 2, ',', '.')", result: '-1.234.567,89' }],
  },
} as const satisfies Record<string, FunctionSpec>
