import { hashText } from './hashing.ts'

/** What is known of a column for its feature kind; every figure is of the whole column. */
export interface ColumnSummary {
  readonly name: string
  readonly total: number
  readonly nulls: number
  readonly distinct: number
  /** Of columns of numbers, else 0. */
  readonly mean: number
  readonly deviation: number
  readonly min: number
  readonly max: number
  /** The first five different values. */
  readonly samples: readonly string[]
}

const NAME_BUCKETS = 160
const WORD_BUCKETS = 96

const patterns: Readonly<Record<string, RegExp>> = {
  integer: /^[+-]?\d+$/,
  decimal: /^[+-]?\d*\.\d+(e[+-]?\d+)?$/i,
  grouped: /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/,
  date: /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]|$)/,
  compactDate: /^(19|20)\d\d(0\d|1[0-2])([0-2]\d|3[01])/,
  year: /^(1[89]|20)\d\d(\.0)?$/,
  time: /^\d{1,2}:\d\d(:\d\d)?( ?[ap]m)?/i,
  clock: /\d{1,2}:\d\d/,
  month: /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i,
  weekday: /\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*day\b|\b(mon|tue|wed|thu|fri|sat|sun)\b/i,
  url: /^(https?:\/\/|www\.)/i,
  domain: /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(\/|$)/i,
  email: /@[a-z0-9-]+\.[a-z]/i,
  percent: /\d ?%/,
  money: /[$€£¥]|\b(usd|eur|gbp|inr|rs)\b/i,
  unit: /^[+-]?[\d.,]+ ?[a-z]{1,5}\.?$/i,
  embedded: /[a-z]\W*\d|\d\W*[a-z]/i,
  startsNumber: /^[\d$€£]/,
  comma: /,/,
  semicolon: /;/,
  pipe: /\|/,
  bracket: /^[[{(]/,
  quote: /['"]/,
  slash: /\//,
  colon: /:/,
  hyphen: /-/,
  underscore: /_/,
  upper: /^[^a-z]*[A-Z][^a-z]*$/,
  lower: /^[^A-Z]*[a-z][^A-Z]*$/,
  title: /^[A-Z][a-z]+/,
  onlyLetters: /^[a-z]+$/i,
  twoWords: /^\S+ \S+$/,
  sentenceEnd: /[.!?](\s|$)/,
  stopWord: /\b(the|and|of|to|in|is|for|with|that|this|was|are|on|it|as|be|at|by)\b/i,
  code: /^(?=.*\d)[A-Z0-9_-]+$/i,
  guid: /^[0-9a-f]{8}-?[0-9a-f]{4}/i,
  leadingZero: /^0\d/,
  negative: /^-\d/,
  boolean: /^(true|false|yes|no|y|n|t|f|0|1|0\.0|1\.0)$/i,
  geo: /^\(?-?\d{1,3}\.\d{3,}, ?-?\d{1,3}\.\d{3,}\)?$/,
  html: /<[a-z/]/i,
  missing: /^(nan|null|none|na|n\/a|\?|-|unknown|)$/i,
}

const nameWords: Readonly<Record<string, RegExp>> = {
  id: /(^|[^a-z])ids?$|^ids?([^a-z]|$)|[a-z]I[Dd]$|key$/,
  code: /code|number|no$|num|nbr|zip|postal|fips|phone/i,
  date: /date|time|year|month|day|created|updated|timestamp|dob|birth/i,
  text: /desc|comment|text|note|review|title|summary|body|message|address|bio/i,
  name: /name|author|artist|city|player|team/i,
  amount: /amount|price|cost|total|sum|avg|mean|rate|count|score|pct|percent|ratio|value|income/i,
  kind: /type|category|class|status|group|level|gender|sex|race|flag|code|state|country|is_|has_/i,
  url: /url|link|image|img|photo|website|http/i,
  geo: /lat|lon|geo|coord|location/i,
  unnamed: /^unnamed|^index$|^x$|^$/i,
  list: /tags|genres|list|s$|keywords|ingredients/i,
}

const patternNames = Object.keys(patterns)
const patternList = Object.values(patterns)
const nameList = Object.values(nameWords)

export const featureNames: readonly string[] = [
  'total',
  'nulls',
  'null share',
  'distinct',
  'distinct share',
  'mean',
  'deviation',
  'min',
  'max',
  'numeric',
  'whole',
  'span',
  'fill',
  'sequence',
  'constant',
  'relative deviation',
  'skewed',
  'words',
  'words deviation',
  'letters',
  'letters deviation',
  'longest',
  'digit share',
  'letter share',
  'space share',
  'sign share',
  'upper share',
  'same length',
  'sample distinct',
  'sample sorted',
  'steps equal',
  'stop words',
  'separators',
  'name length',
  'name words',
  'name digits',
  'name upper',
  'numeric samples',
  ...patternNames.map((p) => `is ${p}`),
  ...Object.keys(nameWords).map((p) => `name ${p}`),
  ...Array.from({ length: NAME_BUCKETS }, (_, i) => `name gram ${i}`),
  ...Array.from({ length: WORD_BUCKETS }, (_, i) => `name word ${i}`),
] // prettier: one list

/** The numbers that the trees of feature kinds see, in the order of `featureNames`. */
export function featuresOf(column: ColumnSummary): Float64Array {
  const samples = column.samples.filter((s) => s !== '')
  const numbers = samples.map((s) => Number(s)).filter((n) => Number.isFinite(n))
  const lengths = samples.map((s) => s.length)
  const words = samples.map((s) => s.trim().split(/\s+/).length)
  const joined = samples.join('')
  const share = (pattern: RegExp) =>
    joined.length > 0 ? (joined.match(pattern)?.length ?? 0) / joined.length : 0
  const { total, nulls, distinct, mean: average, deviation, min, max } = column
  const values = Math.max(1, total - nulls)
  const span = max - min
  const rows: number[] = [
    total,
    nulls,
    nulls / Math.max(1, total),
    distinct,
    distinct / Math.max(1, total),
    average,
    deviation,
    min,
    max,
    average !== 0 || deviation !== 0 || max !== 0 ? 1 : 0,
    numbers.every(Number.isInteger) && numbers.length > 0 ? 1 : 0,
    span,
    distinct / (span + 1),
    Math.abs(span + 1 - values) < 2 ? 1 : 0,
    distinct <= 1 ? 1 : 0,
    deviation / (Math.abs(average) + 1e-9),
    (average - min) / (span + 1e-9),
    mean(words),
    spread(words),
    mean(lengths),
    spread(lengths),
    Math.max(0, ...lengths),
    share(/\d/g),
    share(/\p{L}/gu),
    share(/\s/g),
    share(/[^\p{L}\d\s]/gu),
    share(/\p{Lu}/gu),
    new Set(lengths).size === 1 ? 1 : 0,
    new Set(samples).size,
    numbers.every((n, i) => i === 0 || n >= (numbers[i - 1] as number)) ? 1 : 0,
    equalSteps(numbers),
    mean(samples.map((s) => s.match(stopWords)?.length ?? 0)),
    mean(samples.map((s) => s.match(/[,;|/]/g)?.length ?? 0)),
    column.name.length,
    column.name.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).length,
    column.name.match(/\d/g)?.length ?? 0,
    (column.name.match(/[A-Z]/g)?.length ?? 0) / Math.max(1, column.name.length),
    numbers.length,
  ]
  for (const pattern of patternList)
    rows.push(
      samples.length > 0 ? samples.filter((s) => pattern.test(s)).length / samples.length : 0,
    )
  for (const pattern of nameList) rows.push(pattern.test(column.name) ? 1 : 0)
  return Float64Array.from([...rows, ...gramsOf(column.name)])
}

const stopWords = /\b(the|and|of|to|in|is|for|with|that|this|was|are|on|it|as|be|at|by)\b/gi

function gramsOf(name: string): number[] {
  const grams = new Array<number>(NAME_BUCKETS + WORD_BUCKETS).fill(0)
  const lower = `^${name.toLowerCase().replace(/\d+/g, '0')}$`
  for (let n = 2; n <= 3; n++)
    for (let i = 0; i + n <= lower.length; i++)
      grams[hashText(lower.slice(i, i + n)) % NAME_BUCKETS] = 1
  for (const word of name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/))
    if (word !== '') grams[NAME_BUCKETS + (hashText(word.toLowerCase()) % WORD_BUCKETS)] = 1
  return grams
}

const mean = (list: readonly number[]) =>
  list.length > 0 ? list.reduce((a, b) => a + b, 0) / list.length : 0

function spread(list: readonly number[]): number {
  const middle = mean(list)
  return Math.sqrt(mean(list.map((x) => (x - middle) ** 2)))
}

const equalSteps = (numbers: readonly number[]) =>
  numbers.length > 2 &&
  numbers.every(
    (n, i) =>
      i === 0 || n - (numbers[i - 1] as number) === (numbers[1] as number) - (numbers[0] as number),
  )
    ? 1
    : 0
