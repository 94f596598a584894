import { abbreviations, functionWords, synonymGroups } from './lexicon.ts'
import type { Family } from './sketch-column.ts'
import { splitWords, stem } from './text.ts'
import type { WordVectors } from './word-vectors.ts'

/** One word of a name, as it is compared with words of other names. */
export interface NameUnit {
  /** The word in full, e.g. `number` where the name says `nbr`. */
  readonly word: string
  readonly stem: string
  /** As written, folded; differs from `word` where an abbreviation was resolved. */
  readonly written: string
  /** Synonym groups that the word, or the phrase it is part of, belongs to. */
  readonly concepts: readonly number[]
  /** Words of little meaning weigh less. */
  readonly weight: number
}

const conceptsOf = new Map<string, number[]>()
let longestPhrase = 1
synonymGroups.forEach((group, concept) => {
  for (const phrase of group) {
    const words = phrase.split(' ').map(stem)
    longestPhrase = Math.max(longestPhrase, words.length)
    const key = words.join(' ')
    conceptsOf.set(key, [...(conceptsOf.get(key) ?? []), concept])
  }
})

/** The words of a name in full: abbreviations resolved, words written together taken apart. */
export function nameUnits(name: string, vectors: WordVectors): NameUnit[] {
  const words = splitWords(name).flatMap((written) =>
    expand(written, vectors).map((word) => ({ word, written, stem: stem(word) })),
  )
  const concepts = words.map(() => new Set<number>())
  for (let length = longestPhrase; length >= 1; length--)
    for (let i = 0; i + length <= words.length; i++) {
      const phrase = words.slice(i, i + length).map((w) => w.stem)
      const found = conceptsOf.get(phrase.join(' '))
      // A word inside a known phrase does not stand for itself: “first name” is no “name”.
      if (!found || concepts.slice(i, i + length).some((c) => c.size > 0)) continue
      for (const set of concepts.slice(i, i + length)) for (const c of found) set.add(c)
    }
  return words.map((w, i) => ({
    ...w,
    concepts: [...(concepts[i] ?? [])],
    weight: functionWords.has(w.word) ? 0.15 : /^\d+$/.test(w.word) ? 0.5 : 1,
  }))
}

function expand(written: string, vectors: WordVectors): readonly string[] {
  const full = abbreviations.get(written)
  if (full) return full
  const rank = vectors.rank(written)
  if (written.length < 6 || (rank !== undefined && rank < 15_000) || /\d/.test(written))
    return [written]
  return takeApart(written, vectors) ?? [written]
}

/** Two or three frequent words written as one, e.g. `birthdate`; undefined where it is none. */
function takeApart(text: string, vectors: WordVectors): string[] | undefined {
  let best: { words: string[]; cost: number } | undefined
  const search = (rest: string, words: string[], cost: number) => {
    if (rest === '') {
      if (words.length > 1 && (!best || cost < best.cost)) best = { words, cost }
      return
    }
    if (words.length === 3) return
    for (let length = 3; length <= rest.length; length++) {
      const head = rest.slice(0, length)
      const rank = vectors.rank(head)
      if (rank === undefined || rank > 12_000) continue
      search(rest.slice(length), [...words, head], cost + Math.log(rank + 10) + 4)
    }
  }
  search(text, [], 0)
  return best && best.cost < 15 + text.length * 0.8 ? best.words : undefined
}

const timeWords = new Set('date datetime time timestamp birthday'.split(' '))
const numberWords = new Set(
  `age amount average count days dose duration height hours latitude length longitude maximum mean
  measurement minimum minutes months number percent percentage price quantity rate ratio salary score
  size total value volume weeks weight width year years`.split(/\s+/),
)
const textWords = new Set(
  'name title label description comment note text type category status method'.split(' '),
)

/** What a name alone says about its values, e.g. `is_active`, `days_to_birth`, `start_date`. */
export function familyOfName(units: readonly NameUnit[]): Family {
  const words = units.map((u) => u.word)
  const [first, last] = [words[0] ?? '', words.at(-1) ?? '']
  if (words.includes('is') || first === 'has' || ['flag', 'indicator', 'present'].includes(last))
    return 'boolean'
  if (timeWords.has(last)) return 'time'
  if (textWords.has(last)) return 'text'
  return words.some((word) => numberWords.has(word)) ? 'number' : 'unknown'
}
