import type { Difference } from './difference.ts'
import type { Meaning } from './meaning.ts'

type NumberMeaning = Extract<Meaning, { kind: 'integer' | 'decimal' | 'float' }>

/** Bounds of whole numbers. */
function bounds({ bits, unsigned }: Extract<Meaning, { kind: 'integer' }>): [bigint, bigint] {
  return unsigned
    ? [0n, 2n ** BigInt(bits) - 1n]
    : [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n]
}

export function compareNumbers(source: NumberMeaning, target: NumberMeaning): Difference[] {
  if (source.kind === 'float') return fromFloat(source, target)
  if (target.kind === 'float') return toFloat(source, target)
  if (source.kind === 'integer' && target.kind === 'integer') return integers(source, target)
  return decimals(source, target)
}

function integers(
  source: Extract<Meaning, { kind: 'integer' }>,
  target: Extract<Meaning, { kind: 'integer' }>,
): Difference[] {
  if (source.year !== target.year) return [change('The year is an ordinary number.')]
  const [low, high] = bounds(source)
  const [min, max] = bounds(target)
  if (low === min && high === max) return []
  if (low >= min && high <= max) return [widened('Greater numbers fit, too.')]
  return narrowed(`${min} to ${max}`, { kind: 'outside', min: String(min), max: String(max) })
}

function decimals(
  source: Exclude<NumberMeaning, { kind: 'float' }>,
  target: Exclude<NumberMeaning, { kind: 'float' }>,
): Difference[] {
  const s = digits(source)
  const t = digits(target)
  const whole = t.precision - t.scale
  const differences: Difference[] = []
  const fits = s.precision - s.scale <= whole
  if (s.scale > t.scale)
    differences.push(
      {
        code: 'PRECISION_REDUCED',
        severity: 'warning',
        reason: `The target keeps ${t.scale} fractional digits.`,
      },
      {
        code: 'VALUE_OUT_OF_RANGE',
        severity: 'error',
        reason: `They have more than ${t.scale} fractional digits and are rounded.`,
        count: { kind: 'finer', digits: t.scale },
        onlyWithRows: true,
      },
    )
  if (!fits)
    differences.push(
      ...narrowed(`${whole} digits before the point`, {
        kind: 'more digits',
        scale: t.scale,
        integerDigits: whole,
      }),
    )
  if (s.special && !t.special) differences.push(notFinite)
  const unsigned = 'unsigned' in source && source.unsigned && !target.unsigned
  if (differences.length > 0) return differences
  if (s.precision !== t.precision || s.scale !== t.scale || unsigned || s.special !== t.special)
    return [widened(unsigned ? 'Negative numbers fit, too.' : 'Numbers of more digits fit, too.')]
  return source.kind === target.kind && isMoney(source) === isMoney(target)
    ? []
    : [change('The same numbers.')]
}

const isMoney = (m: NumberMeaning) => m.kind === 'decimal' && m.money === true

const unlimited = 100_000

/** `special`: PostgreSQL's numeric holds NaN and infinities. */
function digits(m: Exclude<NumberMeaning, { kind: 'float' }>) {
  if (m.kind === 'decimal')
    return m.precision === undefined
      ? { precision: 2 * unlimited, scale: unlimited, special: true }
      : { precision: m.precision, scale: m.scale ?? 0, special: false }
  const [, high] = bounds(m)
  return { precision: String(high).length, scale: 0, special: false }
}

function fromFloat(
  source: Extract<Meaning, { kind: 'float' }>,
  target: NumberMeaning,
): Difference[] {
  if (target.kind === 'float') {
    if (target.bits === source.bits) return []
    return target.bits > source.bits
      ? [widened('More digits fit, too.')]
      : [
          {
            code: 'PRECISION_REDUCED',
            severity: 'warning',
            reason: 'Only about seven digits are kept.',
          },
        ]
  }
  return [
    {
      code: 'TYPE_CHANGED',
      severity: 'warning',
      reason: 'An inexact number becomes an exact one; digits that do not fit are rounded.',
    },
    notFinite,
  ]
}

function toFloat(source: NumberMeaning, target: Extract<Meaning, { kind: 'float' }>): Difference[] {
  const exact = target.bits === 64 ? 53 : 24
  if (source.kind === 'integer' && source.bits <= exact)
    return [change('An exact number becomes a floating-point one; the values are equal.')]
  return [
    {
      code: 'PRECISION_REDUCED',
      severity: 'warning',
      reason: `A floating-point number keeps ${target.bits === 64 ? 15 : 6} digits.`,
    },
  ]
}

export const notFinite: Difference = {
  code: 'NOT_FINITE',
  severity: 'error',
  reason: 'The target has no NaN and no infinities; they become NULL.',
  count: { kind: 'not finite' },
  onlyWithRows: true,
  remedy: 'to null',
}

const widened = (reason: string): Difference => ({ code: 'TYPE_WIDENED', severity: 'info', reason })
const change = (reason: string): Difference => ({ code: 'TYPE_CHANGED', severity: 'info', reason })

const narrowed = (holds: string, count: NonNullable<Difference['count']>): Difference[] => [
  { code: 'TYPE_NARROWED', severity: 'warning', reason: `The target holds ${holds}.` },
  {
    code: 'VALUE_OUT_OF_RANGE',
    severity: 'error',
    reason: `They are outside of ${holds} and are refused.`,
    count,
    onlyWithRows: true,
  },
]
