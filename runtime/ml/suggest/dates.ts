import type { Expression } from '../../../nodes/kit/expression.ts'
import { call, literal } from '../../../nodes/kit/expression.ts'
import type { DateFormat } from './date-formats.ts'
import { dateFormats } from './date-formats.ts'
import type { Extractor, Piece } from './extract.ts'
import type { Moment } from './moments.ts'
import { formatMoment, momentCodes, parseMoment } from './moments.ts'

interface Reading {
  readonly expression: Expression
  readonly moments: readonly Moment[]
  readonly formats: readonly DateFormat[]
  readonly cost: number
}

/** Dates read from a piece and written anew, whole or by their parts, or moved by a constant. */
export function dateParts(out: Extractor, from: Piece, outputs: readonly string[]): void {
  const readings = readingsOf(from)
  if (readings.length === 0) return
  const [target = ''] = outputs
  const writings = new Set(momentCodes)
  const whole = dateFormats(target)
  for (const { format } of whole) for (const form of unpadded(format)) writings.add(form)
  for (const { expression, moments, formats, cost } of readings) {
    const timed = formats.some((f) => f.timed)
    const dated = formats.some((f) => /%[Yymdb]/i.test(f.format))
    for (const format of writings) {
      const codes = format.match(/%-?[a-zA-Z]/g) ?? []
      if (!timed && codes.some((c) => /[HIMSp]$/.test(c))) continue
      if (!dated && codes.some((c) => /[YymBbdAaj]$/.test(c))) continue
      out.offer({
        expression: call('format_date', expression, literal(format)),
        values: moments.map((m) => formatMoment(m, format)),
        cost: cost + 1.2 + 0.1 * codes.length,
      })
    }
    for (const { format, timed: hours } of whole)
      moved(out, { expression, moments, formats, cost }, format, hours, outputs)
  }
}

/** `%d` may as well be written without its zero. */
const unpadded = (format: string): string[] => [
  format,
  format.replace(/%([dm])/g, '%-$1'),
  format.replace(/%([HI])/g, '%-$1'),
  format.replace(/%([dmHI])/g, '%-$1'),
  format.replace(/%d/g, '%-d').replace(/%([HI])/g, '%-$1'),
]

function readingsOf(from: Piece): Reading[] {
  const counted = countedDays(from)
  if (counted) return [counted]
  const all = from.values.map(dateFormats)
  if (all.some((formats) => formats.length === 0)) return []
  const shared = (all[0] as DateFormat[]).filter(({ format }) =>
    from.values.every((v) => parseMoment(v, format)),
  )
  if (shared.length > 0) return shared.flatMap((f) => reading(from, [f]) ?? [])
  const cover: DateFormat[] = []
  for (const [e, value] of from.values.entries()) {
    if (cover.some(({ format }) => parseMoment(value, format))) continue
    const [best] = [...(all[e] as DateFormat[])].sort((a, b) => a.cost - b.cost)
    if (best) cover.push(best)
  }
  return [reading(from, cover) ?? []].flat()
}

const iso: DateFormat = { format: '%Y-%m-%d', cost: 0, timed: false }

/** Days since 30 December 1899, as spreadsheets count them, or seconds since 1970. */
function countedDays(from: Piece): Reading | undefined {
  if (!from.values.every((v) => /^[0-9]{5}$|^[0-9]{9,10}$/.test(v))) return undefined
  const numbers = from.values.map(Number)
  if (numbers.every((v) => v > 1e4 && v < 1e5)) {
    const start: Expression = { kind: 'literal', value: '1899-12-30', type: { kind: 'date' } }
    const days = call('to_integer', from.expression)
    const moments = numbers.map((v) => ({ ms: Date.UTC(1899, 11, 30) + v * 864e5 }))
    const expression = call('date_add', start, days, literal('day'))
    return { expression, moments, formats: [iso], cost: from.cost + 2 }
  }
  if (numbers.some((v) => v < 1e8)) return undefined
  const expression = call('from_epoch', call('to_double', from.expression))
  const moments = numbers.map((v) => ({ ms: v * 1000 }))
  return { expression, moments, formats: [{ ...iso, timed: true }], cost: from.cost + 2 }
}

function reading(from: Piece, formats: readonly DateFormat[]): Reading | undefined {
  const moments = from.values.map((value) => {
    for (const { format } of formats) {
      const found = parseMoment(value, format)
      if (found) return found
    }
    return undefined
  })
  const timed = formats.some((f) => f.timed)
  const names = formats.map((f) => literal(f.format))
  return {
    expression: call(timed ? 'parse_timestamp' : 'parse_date', from.expression, ...names),
    moments: moments as Moment[],
    formats,
    cost: from.cost + 0.8 + formats.reduce((sum, f) => sum + f.cost + 0.3, 0),
  }
}

const units = [
  ['day', 864e5],
  ['hour', 36e5],
  ['minute', 6e4],
  ['second', 1e3],
] as const

/** The same distance in time between every input and its output. */
function moved(
  out: Extractor,
  { expression, moments, cost }: Reading,
  format: string,
  timed: boolean,
  outputs: readonly string[],
): void {
  const targets = outputs.map((o) => parseMoment(o, format)?.ms)
  const distances = moments.map((m, e) => (targets[e] ?? Number.NaN) - m.ms)
  const [distance = 0] = distances
  if (!distance || distances.some((d) => d !== distance)) return
  const unit = units.find(([, span]) => distance % span === 0)
  if (!unit || (!timed && unit[0] !== 'day')) return
  const count = distance / unit[1]
  const shifted = call('date_add', expression, literal(count), literal(unit[0]))
  for (const form of unpadded(format))
    out.offer({
      expression: call('format_date', shifted, literal(form)),
      values: moments.map((m) => formatMoment({ ms: m.ms + distance }, form)),
      cost: cost + 3 + 0.2 * String(Math.abs(count)).length,
    })
}
