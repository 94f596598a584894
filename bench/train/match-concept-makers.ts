import type { Random } from '../../runtime/ml/random.ts'
import { below } from '../../runtime/ml/random.ts'

/** Something a column may hold, under the names people give it, made up value by value. */
export interface Concept {
  readonly names: readonly string[]
  /** For the comments of a schema. */
  readonly about: string
  /** A value of one thing, as data before it is written down. */
  readonly make: (random: Random, row: number) => Made
  /** The ways to write it down. */
  readonly forms: readonly ((value: Made) => string)[]
  /** Its possible values, where there is a list of them. */
  readonly choices?: readonly string[]
}

export type Made = string | number

export const asIs = (value: Made) => String(value)
export const upper = (value: Made) => String(value).toUpperCase()
export const lower = (value: Made) => String(value).toLowerCase()
export const pick = <T>(random: Random, list: readonly T[]): T =>
  list[below(random, list.length)] as T

export const choice = (names: string, about: string, values: string, others?: string): Concept => {
  const list = values.split('|')
  const coded = others?.split('|')
  return {
    names: names.split('|'),
    about,
    choices: list,
    // The first values are the frequent ones.
    make: (random) => list[Math.floor(list.length * random() ** 1.7)] as string,
    forms: [
      asIs,
      asIs,
      lower,
      upper,
      ...(coded ? [(value: Made) => coded[list.indexOf(String(value))] ?? ''] : []),
    ],
  }
}

export const numbers = (
  names: string,
  about: string,
  from: number,
  to: number,
  digits = 0,
  skew = 1,
): Concept => ({
  names: names.split('|'),
  about,
  make: (random) => Number((from + (to - from) * random() ** skew).toFixed(digits)),
  forms: [asIs, asIs, (v) => Number(v).toFixed(digits + 1)],
})

export const dates = (names: string, about: string, from: number, to: number): Concept => ({
  names: names.split('|'),
  about,
  make: (random) => Date.UTC(from, 0, 1) + random() * (to - from) * 365.25 * 864e5,
  forms: [
    (v) => new Date(v).toISOString().slice(0, 10),
    (v) => `${new Date(v).toISOString().slice(0, 19)}Z`,
    (v) => {
      const [year, month, day] = new Date(v).toISOString().slice(0, 10).split('-')
      return `${day}/${month}/${year}`
    },
  ],
})

export const made = (
  names: string,
  about: string,
  make: Concept['make'],
  forms: Concept['forms'] = [asIs, asIs, upper],
): Concept => ({ names: names.split('|'), about, make, forms })

export const first =
  'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth Richard Susan Joseph Jessica Thomas Sarah Carlos Ana Luis Mei Wei Yuki Aisha Omar Fatima Lars Ingrid Pierre Chloe Ivan Olga'.split(
    ' ',
  )
export const last =
  'Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Wilson Anderson Taylor Moore Lee Walker Young King Wright Lopez Hill Scott Green Adams Baker Nelson Carter Novak Schmidt Tanaka Rossi'.split(
    ' ',
  )
export const cities =
  'London|Paris|Berlin|Madrid|Rome|Vienna|Warsaw|Prague|Oslo|Dublin|Lisbon|Athens|Chicago|Boston|Seattle|Denver|Austin|Toronto|Sydney|Tokyo|Lagos|Cairo|Lima|Mumbai|New York'
export const streets = 'Main|Oak|Maple|Park|Hill|Lake|Church|Station|Mill|High'.split('|')
export const nouns =
  'river|garden|light|stone|market|story|winter|summer|engine|bridge|signal|harbor|forest|mirror|shadow|coffee|paper|window|ocean|mountain'.split(
    '|',
  )
export const adjectives =
  'silent|golden|red|old|new|hidden|broken|lost|bright|deep|early|final'.split('|')
export const phrase = (random: Random) => `The ${pick(random, adjectives)} ${pick(random, nouns)}`
export const sentence = (random: Random) =>
  `${phrase(random)} ${pick(random, nouns)} near ${pick(random, nouns)} ${pick(random, nouns)}`
