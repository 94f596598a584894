/** Reads canonical text; what is no such value, or out of range, is `undefined`. */

const wholeNumber = /^[+-]?\d+$/
const number = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i

/** Booleans count as 1 and 0. */
const asNumber = (text: string): string => (text === 'true' ? '1' : text === 'false' ? '0' : text)

export function parseInteger(given: string, min: bigint, max: bigint): bigint | undefined {
  const text = asNumber(given)
  if (!wholeNumber.test(text)) return undefined
  const value = BigInt(text)
  return value >= min && value <= max ? value : undefined
}

const shortDecimal = /^(-?)(\d{1,15})(?:\.(\d{1,15}))?$/

/** Units of 10^-scale of a usual number: few digits, none to round; else `undefined`. */
export function parseShortDecimal(
  text: string,
  precision: number,
  scale: number,
): number | undefined {
  const found = shortDecimal.exec(text)
  if (!found) return undefined
  const [, sign, whole = '', part = ''] = found
  if (part.length > scale || whole.length + scale > Math.min(15, precision)) return undefined
  const units = Number(whole + part.padEnd(scale, '0'))
  return sign ? -units : units
}

/** Units of 10^-scale, rounded half away from zero; `undefined` beyond `precision` digits. */
export function parseDecimal(given: string, precision: number, scale: number): bigint | undefined {
  const found = number.exec(asNumber(given))
  if (!found) return undefined
  const [, sign, whole = '', part = '', exponent = '0'] = found
  if (whole === '' && part === '') return undefined
  const power = Number(exponent) + scale
  if (power > 400) return /^0*$/.test(whole + part) ? 0n : undefined
  // The digits of the units, and those that are rounded away.
  const digits = whole + part
  const keep = whole.length + power
  const units = keep <= 0 ? '0' : digits.slice(0, keep).padEnd(keep, '0')
  const next = keep < 0 ? '0' : (digits[keep] ?? '0')
  const value = BigInt(units || '0') + (next >= '5' ? 1n : 0n)
  if (value >= 10n ** BigInt(precision)) return undefined
  return sign === '-' ? -value : value
}

export function parseFloatText(given: string): number | undefined {
  const text = asNumber(given)
  const found = number.exec(text)
  if (!found || ((found[2] ?? '') === '' && (found[3] ?? '') === '')) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

export function parseBoolean(text: string): boolean | undefined {
  switch (text) {
    case 'true':
    case '1':
      return true
    case 'false':
    case '0':
      return false
    default:
      return undefined
  }
}

const day = 86_400
const blank = 32

/** A moment as days since 0001-01-01 and ticks of 10^-scale seconds. */
export interface Moment {
  readonly days: number
  readonly ticks: number
}

const dateText = /^(\d{4})-(\d\d)-(\d\d)$/
const timeText = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/
const momentText =
  /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?$/

let lastDate = ''
let lastDays: number | undefined

/** Days since 0001-01-01. Neighbours often are of the same day. */
export function parseDate(text: string): number | undefined {
  if (text !== lastDate) {
    lastDays = daysOf(text)
    lastDate = text
  }
  return lastDays
}

function daysOf(text: string): number | undefined {
  const found = dateText.exec(text)
  if (!found) return undefined
  const [year, month, date] = [Number(found[1]), Number(found[2]), Number(found[3])]
  if (year < 1 || month < 1 || month > 12 || date < 1) return undefined
  const epoch = new Date(0)
  epoch.setUTCFullYear(year, month - 1, date)
  if (epoch.getUTCMonth() !== month - 1) return undefined
  return epoch.getTime() / 86_400_000 + daysToUnixEpoch
}

/** From 0001-01-01 to 1970-01-01. */
export const daysToUnixEpoch = 719_162
const lastDay = 3_652_058

/** Ticks since midnight, rounded; 24:00 where that rounds up to the next day. */
export function parseTime(text: string, scale: number): number | undefined {
  const found = timeText.exec(text)
  if (!found) return undefined
  const [hours, minutes, seconds] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)]
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined
  const part = (found[4] ?? '').padEnd(scale, '0')
  const ticks = Number(part.slice(0, scale) || '0') + ((part[scale] ?? '0') >= '5' ? 1 : 0)
  return ((hours * 60 + minutes) * 60 + seconds) * 10 ** scale + ticks
}

/** A date with time; a zone, where one is given, is taken off. */
export function parseMoment(text: string, scale: number): Moment | undefined {
  if (text.charCodeAt(10) === blank && text.length > 15 && text.length < 28) {
    const days = parseDate(text.slice(0, 10))
    const ticks = parseTime(text.slice(11), scale)
    if (days !== undefined && ticks !== undefined && ticks < day * 10 ** scale)
      return { days, ticks }
  }
  const found = momentText.exec(text)
  if (!found?.[1]) return undefined
  const date = parseDate(found[1])
  const time = parseTime(found[2] ?? '00:00:00', scale)
  if (date === undefined || time === undefined) return undefined
  const minutes = Number(found[4] ?? 0) * 60 + Number(found[5] ?? 0)
  const unit = 10 ** scale
  const ticks = time - (found[3] === '-' ? -minutes : minutes) * 60 * unit
  const carried = Math.floor(ticks / (day * unit))
  const days = date + carried
  if (days < 0 || days > lastDay) return undefined
  return { days, ticks: ticks - carried * day * unit }
}

/** `\x` and hex digits. */
export function parseBinary(text: string): Buffer | undefined {
  if (!/^\\x(?:[0-9a-f]{2})*$/i.test(text)) return undefined
  return Buffer.from(text.slice(2), 'hex')
}

/** 16 bytes in the order of SQL Server: three numbers backwards, then two runs as written. */
export function parseUuid(text: string): Buffer | undefined {
  const plain = text.replace(/^\{(.*)\}$/, '$1')
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(plain))
    return undefined
  const bytes = Buffer.from(plain.replaceAll('-', ''), 'hex')
  bytes.subarray(0, 4).reverse()
  bytes.subarray(4, 6).reverse()
  bytes.subarray(6, 8).reverse()
  return bytes
}
