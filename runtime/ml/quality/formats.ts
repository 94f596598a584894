import type { CodedColumn } from './cells.ts'
import { missingCodes } from './dependencies.ts'
import {
  charClasses,
  datedRuns,
  fineShape,
  frame,
  notation,
  plainNumber,
  runShape,
} from './notation.ts'

/** By value of a column: how it is written, and how odd that is. */
export interface Formats {
  readonly views: readonly View[]
  /** Probability that the value is written wrongly, 0 … 1. */
  readonly odd: Float32Array
  /** Probability that its way of writing is not the column's, where the column has one. */
  readonly mixed: Float32Array
  /** Robust distance of the number from the median, in deviations; 0 for what is no number. */
  readonly outlying: Float32Array
  /** Share of values that are plain numbers. */
  readonly numeric: number
  /** Notation of most values, where one has most. */
  readonly usual: string | undefined
}

/** One way to look at the form of values: the form of each value and the share of rows by form. */
export interface View {
  readonly forms: readonly string[]
  readonly share: Float32Array
  /** Distinct values by form of each value. */
  readonly spread: Float32Array
  /** Whether the form tells lengths or words, which differ by nature. */
  readonly exact: boolean
}

const wording = (text: string): string => timeless(notation(text))
const ways = [charClasses, runShape, fineShape, wording, datedRuns, frame]

export function readFormats(column: CodedColumn): Formats {
  const missing = missingCodes(column)
  const views = ways.map((way) => viewOf(column, missing, way))
  const numbers = column.values.map(plainNumber)
  const filled = column.codes.length - sumWhere(column, (code) => missing[code] === 1)
  const plain = sumWhere(column, (code) => !missing[code] && !Number.isNaN(numbers[code]))
  const numeric = filled > 0 ? plain / filled : 0
  const mixed = mixedNotations(column, missing, views[3] as View)
  return {
    views,
    odd: oddForms(column, missing, views),
    mixed: mixed.score,
    usual: mixed.usual,
    outlying: numeric >= 0.8 ? outliers(column, numbers) : new Float32Array(numbers.length),
    numeric,
  }
}

/** Half a day is no notation of its own. */
const timeless = (form: string) =>
  form.replace(/\b[ap]\.?\s?m\b\.?/gi, (found) => found.replace(/[ap]/i, 'a'))

function sumWhere(column: CodedColumn, holds: (code: number) => boolean): number {
  let sum = 0
  column.counts.forEach((count, code) => {
    if (holds(code)) sum += count
  })
  return sum
}

function viewOf(column: CodedColumn, missing: Uint8Array, way: (text: string) => string): View {
  const forms = column.values.map(way)
  const rows = new Map<string, number>()
  const distinct = new Map<string, number>()
  let filled = 0
  forms.forEach((form, code) => {
    if (missing[code]) return
    const count = column.counts[code] as number
    filled += count
    rows.set(form, (rows.get(form) ?? 0) + count)
    distinct.set(form, (distinct.get(form) ?? 0) + 1)
  })
  return {
    forms,
    share: Float32Array.from(forms, (form) => (rows.get(form) ?? 0) / Math.max(1, filled)),
    spread: Float32Array.from(forms, (form) => distinct.get(form) ?? 0),
    exact: way === fineShape || way === wording,
  }
}

/** A form is common from here on. */
const common = 0.05

/**
 * In a column of codes, numbers or dates nearly all values share a few forms: others are odd.
 * Free text has no forms to deviate from, so that it is left alone.
 */
function oddForms(column: CodedColumn, missing: Uint8Array, views: readonly View[]): Float32Array {
  const odd = new Float32Array(column.values.length)
  for (const { forms, share, exact } of views) {
    const least = exact ? 0.5 : common
    const regular = sumShare(column, missing, (code) => (share[code] as number) >= least)
    const structured = sumShare(
      column,
      missing,
      (code) => (share[code] as number) >= least && /[9#]|^\W|\W$/.test(forms[code] as string),
    )
    if (structured < 0.5) continue
    const trust = 0.9 * ramp(regular, exact ? 0.9 : 0.65, exact ? 1 : 0.95)
    odd.forEach((before, code) => {
      const own = share[code] as number
      if (missing[code] || own >= common) return
      odd[code] = Math.max(before, trust * (1 - own / common))
    })
  }
  return odd
}

const ramp = (x: number, from: number, to: number) =>
  Math.min(1, Math.max(0, (x - from) / (to - from)))

function sumShare(column: CodedColumn, missing: Uint8Array, holds: (code: number) => boolean) {
  const filled = sumWhere(column, (code) => !missing[code])
  return filled === 0 ? 0 : sumWhere(column, (code) => !missing[code] && holds(code)) / filled
}

/**
 * A quantity is written in one way: a number with the same signs around it. Where one way has
 * most rows, the others are mixed in; where none has, the column has no notation and none of its
 * values can be read as it stands. A constant that recurs is a code of its own, no notation.
 */
function mixedNotations(column: CodedColumn, missing: Uint8Array, view: View) {
  const score = new Float32Array(column.values.length)
  const isQuantity = (code: number) => {
    const form = view.forms[code] as string
    return !missing[code] && quantity.test(form)
  }
  const quantities = sumShare(column, missing, isQuantity)
  const top = topForm(column, missing, view)
  if (!top) return { score, usual: undefined }
  const usual = top.share >= 0.5 ? top.form : undefined
  const numbersOnly =
    quantities >= 0.9 ||
    sumShare(column, missing, (code) => isDated(view.forms[code] as string)) >= 0.9
  score.forEach((_, code) => {
    if (missing[code]) return
    const form = view.forms[code] as string
    if (!/#/.test(form) || !(numbersOnly || usual?.includes('#'))) return
    if (usual === undefined) score[code] = quantities >= 0.9 && isQuantity(code) ? 0.8 : 0
    else if (form !== usual && (numbersOnly || (view.spread[code] as number) > 1))
      score[code] =
        0.9 *
        (numbersOnly ? 1 : ramp(top.share, 0.7, 0.95)) *
        Math.max(0, 1 - (view.share[code] as number) / top.share)
  })
  return { score, usual }
}

/** A number, with a currency before it or a unit behind; `A12` and `12b` are codes. */
const quantity = /^([$€£¥]\s?)?#(\s?[%°"']|\p{L}{2,12}\.?|\s[^#]{1,20})?$/u

/** Three parts of a date, or two with the name of a month, and perhaps a time. */
const isDated = (form: string): boolean =>
  /^(#|MMM)\.?([-/. ,]+(#|MMM)){2}([ T]+#:#(:#)?(\s?am\.?)?)?$/i.test(form) ||
  /^(MMM[-/. ,]+#|#[-/. ,]+MMM)$/.test(form)

function topForm(column: CodedColumn, missing: Uint8Array, view: View) {
  let top: { form: string; share: number } | undefined
  column.values.forEach((_, code) => {
    const share = view.share[code] as number
    if (!missing[code] && share > (top?.share ?? 0))
      top = { form: view.forms[code] as string, share }
  })
  return top
}

function outliers(column: CodedColumn, numbers: readonly number[]): Float32Array {
  const sorted: number[] = []
  numbers.forEach((number, code) => {
    if (Number.isFinite(number))
      for (let i = 0; i < (column.counts[code] as number); i++) sorted.push(number)
  })
  sorted.sort((a, b) => a - b)
  const positive = (sorted[0] ?? 0) > 0
  const raw = deviations(sorted, numbers)
  // What is far on a straight scale may be near on the scale of sizes, as incomes are.
  return positive
    ? deviations(sorted.map(Math.log), numbers.map(Math.log)).map((z, i) =>
        Math.min(z, raw[i] as number),
      )
    : raw
}

function deviations(sorted: readonly number[], numbers: readonly number[]): Float32Array {
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  const median = at(0.5)
  const spread = Math.max((at(0.75) - at(0.25)) / 1.35, (at(0.95) - at(0.05)) / 3.29)
  return Float32Array.from(numbers, (number) =>
    Number.isFinite(number) && spread > 0 ? Math.min(100, Math.abs(number - median) / spread) : 0,
  )
}
