import { parseMoment } from './moments.ts'

export interface DateFormat {
  readonly format: string
  /** How unusual it is. */
  readonly cost: number
  /** Whether it has hours. */
  readonly timed: boolean
}

const monthWord =
  /^(january|february|march|april|may|june|july|august|september|october|november|december)$/i
const shortMonth = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$/i
const dayWord = /^(monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/i
const shortDay = /^(mon|tue|wed|thu|fri|sat|sun)$/i

interface Draft {
  readonly text: string
  readonly used: string
}

/** The formats in which a text may be a date, a time or both; none for what is no such text. */
export function dateFormats(text: string): DateFormat[] {
  const trimmed = text.trim()
  if (trimmed.length > 40 || !/\d|^[A-Za-z]{3,9}$/.test(trimmed)) return []
  const parts = trimmed.match(/[A-Za-z]+|[0-9]+|[^A-Za-z0-9]+/g) ?? []
  if (parts.length > 17) return []
  let drafts: Draft[] = [{ text: '', used: '' }]
  const halfDay = /[0-9]\s?[ap]m\b/i.test(trimmed)
  for (const [i, part] of parts.entries()) {
    const options = codesFor(part, parts[i - 1] ?? '', parts[i + 1] ?? '', halfDay)
    drafts = drafts.flatMap((draft) =>
      options
        .filter((o) => ![...o.used].some((c) => draft.used.includes(c)))
        .map((o) => ({ text: draft.text + o.text, used: draft.used + o.used })),
    )
  }
  return drafts
    .filter(
      ({ text: format, used }) =>
        used.length > 0 && plausible(used) && parseMoment(trimmed, format),
    )
    .map(({ text: format, used }) => ({
      format,
      cost: unusual(format),
      timed: /[HIM]/.test(used),
    }))
}

/** What a part of a text may be; `used` has a letter for each part of a date. */
function codesFor(part: string, before: string, after: string, halfDay: boolean): Draft[] {
  if (/^[A-Za-z]/.test(part)) {
    const found: Draft[] = []
    if (shortMonth.test(part)) found.push({ text: '%b', used: 'm' })
    else if (monthWord.test(part)) found.push({ text: '%B', used: 'm' })
    else if (shortDay.test(part)) found.push({ text: '%a', used: 'w' })
    else if (dayWord.test(part)) found.push({ text: '%A', used: 'w' })
    else if (/^[ap]m$/i.test(part)) found.push({ text: '%p', used: 'p' })
    else if (/^(T|Z|UTC|GMT|at|of)$/.test(part)) found.push({ text: part, used: '' })
    return found
  }
  if (/^[0-9]/.test(part)) return numberCodes(part, before, after, halfDay)
  return [{ text: part.replaceAll('%', '%%'), used: '' }]
}

function numberCodes(part: string, before: string, after: string, halfDay: boolean): Draft[] {
  const hour = halfDay ? '%I' : '%H'
  switch (part.length) {
    case 14:
      return [{ text: '%Y%m%d%H%M%S', used: 'YmdHMS' }]
    case 8:
      return ['%Y%m%d', '%d%m%Y', '%m%d%Y'].map((text) => ({ text, used: 'Ymd' }))
    case 6:
      return ['%y%m%d', '%d%m%y', '%m%d%y'].map((text) => ({ text, used: 'Ymd' }))
    case 4:
      return [{ text: '%Y', used: 'Y' }]
    case 1:
    case 2: {
      const colon = before === ':' || after === ':'
      if (before === ':' && after === ':') return [{ text: '%M', used: 'M' }]
      if (after === ':') return [{ text: hour, used: 'H' }]
      if (colon)
        return [
          { text: '%M', used: 'M' },
          { text: '%S', used: 'S' },
        ]
      if (/^\s*$/.test(before) && /^\s?$/.test(after) && halfDay) return [{ text: '%I', used: 'H' }]
      const year = part.length === 2 ? [{ text: '%y', used: 'Y' }] : []
      return [{ text: '%d', used: 'd' }, { text: '%m', used: 'm' }, ...year]
    }
    default:
      return []
  }
}

function plausible(used: string): boolean {
  const has = (c: string) => used.includes(c)
  if (has('S') && !has('M')) return false
  if (has('M') && !has('H')) return false
  if (has('p') && !has('H')) return false
  if (has('w') && !has('d')) return false
  if (has('d') && !has('m')) return false
  if (has('H') && !has('d') && (has('Y') || has('m'))) return false
  return true
}

/** Dates are mostly written year-month-day, day-month-year or, with slashes, month/day/year. */
function unusual(format: string): number {
  const order = (format.match(/%[YymBbd]/g) ?? [])
    .map((c) => (c[1] as string).toLowerCase())
    .join('')
    .replace('b', 'm')
  const named = /%[Bb]/.test(format)
  const costs: Readonly<Record<string, number>> = {
    ymd: 0,
    dmy: 0.2,
    mdy: named || format.includes('/') ? 0 : 0.9,
    md: 0.2,
    dm: 0.4,
    ym: 0.3,
    my: 0.3,
    m: 0.6,
    y: 0.6,
    '': 0.2,
  }
  const two = format.includes('%y') ? 0.3 : 0
  return (costs[order] ?? 1.8) + two
}
