import type { Expression } from '../../../nodes/kit/expression.ts'
import { call, literal } from '../../../nodes/kit/expression.ts'
import type { Value } from './evaluate.ts'
import { applyFunction, patternOf } from './evaluate.ts'

/** A part of the program under search: its value in every example, its length in made-up bits. */
export interface Piece {
  readonly expression: Expression
  readonly values: readonly string[]
  readonly cost: number
}

/** Whether a value in all examples may be of use. */
export type Keep = (values: readonly string[]) => boolean

type Argument = string | number

/** Classes of characters a token may consist of; small costs are the usual ones. */
const tokens: readonly (readonly [pattern: string, cost: number])[] = [
  ['[0-9]+', 0],
  ['[A-Za-z]+', 0.1],
  ['[A-Za-z0-9]+', 0.2],
  ['[A-Z][a-z]+', 0.4],
  ['[A-Z]+', 0.4],
  ['[a-z]+', 0.5],
  ['[A-Z]{2,}', 0.5],
  ['[A-Z]', 0.6],
  ['[^ ]+', 0.2],
  ['[0-9]+(?:[.,][0-9]+)*', 0.3],
  ['-?[0-9]+(?:\\.[0-9]+)?', 0.3],
]
const foreign: typeof tokens = [
  ['\\p{L}+', 0.1],
  ['[\\p{L}\\p{N}]+', 0.2],
  ['\\p{Lu}\\p{Ll}+', 0.4],
]

export const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** Makes pieces of a piece, and keeps those that `keep` likes; each set of values once a way. */
export class Extractor {
  readonly found: Piece[] = []
  private readonly keep: Keep
  private readonly limit: number

  constructor(keep: Keep, limit: number) {
    this.keep = keep
    this.limit = limit
  }

  /** Tries `fn(piece, ...args)`, or the `item` of the list that it gives. */
  call(from: Piece, cost: number, fn: string, args: readonly Argument[], item?: number): void {
    if (this.found.length >= this.limit) return
    const values: string[] = []
    for (const value of from.values) {
      let result: Value = applyFunction(fn, [value, ...args])
      if (item !== undefined) result = applyFunction('list_get', [result, item])
      if (typeof result !== 'string') return
      values.push(result)
    }
    if (!this.keep(values)) return
    const made = call(fn, from.expression, ...args.map(literal))
    const expression = item === undefined ? made : call('list_get', made, literal(item))
    this.found.push({ expression, values, cost: from.cost + cost })
  }

  offer(piece: Piece): void {
    if (this.found.length < this.limit && this.keep(piece.values)) this.found.push(piece)
  }
}

/** What stands at a place of a separated text. */
export function splitParts(out: Extractor, from: Piece, delimiters: readonly string[]): void {
  for (const d of delimiters) {
    const counts = from.values.map((v) => v.split(d).length)
    const least = Math.min(...counts)
    const blank = d === ' ' ? 0 : 0.1 + 0.15 * (/[A-Za-z]/.test(d) ? 2 : d.length - 1)
    if (least < 2) {
      // Where the sign is missing the whole value is its first and its last part.
      out.call(from, 1.9 + blank, 'split_part', [d, 1])
      out.call(from, 2.1 + blank, 'split_part', [d, -1])
      continue
    }
    for (let i = 1; i <= Math.min(least, 9); i++) {
      out.call(from, 1.4 + blank + 0.15 * i, 'split_part', [d, i])
      out.call(from, (i === 1 ? 1.5 : 1.9) + blank + 0.15 * i, 'split_part', [d, -i])
    }
    out.call(from, 1.7 + blank, 'text_after', [d])
    out.call(from, 2.6 + blank, 'regex_extract', [`^(.*)${escapePattern(d)}`, 1])
  }
}

/** Signs, runs of signs and words that all values have; then signs that some have. */
export function delimitersIn(values: readonly string[], limit: number): string[] {
  const [first = '', ...others] = values
  const everywhere = signsIn(first).filter((run) => others.every((v) => v.includes(run)))
  const words = others.length > 0 ? (first.slice(0, 400).match(/ [A-Za-z]{2,} /g) ?? []) : []
  const common = words.filter((word) => others.every((v) => v.includes(word)))
  const some = values.flatMap(signsIn).filter((run) => !values.every((v) => v.includes(run)))
  return [...new Set([...everywhere.slice(0, limit), ...common.slice(0, 4), ...some.slice(0, 6)])]
}

function signsIn(value: string): string[] {
  const runs = new Set<string>()
  for (const [run] of value.slice(0, 400).matchAll(/[^\p{L}\p{N}]+/gu)) {
    for (const sign of run) runs.add(sign)
    if (run.length > 1 && run.length < 6) runs.add(run)
    if (run.length > 2) runs.add(run.slice(0, 2)).add(run.slice(-2))
  }
  return [...runs]
}

/** The first, second … last run of digits, letters … */
export function tokenParts(out: Extractor, from: Piece): void {
  const abroad = from.values.some((v) => /[^\p{ASCII}]/u.test(v) && /[^\P{L}A-Za-z]/u.test(v))
  for (const [pattern, cost] of abroad ? [...tokens, ...foreign] : tokens) {
    const counts = from.values.map((v) => {
      const all = v.match(patternOf(pattern))
      return all?.length ?? 0
    })
    const least = Math.min(...counts)
    if (least === 0) continue
    out.call(from, 1.8 + cost, 'regex_extract', [pattern])
    for (let i = 2; i <= Math.min(least, 8); i++)
      out.call(from, 2.2 + cost + 0.15 * i, 'regex_extract_all', [pattern], i)
    if (Math.max(...counts) > 1)
      for (let i = 1; i <= Math.min(least, 6); i++)
        out.call(from, 2 + cost + 0.2 * i, 'regex_extract_all', [pattern], -i)
  }
}

/** Characters by their positions. */
export function positionParts(out: Extractor, from: Piece): void {
  const least = Math.min(32, ...from.values.map((v) => v.length))
  for (let i = 1; i <= Math.min(least, 16); i++) {
    out.call(from, 1.5 + 0.3 * i, 'left', [i])
    out.call(from, 1.6 + 0.3 * i, 'right', [i])
    if (i < least) {
      out.call(from, 1.9 + 0.3 * i, 'left', [-i])
      out.call(from, 1.8 + 0.3 * i, 'right', [-i])
    }
    for (let j = 1; i > 1 && j <= Math.min(least - i + 1, 12); j++)
      out.call(from, 2.6 + 0.25 * (i + j), 'substring', [i, j])
  }
}

const pairs: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['<', '>'],
  ['[[', ']]'],
  ['{{', '}}'],
  ['"', '"'],
  ["'", "'"],
]

/** What stands in brackets or quotes. */
export function bracketParts(out: Extractor, from: Piece): void {
  for (const [open, close] of pairs) {
    if (!from.values.every((v) => v.includes(open) && v.includes(close))) continue
    const sign = close.length === 1 && close !== '"' ? `[^${escapePattern(open + close)}]*` : '.*?'
    const pattern = `${escapePattern(open)}(${sign})${escapePattern(close)}`
    out.call(from, 1.7, 'regex_extract', [pattern, 1])
    for (let i = 2; i <= 4; i++) out.call(from, 2 + 0.15 * i, 'regex_extract_all', [pattern, 1], i)
    for (let i = 1; i <= 2; i++)
      out.call(from, 1.9 + 0.15 * i, 'regex_extract_all', [pattern, 1], -i)
  }
}

/** The members of a JSON object. */
export function jsonParts(out: Extractor, from: Piece): void {
  const [first = ''] = from.values
  if (!/^\s*\{/.test(first)) return
  try {
    for (const key of Object.keys(JSON.parse(first)).slice(0, 40))
      out.call(from, 1.2, 'json_value', [/^\w+$/.test(key) ? `$.${key}` : `$."${key}"`])
  } catch {}
}

/** Parts between texts that stand around a part of the first example's output. */
export function contextParts(out: Extractor, from: Piece, output: string): void {
  const [first = ''] = from.values
  const text = first.slice(0, 1000)
  const tried = new Set<string>()
  for (const [start, end] of commonSpans(text, output)) {
    const lefts = ['^']
    for (const length of [1, 2, 3, 4, 6])
      if (start >= length) lefts.push(text.slice(start - length, start))
    const word = /[\p{L}\p{N}]+[^\p{L}\p{N}]*$/u.exec(text.slice(Math.max(0, start - 16), start))
    if (word) lefts.push(word[0])
    const rights = ['$']
    for (const length of [1, 2, 3])
      if (end + length <= text.length) rights.push(text.slice(end, end + length))
    const next = /^[^\p{L}\p{N}]*[\p{L}\p{N}]+/u.exec(text.slice(end, end + 16))
    if (next) rights.push(next[0])
    for (const left of lefts)
      for (const right of rights) {
        const key = `${left}\0${right}`
        if (tried.has(key)) continue
        tried.add(key)
        between(out, from, left, right)
      }
  }
}

function between(out: Extractor, from: Piece, left: string, right: string): void {
  if (left === '^' && right === '$') return
  const l = left === '^' ? '' : left
  const r = right === '$' ? '' : right
  if (!from.values.every((v) => v.includes(l) && v.includes(r))) return
  const alnum = (l + r).replace(/[^\p{L}\p{N}]/gu, '').length
  const cost = 2.6 + 0.12 * (l.length + r.length) + 0.15 * alnum
  const a = left === '^' ? '^' : escapePattern(left)
  const b = right === '$' ? '$' : escapePattern(right)
  const body =
    right.length === 1 && right !== '$'
      ? `[^${escapePattern(right)}]*`
      : right === '$'
        ? '.*'
        : '.*?'
  out.call(from, cost, 'regex_extract', [`${a}(${body})${b}`, 1])
  if (left !== '^') out.call(from, cost + 0.4, 'regex_extract', [`.*${a}(${body})${b}`, 1])
}

/** Longest spans of a text that stand in the other too, at most twelve. */
function commonSpans(text: string, other: string): [number, number][] {
  const spans: [number, number][] = []
  for (let j = 0; j < Math.min(other.length, 120); ) {
    let best = 0
    for (let length = other.length - j; length > best; length--)
      if (text.includes(other.slice(j, j + length))) best = length
    if (best > 0) {
      const part = other.slice(j, j + best)
      for (
        let at = text.indexOf(part), n = 0;
        at >= 0 && n < 3;
        at = text.indexOf(part, at + 1), n++
      )
        spans.push([at, at + best])
    }
    j += Math.max(1, best)
  }
  return spans.slice(0, 12)
}
