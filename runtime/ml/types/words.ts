import type { BloomFilter } from './hashing.ts'
import { fromBase64, mayContain } from './hashing.ts'
import { loadLinear, predictLinear } from './linear-model.ts'
import { wordFeatures } from './word-features.ts'
import stored from './words.json' with { type: 'json' }

/** Lists of words that ship with the program; made by `bench/train/types-words.ts`. */
export type WordSet = keyof typeof stored.sets

export interface WordKinds {
  readonly first: number
  readonly last: number
  readonly place: number
  readonly word: number
}

const sets = new Map<WordSet, BloomFilter>()
let model: ReturnType<typeof loadLinear> | undefined
const known = new Map<string, WordKinds>()

/** Whether a list holds the text, capitals aside. */
export function inWords(set: WordSet, text: string): boolean {
  let filter = sets.get(set)
  if (!filter) {
    const { hashes, bits } = stored.sets[set]
    filter = { hashes, bits: fromBase64(bits) }
    sets.set(set, filter)
  }
  return mayContain(filter, text.normalize('NFC').toLowerCase())
}

/** What a word looks like by its letters: probabilities that add up to 1. */
export function wordKinds(word: string): WordKinds {
  const key = word.toLowerCase()
  const before = known.get(key)
  if (before) return before
  model ??= loadLinear(stored.model)
  const [first = 0, last = 0, place = 0, word4 = 0] = predictLinear(model, wordFeatures(key))
  const kinds = { first, last, place, word: word4 }
  if (known.size > 50_000) known.clear()
  known.set(key, kinds)
  return kinds
}
