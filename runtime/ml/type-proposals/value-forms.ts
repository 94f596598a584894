/** Why a text is not the value of a type, in a few words; undefined where it is. */
export type Reason = string | undefined

/** A number written out: its sign, digits before and after the point, and trailing zeros. */
export interface NumberForm {
  readonly negative: boolean
  readonly whole: string
  /** Without the zeros at its end. */
  readonly fraction: string
  readonly exponent: boolean
  /** Written as our number types print it; `1.50` and `1e3` are not. */
  readonly canonical: boolean
}

const plain = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/
const scientific = /^(-?)([1-9])(?:\.(\d+))?[eE]([+-]?\d{1,3})$/

/** Undefined for what is no number, or loses something as one: `007`, `+1`, `-0`, `1.`, `.5`. */
export function numberForm(text: string): NumberForm | undefined {
  const found = plain.exec(text)
  if (found) {
    const [, sign = '', whole = '', digits = ''] = found
    const fraction = digits.replace(/0+$/, '')
    if (sign === '-' && whole === '0' && fraction === '') return undefined
    return {
      negative: sign === '-',
      whole,
      fraction,
      exponent: false,
      canonical: fraction === digits,
    }
  }
  const parts = scientific.exec(text)
  if (!parts) return undefined
  const [, sign = '', lead = '', digits = '', power = '0'] = parts
  const all = lead + digits
  const point = 1 + Number(power)
  if (point > 60 || point < -60) return undefined
  const padded = point <= 0 ? `${'0'.repeat(1 - point)}${all}` : all.padEnd(point, '0')
  const at = point <= 0 ? 1 : point
  const fraction = padded.slice(at).replace(/0+$/, '')
  return {
    negative: sign === '-',
    whole: padded.slice(0, at),
    fraction,
    exponent: true,
    canonical: false,
  }
}

export function numberReason(text: string): Reason {
  if (numberForm(text)) return undefined
  if (/^[+-]?0\d+(\.\d+)?$/.test(text)) return 'leading zero'
  if (/^\+\d/.test(text)) return 'plus sign'
  if (/^-0(\.0*)?$/.test(text)) return 'negative zero'
  if (/^\s|\s$/.test(text)) return 'space at an end'
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return 'thousands separator'
  if (text === '') return 'empty text'
  return 'not a number'
}

export const integerReason = (text: string): Reason => {
  const form = numberForm(text)
  if (!form) return numberReason(text)
  if (form.exponent) return 'written with an exponent'
  return form.fraction !== '' || !form.canonical ? 'has decimals' : undefined
}

const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const leap = (y: number) => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0

function dayReason(year: number, month: number, day: number): Reason {
  if (year < 1) return 'year 0'
  if (month < 1 || month > 12) return 'no such month'
  if (day < 1 || day > (days[month - 1] as number) || (month === 2 && day === 29 && !leap(year)))
    return 'no such day'
  return undefined
}

export function dateReason(text: string): Reason {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (!found) return /\d/.test(text) && /[/.-]/.test(text) ? 'not written yyyy-mm-dd' : 'not a date'
  return dayReason(Number(found[1]), Number(found[2]), Number(found[3]))
}

const clock = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?$/
export const timeReason = (text: string): Reason =>
  clock.test(text) ? undefined : 'not a time hh:mm:ss'

/** A timestamp; with `zone`, only those that are in UTC, as others come back with another offset. */
export function timestampReason(text: string, zone: boolean): Reason {
  const found = /^(\d{4})-(\d\d)-(\d\d)([ T])([\d:.]+)(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text)
  if (!found) return 'not a timestamp'
  const [, year, month, day, , time = '', offset] = found
  if (!clock.test(time)) return 'not a time of day'
  if ((offset !== undefined) !== zone) return zone ? 'no time zone' : 'has a time zone'
  if (zone && !/^(Z|\+00(:?00)?)$/.test(offset ?? '')) return 'offset is not that of UTC'
  return dayReason(Number(year), Number(month), Number(day))
}

export const uuidReason = (text: string): Reason =>
  /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text)
    ? undefined
    : /^[0-9a-f-]{36}$/i.test(text)
      ? 'capital letters'
      : 'not a UUID'

export function jsonReason(text: string): Reason {
  if (!/^[[{]/.test(text)) return 'neither object nor list'
  try {
    JSON.parse(text)
    return undefined
  } catch {
    return 'not JSON'
  }
}

/**
 * The one writing of a value that two texts of it share: numbers without exponent and without
 * zeros at the end, timestamps with a space, without zeros of the fraction, UTC as `+00`.
 */
export function canonicalValue(text: string, kind: 'number' | 'timestamp' | 'text'): string {
  if (kind === 'number') {
    const form = numberForm(text.replace(/^(-?)\./, '$10.'))
    if (!form) return text
    return `${form.negative ? '-' : ''}${form.whole}${form.fraction === '' ? '' : `.${form.fraction}`}`
  }
  if (kind === 'timestamp')
    return text
      .replace('T', ' ')
      .replace(/(?:Z|[+-]00(?::?00)?)$/, '+00')
      .replace(/(\.\d*?)0+(\+00)?$/, '$1$2')
      .replace(/\.(\+00)?$/, '$1')
  return text
}
