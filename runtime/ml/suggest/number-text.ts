/** The digits that the engine's `parse_number` reads, with its ten decimal places. */
export function parseNumber(text: string, point: string, group: string): string | null {
  const escaped = (sign: string) => sign.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const grouped = group && `|[0-9]{1,3}(?:${escaped(group)}[0-9]{3})+`
  const fraction = point && `(?:${escaped(point)}[0-9]*)?`
  const bare = point && `|[+-]?${escaped(point)}[0-9]+`
  const pattern = new RegExp(`^(?:[+-]?(?:[0-9]+${grouped})${fraction}${bare})$`)
  const trimmed = text.replace(/^ +| +$/g, '')
  if (!pattern.test(trimmed)) return null
  const plain = group ? trimmed.replaceAll(group, '') : trimmed
  const digits = point ? plain.replace(point, '.') : plain
  return roundDigits(digits.replace(/^\+/, ''), 10)
}

/** Rounds a number by its digits, halves away from zero, as exact decimals are. */
export function roundDigits(text: string, places: number): string {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  const kept = BigInt(`0${whole}${fraction.slice(0, places).padEnd(places, '0')}`)
  const up = (fraction[places] ?? '0') >= '5' ? 1n : 0n
  return signed(text.startsWith('-'), (kept + up).toString(), places)
}

/** Rounds a double as the engine does when it becomes a decimal. */
export function roundDouble(value: number, places: number): string {
  const scaled = Math.round(Math.abs(value) * 10 ** places)
  if (!Number.isFinite(scaled)) return '0'
  return signed(value < 0, BigInt(scaled).toString(), places)
}

function signed(negative: boolean, digits: string, places: number): string {
  const all = digits.padStart(places + 1, '0')
  const text = places > 0 ? `${all.slice(0, -places)}.${all.slice(-places)}` : all
  return negative && /[1-9]/.test(text) ? `-${text}` : text
}

/** Writes the digits of a rounded number as the engine's `format_number`. */
export function formatNumber(rounded: string, point: string, group: string): string {
  const [whole = '0', fraction] = rounded.replace('-', '').split('.')
  const groups = group ? whole.replace(/\B(?=(\d{3})+$)/g, () => group) : whole
  const sign = rounded.startsWith('-') ? '-' : ''
  return sign + groups + (fraction === undefined ? '' : point + fraction)
}

/** Rounds to a number of significant digits, halves away from zero. */
export function roundSignificant(value: number, digits: number): number {
  if (value === 0 || !Number.isFinite(value)) return value
  const places = digits - 1 - Math.floor(Math.log10(Math.abs(value)))
  const unit = 10 ** Math.abs(places)
  const size = Math.abs(value)
  return (
    Math.sign(value) *
    (places > 0 ? Math.round(size * unit) / unit : Math.round(size / unit) * unit)
  )
}
