/** A date or timestamp without zone while an expression is evaluated here. */
export interface Moment {
  /** Milliseconds since 1 January 1970, read as UTC. */
  readonly ms: number
}

const months =
  'January February March April May June July August September October November December'
    .split(' ')
    .map((name) => name)
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

const two = (n: number) => String(n).padStart(2, '0')

const writers: Readonly<Record<string, (d: Date) => string>> = {
  Y: (d) => String(d.getUTCFullYear()).padStart(4, '0'),
  y: (d) => two(d.getUTCFullYear() % 100),
  m: (d) => two(d.getUTCMonth() + 1),
  '-m': (d) => String(d.getUTCMonth() + 1),
  B: (d) => months[d.getUTCMonth()] as string,
  b: (d) => (months[d.getUTCMonth()] as string).slice(0, 3),
  d: (d) => two(d.getUTCDate()),
  '-d': (d) => String(d.getUTCDate()),
  A: (d) => days[d.getUTCDay()] as string,
  a: (d) => (days[d.getUTCDay()] as string).slice(0, 3),
  H: (d) => two(d.getUTCHours()),
  '-H': (d) => String(d.getUTCHours()),
  I: (d) => two(d.getUTCHours() % 12 || 12),
  '-I': (d) => String(d.getUTCHours() % 12 || 12),
  M: (d) => two(d.getUTCMinutes()),
  S: (d) => two(d.getUTCSeconds()),
  p: (d) => (d.getUTCHours() < 12 ? 'AM' : 'PM'),
  j: (d) => String(Math.floor((+d - Date.UTC(d.getUTCFullYear(), 0)) / 864e5) + 1).padStart(3, '0'),
}

/** Codes `formatMoment` knows, as in `format_date`. */
export const momentCodes = Object.keys(writers).map((code) => `%${code}`)

export const formatMoment = ({ ms }: Moment, format: string): string =>
  format.replace(/%(-?[a-zA-Z])/g, (code, name: string) => writers[name]?.(new Date(ms)) ?? code)

const shortMonths = months.map((m) => m.slice(0, 3))

/** Digits are read greedily, up to so many. */
const digitsOf: Readonly<Record<string, number>> = {
  Y: 4,
  y: 2,
  m: 2,
  d: 2,
  H: 2,
  I: 2,
  M: 2,
  S: 2,
}
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  B: months,
  b: shortMonths,
  A: days,
  a: days.map((d) => d.slice(0, 3)),
  p: ['AM', 'PM'],
}

/** The parts of a text by their codes; undefined where it does not fit. */
function partsOf(text: string, format: string): Map<string, string> | undefined {
  const parts = new Map<string, string>()
  let at = 0
  for (let i = 0; i < format.length; i++) {
    const sign = format[i] as string
    if (sign !== '%' || format[i + 1] === '%') {
      if (text[at++] !== sign) return undefined
      if (sign === '%') i++
      continue
    }
    const code = format[++i] as string
    const digits = digitsOf[code]
    const rest = text.slice(at)
    const part = digits
      ? new RegExp(`^[0-9]{1,${digits}}`).exec(rest)?.[0]
      : wordsOf[code]?.find((word) => rest.toLowerCase().startsWith(word.toLowerCase()))
    if (part === undefined) return undefined
    parts.set(code, part)
    at += part.length
  }
  return at === text.length ? parts : undefined
}

/** The moment a text states in a format, as `parse_timestamp` reads it; undefined: in another. */
export function parseMoment(text: string, format: string): Moment | undefined {
  const part = partsOf(text.trim(), format)
  if (!part) return undefined
  const number = (code: string, otherwise: number) =>
    part.has(code) ? Number(part.get(code)) : otherwise
  const short = number('y', 0)
  const year = part.has('Y')
    ? number('Y', 0)
    : part.has('y')
      ? short + (short < 69 ? 2000 : 1900)
      : 1900
  const month = part.has('B')
    ? indexOf(months, part.get('B'))
    : part.has('b')
      ? indexOf(shortMonths, part.get('b'))
      : number('m', 1)
  const day = number('d', 1)
  let hour = number('H', 0)
  if (part.has('I')) {
    const shown = number('I', 12)
    if (shown < 1 || shown > 12) return undefined
    hour = (shown % 12) + (part.get('p')?.toUpperCase() === 'PM' ? 12 : 0)
  }
  const [minute, second] = [number('M', 0), number('S', 0)]
  const fits = month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60 && second < 60
  if (!fits || year < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined
  // Date.UTC takes the years 0 to 99 for those of the last century.
  const date = new Date(Date.UTC(2000, 0, 1, hour, minute, second))
  return { ms: date.setUTCFullYear(year, month - 1, day) }
}

const indexOf = (names: readonly string[], name = '') =>
  names.findIndex((n) => n.toLowerCase() === name.toLowerCase()) + 1
