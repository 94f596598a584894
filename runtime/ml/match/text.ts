/** Lower case, without accents and compatibility forms. */
export const fold = (text: string): string =>
  /^[ -~\s]*$/.test(text)
    ? text.toLowerCase()
    : text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/**
 * The words of an identifier or phrase, folded; digits are words of their own.
 * @example splitWords('birthDt2_HTTPServer') // ['birth', 'dt', '2', 'http', 'server']
 */
export const splitWords = (text: string): string[] =>
  fold(
    text
      .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
      .replace(/(\p{Lu}{2,})(\p{Lu}\p{Ll}{2,})/gu, '$1 $2')
      .replace(/(\p{L})(\d)/gu, '$1 $2')
      .replace(/(\d)(\p{L})/gu, '$1 $2'),
  )
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '')

/** A word without its English plural, past or progressive ending; never shorter than 3 letters. */
export function stem(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2)
  const singular = /[^su]s$/.test(word) ? word.slice(0, -1) : word
  const bare = singular.replace(/(?:ing|ed)$/, '')
  if (bare === singular || bare.length < 4) return singular
  return /([^aeiouls])\1$/.test(bare) ? bare.slice(0, -1) : bare
}

/** Runs of 2 to 4 characters, with the ends marked. */
export function characterGrams(text: string): string[] {
  const marked = `^${text}$`
  const grams: string[] = []
  for (let n = 2; n <= 4; n++)
    for (let i = 0; i + n <= marked.length; i++) grams.push(marked.slice(i, i + n))
  return grams
}

/** Share of common pairs of characters (Dice), 0 … 1. */
export function bigramOverlap(a: string, b: string): number {
  if (a.length < 2 || b.length < 2) return a === b ? 1 : 0
  const left = new Set<string>()
  for (let i = 0; i + 2 <= a.length; i++) left.add(a.slice(i, i + 2))
  const right = new Set<string>()
  for (let i = 0; i + 2 <= b.length; i++) right.add(b.slice(i, i + 2))
  let common = 0
  for (const gram of left) if (right.has(gram)) common++
  return (2 * common) / (left.size + right.size)
}

/**
 * Whether one word may be the other, shortened: its first letters, or its letters in order with
 * the first and without vowels lost first.
 * @example abbreviates('dschrg', 'discharge') // true
 */
export function abbreviates(short: string, long: string): boolean {
  if (short.length < 2 || short.length >= long.length || short[0] !== long[0]) return false
  if (long.startsWith(short)) return short.length >= 3
  if (short.length < 3 && long.length > 5) return false
  let at = 0
  for (const letter of short) {
    at = long.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  const consonants = long.replace(/(?!^)[aeiou]/g, '').length
  return short.length >= 0.6 * consonants
}
