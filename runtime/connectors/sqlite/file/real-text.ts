/**
 * A REAL as SQLite's `printf('%!.15g')` writes it, or, where 15 digits do not give the same
 * number back, `'%!.17g'`: what `lines.ts` has SQLite itself write.
 */
export function realText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'Infinity'
  if (value === Number.NEGATIVE_INFINITY) return '-Infinity'
  const size = Math.abs(value)
  if (Number.isInteger(value) && size < 1e15) return `${value}.0`
  const usual = size >= 1e-20 && size <= 1e20
  const shortest = usual ? value.toExponential() : ''
  // A sign, a point, and what follows the digits.
  const digits = shortest.indexOf('e') - (value < 0 ? 1 : 0) - (shortest.includes('.') ? 1 : 0)
  return usual && digits <= 15 ? general(shortest, 15) : general(value.toExponential(16), 17)
}

/** `%!.<precision>g` of a number in exponential form. */
function general(exponential: string, precision: number): string {
  const [mantissa = '', power = '0'] = exponential.split('e')
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '').replace(/0+$/, '') || '0'
  const exponent = Number(power)
  if (exponent < -4 || exponent >= precision) {
    const two = String(Math.abs(exponent)).padStart(2, '0')
    return `${sign}${digits[0]}.${digits.slice(1) || '0'}e${exponent < 0 ? '-' : '+'}${two}`
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

/** A REAL in a decimal column: with the column's scale, unless it has more digits than that. */
export function decimalText(value: number, scale: number): string {
  const text = Math.abs(value) < 1e15 ? value.toFixed(scale) : undefined
  return text !== undefined && Number(text) === value ? text : realText(value)
}
