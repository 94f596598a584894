import { businessWord, isJobWord, legalForm } from '../dictionaries.ts'
import * as forms from '../forms.ts'
import { inWords, wordKinds } from '../words.ts'

export const within = (set: ReadonlySet<string>) => (text: string) => set.has(text.toLowerCase())
const share = (text: string, score: (word: string) => number): number => {
  const words = text.split(/[\s,-]+/).filter((w) => /\p{L}/u.test(w))
  return words.length > 0 ? words.reduce((sum, w) => sum + score(w), 0) / words.length : 0
}
const capital = (text: string) => /^[\p{Lu}\p{Lo}]/u.test(text)
export const digitsOnly = (text: string) => /^\d+$/.test(text)

export function cityScore(text: string): number {
  if (
    !forms.isSingleName(text.replace(/[\d()/.'’]/g, '')) ||
    text.length > 40 ||
    !/^['’]?\p{L}/u.test(text)
  )
    return 0
  if (inWords('town', text) || inWords('town', text.replace(/\s+\p{L}{1,2}$/u, '')))
    return inWords('common', text) ? 0.6 : 1
  const kinds = share(text, (w) => (inWords('common', w) ? 0.1 : wordKinds(w).place))
  return kinds * 0.8
}

export function regionScore(text: string): number {
  if (/\d/.test(text) || text.length < 3 || text.length > 45) return 0
  // Many provinces are called as their chief towns.
  if (inWords('region', text)) return inWords('town', text) ? 0.8 : 1
  return /\b(?:region|province|provincia|county|state|district|kraj|oblast|okres|land|prefecture|governorate|canton|north|south|east|west|northern|southern|eastern|western|upper|lower|central|comarca|wojew)/i.test(
    text,
  )
    ? 0.8
    : share(text, (w) => wordKinds(w).place) * 0.4
}

export function companyScore(text: string): number {
  if (text.length > 70 || text.length < 2 || !/\p{L}/u.test(text) || forms.isUrl(text)) return 0
  if (legalForm.test(text)) return 1
  return text.split(/\s+/).length <= 6 && /^["\p{Lu}\d]/u.test(text) && businessWord.test(text)
    ? 0.9
    : 0
}

const oneWord = (text: string) =>
  /^[\p{L}'’-]+$/u.test(text) || /^\p{L}[\p{L}'’-]+ \p{L}[\p{L}'’-]+$/u.test(text)

export function firstNameScore(text: string): number {
  if (!capital(text) || !oneWord(text) || text.length < 2) return 0
  return share(text, (w) =>
    inWords('first', w) ? 1 : inWords('common', w) ? 0 : wordKinds(w).first * 0.9,
  )
}
export function lastNameScore(text: string): number {
  if (!capital(text) || !oneWord(text) || text.length < 2) return 0
  return share(text, (w) =>
    inWords('last', w) ? 1 : inWords('common', w) ? 0.1 : wordKinds(w).last * 0.9,
  )
}

export function jobScore(text: string): number {
  if (text.length > 70 || /\d/.test(text)) return 0
  const words = text
    .replace(/[,(/].*$/, '')
    .trim()
    .split(/\s+/)
  const last = words.at(-1) ?? ''
  return isJobWord(last) ||
    isJobWord(words[0] ?? '') ||
    words.some((w) => isJobWord(w) && w.length > 5)
    ? 1
    : 0
}

export const password = (t: string) =>
  /^\S{6,32}$/.test(t) &&
  /[a-z]/.test(t) &&
  /[A-Z]/.test(t) &&
  /\d/.test(t) &&
  !/^[A-Za-z]?[a-z]+\d{1,4}$/.test(t) &&
  !/^[A-Z0-9-]+$/.test(t) &&
  !/^\p{L}+[-_. ]?\d+$/u.test(t) &&
  !/[/@:]/.test(t) &&
  !/^[A-Z][a-z]+(?:[A-Z][a-z]+)+\d*$/.test(t) &&
  !forms.isHash(t) &&
  !forms.isUuid(t)
export const username = (t: string) =>
  /^[A-Za-z][A-Za-z0-9]*(?:[._-][A-Za-z0-9]+)*$/.test(t) && t.length >= 3 && t.length <= 24
