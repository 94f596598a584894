import fc from 'fast-check'
import type { DataType } from '../../nodes/kit/data-type.ts'

const words = [
  '',
  ' ',
  'a',
  'A',
  'b',
  'ä',
  'Ä',
  'ß',
  'a ',
  ' A ',
  'aa',
  'ab',
  'a,b,c',
  '-a--',
  "it's",
  'back\\slash',
  '%',
  'a_b',
  'İ',
  'é',
  'e\u0301',
  '日本語',
  '👩‍👩‍👧',
  'z\u{1F600}',
  'x\ny',
  'tab\there',
  '12',
  '-1.5',
  '2024-01-31',
  'true',
  '\u00a0',
]
const days = [
  '2024-01-31',
  '2024-02-29',
  '2023-12-31',
  '2024-12-30',
  '1970-01-01',
  '1969-12-31',
  '1900-03-01',
  '0001-01-01',
  '9999-12-31',
]
const clocks = ['00:00:00', '23:59:59', '12:34:56.5', '01:02:03.000001']

const ints = (bits: 8 | 16 | 32 | 64) => {
  const half = 2n ** BigInt(bits - 1)
  return fc.oneof(
    { arbitrary: fc.bigInt({ min: -12n, max: 12n }), weight: 6 },
    { arbitrary: fc.bigInt({ min: -half, max: half - 1n }), weight: 2 },
    fc.constantFrom(-half, half - 1n),
  )
}

function decimals(precision: number, scale: number) {
  const largest = 10n ** BigInt(precision) - 1n
  const near = largest < 2000n ? largest : 2000n
  return fc
    .oneof(
      { arbitrary: fc.bigInt({ min: -near, max: near }), weight: 4 },
      { arbitrary: fc.bigInt({ min: -largest, max: largest }), weight: 2 },
      fc.constantFrom(largest, -largest),
    )
    .map((n) => {
      const digits = String(n < 0n ? -n : n).padStart(scale + 1, '0')
      const whole = digits.slice(0, digits.length - scale)
      return `${n < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`
    })
}

/**
 * Canonical texts of a type: small and extreme values, and those engines disagree about.
 * @param strict leaves out what not every engine can hold: NaN, infinity, years before Christ
 */
export function randomValues(type: DataType, strict = false): fc.Arbitrary<string> {
  const beyond = strict ? [] : ['infinity', '-infinity', '0044-03-15 BC', '0001-12-31 BC']
  switch (type.kind) {
    case 'boolean':
      return fc.constantFrom('true', 'false')
    case 'integer':
      return ints(type.bits).map(String)
    case 'decimal':
      return decimals(type.precision, type.scale)
    case 'float': {
      const special = ['0.5', '-2.5', '1e300', '-0', '1e-300', '123456.75']
      const huge = type.bits === 32 ? special.filter((s) => !s.includes('e')) : special
      return fc.oneof(
        fc.constantFrom(...huge, ...(strict ? [] : ['NaN', 'Infinity', '-Infinity'])),
        fc.integer({ min: -1000, max: 1000 }).map((n) => String(n / 8)),
      )
    }
    case 'text':
      return fc.constantFrom(...words)
    case 'binary':
      return fc
        .uint8Array({ maxLength: 6 })
        .map((bytes) => `\\x${Buffer.from(bytes).toString('hex')}`)
    case 'date':
      return fc.constantFrom(...days, ...beyond)
    case 'timestamp': {
      const zone = type.zone ? '+00' : ''
      const moments = days.flatMap((d) => clocks.map((c) => `${d} ${c}${zone}`))
      const early = beyond.map((d) =>
        d.endsWith('BC') ? d.replace(' BC', ` 10:00:00${zone} BC`) : d,
      )
      return fc.oneof(
        { arbitrary: fc.constantFrom(...moments), weight: 4 },
        fc.constantFrom(...moments, ...early),
      )
    }
    case 'uuid':
      return fc.uuid()
    default:
      throw new Error(`no random values of ${type.kind}`)
  }
}
