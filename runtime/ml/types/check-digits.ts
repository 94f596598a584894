/** Digits of a text as numbers; other characters are passed over. */
export const digitsOf = (text: string): number[] =>
  Array.from(text.matchAll(/\d/g), ([d]) => Number(d))

/** ISO/IEC 7812: every second digit from the right doubled; the sum ends in 0. */
export function luhn(text: string): boolean {
  const digits = digitsOf(text).reverse()
  const sum = digits.reduce((all, d, i) => all + (i % 2 === 0 ? d : d > 4 ? 2 * d - 9 : 2 * d), 0)
  return digits.length > 1 && sum % 10 === 0
}

/** The sum of digits times weights; weights repeat. */
export const weighted = (digits: readonly number[], weights: readonly number[]): number =>
  digits.reduce((sum, d, i) => sum + d * (weights[i % weights.length] as number), 0)

/** ISO 7064 MOD 97-10 of a text whose letters stand for 10 to 35. */
export function mod97(text: string): number {
  let rest = 0
  for (const c of text.toUpperCase()) {
    const value = c <= '9' ? c.charCodeAt(0) - 48 : c.charCodeAt(0) - 55
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}

/** ISO 7064 MOD 11-2 (ORCID, ISNI, Chinese residents); the last character is the check. */
export function mod11x2(text: string): boolean {
  let sum = 0
  for (const d of text.slice(0, -1)) sum = ((sum + Number(d)) * 2) % 11
  const check = (12 - sum) % 11
  return text.at(-1)?.toUpperCase() === (check === 10 ? 'X' : String(check))
}

/** ISO 7064 MOD 11-10 (German tax numbers, Croatian OIB). */
export function mod11x10(digits: readonly number[]): boolean {
  let rest = 10
  for (const d of digits.slice(0, -1)) {
    const sum = (rest + d) % 10 || 10
    rest = (sum * 2) % 11
  }
  return (11 - rest) % 10 === digits.at(-1)
}

/** GS1: weights 3 and 1 from the right; the sum with the check digit ends in 0. */
export const gs1 = (text: string): boolean => weighted(digitsOf(text).reverse(), [1, 3]) % 10 === 0

const dihedral = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
]
const turns = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
]

/** J. Verhoeff, 1969 (Aadhaar). */
export function verhoeff(digits: readonly number[]): boolean {
  let state = 0
  for (const [i, d] of digits.toReversed().entries())
    state = Number(dihedral[state]?.[Number(turns[i % 8]?.[d])])
  return state === 0
}
