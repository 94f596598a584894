import type { Features } from './linear-model.ts'
import { FeatureBag } from './linear-model.ts'

export const WORD_DIMENSIONS = 1 << 14

/** What the model of words sees of a word: its letters in groups of two to four, and its ends. */
export function wordFeatures(word: string): Features {
  const bag = new FeatureBag(WORD_DIMENSIONS)
  const padded = `^${word.toLowerCase()}$`
  for (let n = 2; n <= 4; n++)
    for (let i = 0; i + n <= padded.length; i++) bag.add(padded.slice(i, i + n))
  bag.add(`length ${Math.min(12, word.length)}`)
  return bag.features(4)
}
