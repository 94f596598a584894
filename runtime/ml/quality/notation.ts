/**
 * Four views of how a value is written, from fine to coarse.
 * @example fineShape('12.0 oz') // '99.9_aa'
 * @example runShape('12.0 oz')  // '9.9_a'
 * @example notation('12.0 oz')  // '# oz'
 * @example charClasses('12.0 oz') // '9_a.'
 */
export function fineShape(value: string): string {
  let shape = ''
  for (const char of value.length > 60 ? value.slice(0, 60) : value) shape += classOf(char)
  return shape
}

export function runShape(value: string): string {
  let shape = ''
  let last = ''
  for (const char of value) {
    const kind = classOf(char)
    if (kind !== last) shape += kind
    last = kind
    if (shape.length > 40) break
  }
  return shape
}

/** Numbers become `#`, names of months `MMM`; words and signs stay. */
export const notation = (value: string): string =>
  value
    .slice(0, 200)
    .replace(/\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/gi, 'MMM')
    .replace(/(?<![\d.,])-?\d+(?:[.,]\d+)?(?![\d.,]*\d)|\d+/g, '#')

export function charClasses(value: string): string {
  const seen = new Set<string>()
  for (const char of value) seen.add(classOf(char))
  return [...seen].sort().join('')
}

/**
 * Runs of digits by what they may be in a date: `y` from four digits, `0` with a leading zero, else
 * `n`; a single number is `n` whatever its length.
 */
export function datedRuns(value: string): string {
  const short = value.slice(0, 60)
  if (!/^\d+[-/.]\d+[-/.]\d+/.test(short)) return runShape(short).replaceAll('9', 'n')
  return notation(
    short.replace(/\d+/g, (run) => (run.length >= 4 ? 'y' : /^0./.test(run) ? '0' : 'n')),
  ).replaceAll('0', '#')
}

/** The signs a value begins and ends with around its words. */
export const frame = (value: string): string => {
  const [start = ''] = /^[^\p{L}\p{N}]{0,3}/u.exec(value) ?? []
  const [end = ''] = /[^\p{L}\p{N}]{0,3}$/u.exec(value) ?? []
  return `${start}w${end}`
}

function classOf(char: string): string {
  if (char >= '0' && char <= '9') return '9'
  if ((char >= 'a' && char <= 'z') || (char > '\u007f' && isLower(char))) return 'a'
  if ((char >= 'A' && char <= 'Z') || (char > '\u007f' && isUpper(char))) return 'A'
  return char === ' ' || char === '\t' || char === '\u00a0' ? '_' : char
}

const isUpper = (char: string) => char.toLowerCase() !== char
const isLower = (char: string) => /\p{L}/u.test(char) && !isUpper(char)

/** How many data tools write “no value” (pandas' list and common additions); '' is not among them. */
const nullWords = new Set(
  `#n/a|#na|<na>|n/a|na|n.a.|null|(null)|nil|nan|-nan|none|\\n|-|--|---|?|??|???|.|missing|unknown|undefined|not available|not applicable|tbd|#null!|#value!|#ref!|#div/0!`.split(
    '|',
  ),
)

export const isNullWord = (value: string): boolean => nullWords.has(value.trim().toLowerCase())

/** Text read in a wrong encoding, or what a converter put where it found no character. */
export const isGarbled = (value: string): boolean =>
  /\ufffd|Ã[\u0080-\u00bf\u0152-\u2122]|â€|Â[\u00a0-\u00bf]|ï¿½|\p{L}\?\p{Ll}/u.test(value) ||
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value)

/** The number that a text is, or NaN; accepts no unit. */
export const plainNumber = (value: string): number =>
  /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value) ? Number(value) : Number.NaN
