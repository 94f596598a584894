import type { Expression } from '../../../nodes/kit/expression.ts'
import type { Moment } from './moments.ts'
import { formatMoment, parseMoment } from './moments.ts'
import {
  formatNumber,
  parseNumber,
  roundDigits,
  roundDouble,
  roundSignificant,
} from './number-text.ts'

/** What an expression gives while it is searched for; the engine computes the real runs. */
export type Value = string | number | boolean | Moment | Decimal | readonly string[] | null

/** An exact number by its digits; plain numbers are doubles or whole. */
export interface Decimal {
  readonly decimal: string
}

export type Row = ReadonlyMap<string, string | null>

type Apply = (args: readonly Value[]) => Value

const patterns = new Map<string, RegExp>()

/** The subset of patterns written here means the same to RE2 and to JavaScript. */
export function patternOf(source: string): RegExp {
  let made = patterns.get(source)
  if (!made) {
    if (patterns.size > 20_000) patterns.clear()
    made = new RegExp(source, 'gu')
    patterns.set(source, made)
  }
  made.lastIndex = 0
  return made
}

const points = (text: string) => (/[\ud800-\udfff]/.test(text) ? Array.from(text) : text)
const cut = (text: string, from: number, to: number): string => {
  const p = points(text)
  return typeof p === 'string' ? p.slice(from, to) : p.slice(from, to).join('')
}
const size = (text: string) => points(text).length

/** One character stays one: no ß to SS, as in the engine. */
const each = (text: string, change: (c: string) => string) =>
  Array.from(text, (c) => (size(change(c)) === 1 ? change(c) : c)).join('')
const upper = (text: string) => each(text, (c) => (c === 'ß' ? 'ẞ' : c.toUpperCase()))
const lower = (text: string) => each(text, (c) => c.toLowerCase())

const initcap = (text: string) =>
  lower(text).replace(/[\p{L}\p{M}\p{N}]+/gu, (w) => upper(cut(w, 0, 1)) + cut(w, 1, size(w)))

function trimmed(text: string, signs: string, start: boolean, end: boolean): string {
  const set = new Set(signs)
  const all = Array.from(text)
  let from = 0
  let to = all.length
  while (start && from < to && set.has(all[from] as string)) from++
  while (end && to > from && set.has(all[to - 1] as string)) to--
  return all.slice(from, to).join('')
}

function pad(text: string, length: number, fill: string, start: boolean): string {
  const missing = length - size(text)
  if (missing <= 0) return cut(text, 0, length)
  const filling = cut(fill.repeat(missing), 0, missing)
  return start ? filling + text : text + filling
}

const replacement = (text: string) => text.replaceAll('$', '$$$$').replace(/\\(\d)/g, '$$$1')

const s = (value: Value | undefined) => value as string
const isDecimal = (value: Value | undefined): value is Decimal =>
  typeof value === 'object' && value !== null && 'decimal' in value
const n = (value: Value | undefined) =>
  isDecimal(value) ? Number(value.decimal) : (value as number)
const at = (value: Value | undefined) => value as Moment

/** Functions whose answer is NULL when any argument is. */
const functions: Readonly<Record<string, Apply>> = {
  append: ([a, b]) => s(a) + s(b),
  upper: ([v]) => upper(s(v)),
  lower: ([v]) => lower(s(v)),
  initcap: ([v]) => initcap(s(v)),
  trim: ([v, c]) => trimmed(s(v), s(c ?? ' '), true, true),
  ltrim: ([v, c]) => trimmed(s(v), s(c ?? ' '), true, false),
  rtrim: ([v, c]) => trimmed(s(v), s(c ?? ' '), false, true),
  normalize_space: ([v]) => trimmed(s(v).replace(/\s+/g, ' '), ' ', true, true),
  strip_accents: ([v]) =>
    s(v)
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .normalize('NFC'),
  length: ([v]) => size(s(v)),
  substring: ([v, from, count]) =>
    cut(s(v), n(from) - 1, count === undefined ? Number.POSITIVE_INFINITY : n(from) - 1 + n(count)),
  left: ([v, c]) => (n(c) < 0 ? cut(s(v), 0, Math.max(0, size(s(v)) + n(c))) : cut(s(v), 0, n(c))),
  right: ([v, c]) => cut(s(v), n(c) < 0 ? -n(c) : Math.max(0, size(s(v)) - n(c)), size(s(v))),
  replace: ([v, a, b]) => s(v).replaceAll(s(a), () => s(b)),
  translate: ([v, from, to]) => {
    const places = Array.from(s(from))
    const signs = Array.from(s(to))
    return Array.from(s(v), (c) => {
      const place = places.indexOf(c)
      return place < 0 ? c : (signs[place] ?? '')
    }).join('')
  },
  split_part: ([v, d, i]) => {
    const parts = s(v).split(s(d))
    return parts[n(i) > 0 ? n(i) - 1 : parts.length + n(i)] ?? ''
  },
  text_before: ([v, d]) => (s(v).includes(s(d)) ? s(v).slice(0, s(v).indexOf(s(d))) : null),
  text_after: ([v, d]) =>
    s(v).includes(s(d)) ? s(v).slice(s(v).indexOf(s(d)) + s(d).length) : null,
  lpad: ([v, l, f]) => pad(s(v), n(l), s(f), true),
  rpad: ([v, l, f]) => pad(s(v), n(l), s(f), false),
  starts_with: ([v, a]) => s(v).startsWith(s(a)),
  ends_with: ([v, a]) => s(v).endsWith(s(a)),
  contains: ([v, a]) => s(v).includes(s(a)),
  reverse: ([v]) => Array.from(s(v)).reverse().join(''),
  repeat: ([v, c]) => s(v).repeat(Math.max(0, n(c))),
  digits_only: ([v]) => s(v).replace(/[^0-9]+/g, ''),
  regex_matches: ([v, p]) => patternOf(s(p)).test(s(v)),
  regex_full_match: ([v, p]) => patternOf(`^(?:${s(p)})$`).test(s(v)),
  regex_extract: ([v, p, g]) => {
    const found = patternOf(s(p)).exec(s(v))
    return found ? (found[n(g ?? 0)] ?? '') : null
  },
  regex_extract_all: ([v, p, g]) =>
    Array.from(s(v).matchAll(patternOf(s(p))), (found) => found[n(g ?? 0)] ?? ''),
  regex_replace: ([v, p, r]) => s(v).replace(patternOf(s(p)), replacement(s(r))),
  split: ([v, d]) => s(v).split(s(d)),
  list_get: ([v, i]) => {
    const items = v as readonly string[]
    return items[n(i) > 0 ? n(i) - 1 : items.length + n(i)] ?? null
  },
  list_position: ([v, item]) => {
    const place = (v as readonly string[]).indexOf(s(item))
    return place < 0 ? null : place + 1
  },
  list_join: ([v, d]) => (v as readonly string[]).join(s(d)),
  list_reverse: ([v]) => [...(v as readonly string[])].reverse(),
  list_slice: ([v, a, b]) => (v as readonly string[]).slice(n(a) - 1, n(b)),
  json_value: ([v, p]) => jsonValue(s(v), s(p)),
  parse_number: ([v, point, group]) => {
    const decimal = parseNumber(s(v), s(point ?? '.'), s(group ?? ''))
    return decimal === null ? null : { decimal }
  },
  format_number: ([v, places, point, group]) =>
    formatNumber(
      isDecimal(v) ? roundDigits(v.decimal, n(places)) : roundDouble(n(v), n(places)),
      s(point ?? '.'),
      s(group ?? ''),
    ),
  to_integer: ([v]) => (/^[+-]?[0-9]+$/.test(s(v).trim()) ? Number(s(v)) : null),
  to_double: ([v]) =>
    typeof v !== 'string'
      ? n(v)
      : /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(s(v).trim())
        ? Number(s(v))
        : null,
  to_text: ([v]) => (typeof v === 'number' ? String(v) : s(v)),
  round_significant: ([v, d]) => roundSignificant(n(v), n(d)),
  abs: ([v]) => Math.abs(n(v)),
  ceil: ([v]) => Math.ceil(n(v)),
  round: ([v]) => Math.sign(n(v)) * Math.round(Math.abs(n(v))),
  floor: ([v]) => Math.floor(n(v)),
  trunc: ([v]) => Math.trunc(n(v)),
  div: ([a, b]) => (n(b) === 0 ? null : Math.trunc(n(a) / n(b))),
  add: ([a, b]) => n(a) + n(b),
  subtract: ([a, b]) => n(a) - n(b),
  multiply: ([a, b]) => n(a) * n(b),
  divide: ([a, b]) => (n(b) === 0 ? null : n(a) / n(b)),
  mod: ([a, b]) => (n(b) === 0 ? null : n(a) % n(b)),
  eq: ([a, b]) => a === b,
  in: ([a, ...items]) => items.includes(a as Value),
  nullif: ([a, b]) => (a === b ? null : (a as Value)),
  lt: ([a, b]) => n(a) < n(b),
  between: ([v, a, b]) => n(v) >= n(a) && n(v) <= n(b),
  not: ([v]) => !v,
  from_epoch: ([v]) => ({ ms: n(v) * 1000 }),
  format_date: ([v, f]) => formatMoment(at(v), s(f)),
  date_add: ([v, count, unit]) => ({ ms: at(v).ms + n(count) * (unitSpan[s(unit)] ?? Number.NaN) }),
  parse_date: ([v, ...formats]) => {
    const found = firstMoment(s(v), formats as string[])
    return found && { ms: Math.floor(found.ms / 864e5) * 864e5 }
  },
  parse_timestamp: ([v, ...formats]) => firstMoment(s(v), formats as string[]),
}

const unitSpan: Readonly<Record<string, number>> = {
  second: 1e3,
  minute: 6e4,
  hour: 36e5,
  day: 864e5,
}

function firstMoment(text: string, formats: readonly string[]): Moment | null {
  for (const format of formats) {
    const found = parseMoment(text, format)
    if (found) return found
  }
  return null
}

function jsonValue(text: string, path: string): string | null {
  try {
    let value: unknown = JSON.parse(text)
    for (const [, name, quoted, index] of path.matchAll(/\.(\w+)|\."([^"]+)"|\[(\d+)\]/g)) {
      if (value === null || typeof value !== 'object') return null
      value = (value as Record<string, unknown>)[name ?? quoted ?? index ?? '']
    }
    if (value === undefined || value === null) return null
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  } catch {
    return null
  }
}

export function applyFunction(fn: string, args: readonly Value[]): Value {
  if (args.includes(null)) return null
  const result = functions[fn]?.(args)
  return result === undefined || Number.isNaN(result) ? null : result
}

/** The value of an expression for a row: as the engine's, for the functions known here. */
export function evaluate(expression: Expression, row: Row): Value {
  switch (expression.kind) {
    case 'literal': {
      const { value, type } = expression
      if (type?.kind === 'date') return { ms: Date.parse(`${value}T00:00:00Z`) }
      const numeric = type && /integer|decimal|float/.test(type.kind)
      return numeric ? Number(value) : value
    }
    case 'column':
      return row.get(expression.name) ?? null
    case 'cast':
      return evaluate(expression.value, row)
    case 'case': {
      for (const { when, then } of expression.branches)
        if (evaluate(when, row) === true) return evaluate(then, row)
      return expression.otherwise ? evaluate(expression.otherwise, row) : null
    }
    case 'call': {
      const { fn, args } = expression
      if (fn === 'coalesce') {
        for (const arg of args) {
          const value = evaluate(arg, row)
          if (value !== null) return value
        }
        return null
      }
      const values: Value[] = []
      for (const arg of args) values.push(evaluate(arg, row))
      return applyFunction(fn, values)
    }
  }
}

/** The text an expression gives, or null. */
export function evaluateText(expression: Expression, row: Row): string | null {
  const value = evaluate(expression, row)
  return typeof value === 'string' ? value : null
}
