import type { AutoConfig, AutoMapping } from './config.ts'

/** A pair that is used, and its place in the config. */
export interface ChosenMapping extends AutoMapping {
  readonly index: number
}

/**
 * The pairs to use: all accepted ones, and of those that nobody decided, for each target column
 * the most probable from the threshold on, where nothing is accepted.
 */
export function chooseMappings({ mappings, threshold }: AutoConfig): ChosenMapping[] {
  const indexed = mappings.map((mapping, index) => ({ ...mapping, index }))
  const accepted = indexed.filter(({ state }) => state === 'accepted')
  const taken = new Set(accepted.map(({ target }) => fold(target)))
  const probable = indexed
    .filter(({ state, confidence }) => state === 'proposed' && confidence >= threshold)
    .sort((a, b) => b.confidence - a.confidence)
    .filter(({ target }) => {
      if (taken.has(fold(target))) return false
      taken.add(fold(target))
      return true
    })
  return [...accepted, ...probable].sort((a, b) => a.index - b.index)
}

const fold = (name: string) => name.toLowerCase()
